"""What is read for learning: what happened to prospects, what became of them, and the models there are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, When
from django.db.models.fields import DateTimeField
from django.db.models.functions import Coalesce, Length

from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Campaign, Event, Inquiry, Order, Prospect, Touch
from winnow.prospects.words import OPEN_STATES, Outcome, Role
from winnow.qualify.models import Decision, Handover, LearnedModel, ModelChange, Odds
from winnow.qualify.odds.seen import Answered, Edited, Inquired, Past, Touched

# A merged prospect and a further opportunity belong to the one that inquired.
OWN: dict[str, Any] = {"merged_into__isnull": True, "further_of__isnull": True}
AT_ONCE = 5_000  # prospects in one set of statements
SCORED = (Kind.OPENED, Kind.REPEATED, Kind.RECYCLED, Kind.REOPENED, Kind.INQUIRED_AGAIN)
TOLD_BY_A_PERSON = (Outcome.BOUGHT, Outcome.BOUGHT_ELSEWHERE, Outcome.NOT_BUYING, Outcome.DO_NOT_CONTACT)


class Met(NamedTuple):
    """One prospect that can teach something: when it came, when it was decided, whether anybody worked on it."""

    prospect: int
    arrived: datetime
    decided: datetime | None
    worked: bool


class Bought(NamedTuple):
    """One order of a prospect, or of one that was merged into it."""

    prospect: int
    at: datetime
    amount: float
    margin: float | None
    currency: str


def pasts(prospects: Sequence[int], until: datetime) -> dict[int, Past]:
    """What happened to these prospects until an instant; three statements, however many there are."""
    found = {number: Past() for number in prospects}
    for number, *inquiry in _inquiries(prospects):
        found[number].inquiries.append(Inquired(*inquiry))
    touches = Touch.objects.filter(prospect__in=prospects, at__lte=until).order_by("at", "id")
    for number, at, reached in touches.values_list("prospect_id", "at", "reached"):
        found[number].touches.append(Touched(at, reached))
    for number, at, kind, data in _events(prospects):
        _remember(found[number], at, kind, data, until)
    return found


def _inquiries(prospects: Sequence[int]) -> QuerySet[Inquiry, tuple[Any, ...]]:
    rows = Inquiry.objects.filter(prospect__in=prospects).order_by("id")
    return rows.values_list(
        "prospect_id", "id", "at", "recorded_at", "batch", "withdrawn_at", "channel", "campaign_id", "source",
        Length("message"), "desired_outcome", "value_hint", "utm", "payload",
    )  # fmt: skip


def _events(prospects: Sequence[int]) -> QuerySet[Event, tuple[Any, ...]]:
    """What Events tell of scores, answers and cards; read whole, which is quicker than picking from each."""
    rows = Event.objects.filter(prospect__in=prospects, kind__in=(*SCORED, Kind.ANSWERED, Kind.EDITED))
    return rows.order_by("at", "id").values_list("prospect_id", "at", "kind", "data")


def _remember(past: Past, at: datetime, kind: str, data: dict[str, Any], until: datetime) -> None:
    """The written score of an inquiry is known with it, whenever the Event says that it was."""
    if "score" in data:
        past.points |= dict.fromkeys(data.get("inquiries", ()), data["score"]["points"])
    if at > until:
        return
    if kind == Kind.ANSWERED:
        past.answers.append(Answered(at, *(data.get(name) or "" for name in ("question", "choice", "grade"))))
    elif kind == Kind.EDITED and data.get("edited"):
        past.edits.append(Edited(at, data["edited"]))


def parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """In as many parts as the database likes at once."""
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


# What can be learned from


def met(now: datetime, most: int) -> list[Met]:
    """The newest prospects that stand by themselves, in the order of their numbers; six statements."""
    arrived = _arrivals()
    decided = _first(Decision.objects.filter(at__lte=now))
    for number, at in _first(Handover.objects.filter(at__lte=now)).items():
        decided[number] = min(at, decided.get(number, at))
    worked = {*decided, *_distinct(Touch.objects.filter(at__lte=now)), *_told_by_a_file(now)}
    own = Prospect.objects.filter(**OWN)
    rows = own.order_by("-id").values_list("id", flat=True)
    return [
        Met(number, arrived[number], decided.get(number), number in worked)
        for number in reversed(rows[:most])
        if number in arrived and arrived[number] <= now
    ]


def _arrivals() -> dict[int, datetime]:
    """When each prospect was first known of: recorded, or for what a file told, when it says they inquired."""
    known = Case(
        When(batch__isnull=False, then=F("at")), default=F("recorded_at"), output_field=DateTimeField()
    )
    rows = Inquiry.objects.filter(withdrawn_at__isnull=True).order_by().values_list("prospect_id")
    return dict(rows.annotate(first=Min(known)))


def _first(rows: QuerySet[Any]) -> dict[int, datetime]:
    return dict(rows.order_by().values_list("prospect_id").annotate(first=Min("at")))


def _distinct(rows: QuerySet[Any]) -> set[int]:
    return set(rows.order_by().values_list("prospect_id", flat=True).distinct())


def _told_by_a_file(now: datetime) -> set[int]:
    """Whose end came with a file: somebody elsewhere worked on them."""
    came = Inquiry.objects.filter(
        batch__isnull=False, prospect__outcome__in=TOLD_BY_A_PERSON, prospect__closed_at__lte=now
    )
    return _distinct(came)


def orders(now: datetime) -> list[Bought]:
    """All orders that stand, the oldest first; an order of a merged prospect belongs to the one that was kept."""
    rows = Order.objects.filter(at__lte=now, recorded_at__lte=now, withdrawn_at__isnull=True).order_by(
        "at", "id"
    )
    found = rows.values_list(
        "prospect_id",
        Coalesce("prospect__merged_into", "prospect__further_of"),
        "at",
        "amount",
        "margin",
        "currency",
    ).iterator()
    return [
        Bought(into or number, at, float(amount), None if margin is None else float(margin), currency)
        for number, into, at, amount, margin, currency in found
    ]


def seller_minutes(now: datetime) -> dict[int, list[tuple[datetime, int]]]:
    """The sellers' touches with each prospect, and their minutes."""
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    rows = Touch.objects.filter(role=Role.SELLER, minutes__gt=0, at__lte=now).order_by()
    for number, at, minutes in rows.values_list("prospect_id", "at", "minutes").iterator():
        found[number].append((at, minutes))
    return found


def buyers() -> int:
    """Prospects with an order that stands."""
    rows = Order.objects.filter(withdrawn_at__isnull=True)
    return rows.aggregate(count=Count("prospect", distinct=True))["count"] or 0


# The models


class InUse(NamedTuple):
    """The model whose odds are shown, and how far its scoring has come."""

    id: int
    snapshot: str
    swept_to: int | None
    watched_to: int


def in_use() -> InUse | None:
    rows = LearnedModel.objects.filter(state=LearnedModel.State.CHAMPION)
    found = rows.values_list("id", "snapshot", "swept_to", "watched_to").first()
    return InUse(*found) if found else None


def is_in_use(model: int) -> bool:
    return LearnedModel.objects.filter(id=model, state=LearnedModel.State.CHAMPION).exists()


def data_of(model: int) -> Any:
    return LearnedModel.objects.values_list("data", flat=True).get(id=model)


def champion() -> LearnedModel | None:
    """The model whose odds are shown."""
    return LearnedModel.objects.filter(state=LearnedModel.State.CHAMPION).defer("unseen").first()


def newest() -> LearnedModel | None:
    return LearnedModel.objects.order_by("-number").defer("data", "unseen").first()


def models() -> QuerySet[LearnedModel]:
    """All models, the newest first, without what they learned."""
    return LearnedModel.objects.select_related("by").defer("data", "unseen").order_by("-number")


def model(number: int) -> LearnedModel | None:
    return LearnedModel.objects.filter(number=number).defer("unseen").first()


def changes(models: Collection[LearnedModel]) -> list[ModelChange]:
    """What was done about these models, the newest first."""
    rows = ModelChange.objects.filter(model__in=models).select_related("actor", "model", "before")
    rows = rows.defer("model__data", "model__unseen", "before__data", "before__unseen")
    return list(rows.order_by("-id"))


def last_tried() -> tuple[datetime, str] | None:
    """When a training last began, and what it came to: learned, waited, or nothing."""
    began = ModelChange.objects.filter(kind="began").order_by("-id").values_list("id", "at").first()
    if began is None:
        return None
    ends = ModelChange.objects.filter(kind__in=("learned", "waited"), id__gt=began[0]).order_by("-id")
    return began[1], ends.values_list("kind", flat=True).first() or ""


def last_waited() -> str:
    """Why the newest training came to nothing; empty if it did not."""
    rows = ModelChange.objects.exclude(kind="began").order_by("-id")
    kind, reason = rows.values_list("kind", "reason").first() or ("", "")
    return reason if kind == "waited" else ""


def campaign_names(numbers: Sequence[int]) -> dict[int, str]:
    return dict(Campaign.objects.filter(id__in=numbers).values_list("id", "name"))


# Who is to be scored


def newest_event() -> int:
    return Event.objects.aggregate(newest=Max("id"))["newest"] or 0


def changed(after: int, until: int, limit: int) -> tuple[set[int], int]:
    """The prospects of the next events after a number, and how far that goes."""
    rows = (
        Event.objects.filter(id__gt=after, id__lte=until)
        .order_by("id")
        .values_list("id", "prospect_id")[:limit]
    )
    found = list(rows)
    return {number for _, number in found if number}, found[-1][0] if found else max(after, until)


def still_open(prospects: Sequence[int] | set[int]) -> list[int]:
    rows = Prospect.objects.filter(id__in=prospects, state__in=OPEN_STATES, **OWN)
    return list(rows.order_by("id").values_list("id", flat=True))


def next_open(after: int, limit: int) -> list[int]:
    """Open prospects by number, to come to all of them in turn."""
    rows = Prospect.objects.filter(id__gt=after, state__in=OPEN_STATES, **OWN)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def first_without_odds(model: int) -> int | None:
    """The first open prospect that this model has not scored."""
    lacking = Q(odds__isnull=True) | ~Q(odds__model=model)
    rows = Prospect.objects.filter(lacking, state__in=OPEN_STATES, **OWN)
    return rows.order_by("id").values_list("id", flat=True).first()


def standing_of(prospects: Sequence[int]) -> dict[int, tuple[datetime, datetime | None]]:
    """When each last inquired, and when it was last decided about."""
    rows = Prospect.objects.filter(id__in=prospects).order_by()
    verdicts = _last(Decision.objects.filter(prospect__in=prospects))
    for number, at in _last(Handover.objects.filter(prospect__in=prospects)).items():
        verdicts[number] = max(at, verdicts.get(number, at))
    return {number: (at, verdicts.get(number)) for number, at in rows.values_list("id", "last_inquiry_at")}


def _last(rows: QuerySet[Any]) -> dict[int, datetime]:
    return dict(rows.order_by().values_list("prospect_id").annotate(last=Max("at")))


def odds_of(prospect: int) -> Odds | None:
    """The newest odds of one prospect, with the number of the model that gave them."""
    rows = Odds.objects.filter(prospect=prospect).select_related("model")
    return rows.defer("model__data", "model__unseen", "model__validation").first()
