"""History read from this installation's own rows, set-wise."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from winnow.flow.replaying.recorded import Asked, History, Placed, Step, Tried, Won
from winnow.followup.ways import Ways
from winnow.intake.clean import clean_all
from winnow.intake.clean_mail import domain_of_mail
from winnow.intake.held import as_raw
from winnow.intake.inquiry import Cleaned, Raw, Rejected
from winnow.intake.models import Held
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Inquiry, Order, Prospect, Touch
from winnow.prospects.words import Channel, Stage
from winnow.qualify.cutting.models import Placement

CHUNK = 2000
OPENING = (Kind.OPENED, Kind.REPEATED, Kind.REOPENED, Kind.RECYCLED)
LEAVING = (Kind.NURTURED, Kind.CLOSED, Kind.ORDERED, Kind.HANDED_OVER)
ENDS = frozenset({Kind.NURTURED, Kind.CLOSED, Kind.ORDERED})
INQUIRY = (
    "id", "prospect_id", "recorded_at", "channel", "door", "campaign__name", "source", "message", "desired_outcome",
    "payload", "prospect__person__email", "prospect__person__phone", "prospect__person__name",
    "prospect__person__country", "prospect__person__language", "prospect__person__timezone", "prospect__person__title",
    "prospect__person__industry", "prospect__company_id", "prospect__company__name", "prospect__company__domain",
)  # fmt: skip

Beat = Callable[[float], None]  # says how far it is; may raise to stop


def gather(since: datetime, until: datetime, beat: Beat) -> History:
    """Everything that came in between two instants and what became of it until the second."""
    people = list(User.objects.select_related("team").order_by("id"))
    history = History(
        since, until,
        teams={one.pk: one.team.name if one.team else "" for one in people},
        team_numbers={one.pk: one.team_id or 0 for one in people},
        names={one.pk: one.name for one in people},
        currency=in_force(until)[1].company.currency,
    )  # fmt: skip
    opened = _openings(since, until)
    beat(0.1)
    leaves = _leavings(since, until)
    asked = []
    for number, row in enumerate(_inquiries(since, until)):
        asked.append(_asked(row, opened, leaves))
        if number % CHUNK == CHUNK - 1:
            beat(0.1)
    beat(0.25)
    asked += _held(since, until)
    history.asked = sorted(asked, key=lambda one: (one.at, one.inquiry))
    _last_clocks(history)
    beat(0.3)
    _touches(history)
    beat(0.4)
    _orders(history)
    history.steps = sorted(_steps(since, until), key=lambda one: one.at)
    history.placed = list(_placed(since, until))
    beat(0.45)
    return history


def _placed(since: datetime, until: datetime) -> Iterator[Placed]:
    """Who a cut looked at, and whether they had inquired more than once by then."""
    by_then = Q(prospect__inquiries_made__recorded_at__lte=F("at"))
    rows = Placement.objects.filter(at__gte=since, at__lt=until).annotate(
        made=Count("prospect__inquiries_made", filter=by_then)
    )
    columns = ("prospect_id", "prospect__channel", "made", "rank", "below", "sampled", "spared")
    for number, channel, made, rank, below, sampled, spared in (
        rows.order_by("prospect_id").values_list(*columns).iterator(chunk_size=CHUNK)
    ):
        repeat = made > 1 or spared == "repeat"
        yield Placed(number, channel, repeat, rank, below, sampled, spared)


def _inquiries(since: datetime, until: datetime) -> Iterable[Mapping[str, Any]]:
    """What an import brought is history already, and had no clock."""
    rows = Inquiry.objects.filter(
        recorded_at__gte=since, recorded_at__lt=until, batch=None, withdrawn_at=None
    )
    found: Iterable[Mapping[str, Any]] = rows.order_by("id").values(*INQUIRY).iterator(chunk_size=CHUNK)
    return found


def _openings(since: datetime, until: datetime) -> dict[int, tuple[Any, ...]]:
    """By the first inquiry of each event: when, whose, which procedure, stage and score."""
    rows = (
        Event.objects.filter(kind__in=OPENING, at__gte=since, at__lt=until)
        .exclude(prospect=None)
        .order_by("id")
    )
    found = {}
    for at, owner, version, stage, kind, data in rows.values_list(
        "at", "owner_id", "version", "stage", "kind", "data"
    ).iterator(chunk_size=CHUNK):
        if numbers := data.get("inquiries"):
            found[numbers[0]] = (at, owner, version, stage, kind, data.get("score", {}))
    return found


def _leavings(since: datetime, until: datetime) -> dict[int, list[datetime]]:
    rows = (
        Event.objects.filter(kind__in=LEAVING, at__gte=since, at__lt=until)
        .exclude(prospect=None)
        .order_by("id")
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for prospect, at in rows.values_list("prospect_id", "at").iterator(chunk_size=CHUNK):
        found[prospect or 0].append(at)
    return found


def _asked(
    row: Mapping[str, Any], opened: Mapping[int, tuple[Any, ...]], leaves: Mapping[int, list[datetime]]
) -> Asked:
    payload = row["payload"] if isinstance(row["payload"], dict) else {}
    at, owner, version, stage, kind, score = opened.get(
        row["id"], (row["recorded_at"], None, None, Stage.INQUIRY, "", {})
    )
    raw = Raw({}, {}, Channel(row["channel"]), row["door"], row["campaign__name"] or "", row["source"])
    own = payload.get("email") or payload.get("phone")
    known = Ways(phone=bool(row["prospect__person__phone"]), email=bool(row["prospect__person__email"]))
    said = Ways(phone=bool(payload.get("phone")), email=bool(payload.get("email")))
    first = kind == Kind.OPENED and bool(own)
    ways = said if first else Ways(phone=known.phone or said.phone, email=known.email or said.email)
    return Asked(
        row["id"], at, raw, _cleaned(row, payload), version or 0, False, row["channel"], row["prospect_id"], owner or 0,
        row["prospect__company_id"] or 0, row["prospect__person__timezone"], ways,
        score.get("points", 0), score.get("band", ""), stage, kind != "",
        leaves=next((one for one in leaves.get(row["prospect_id"], ()) if one > at), None),
    )  # fmt: skip


def _cleaned(row: Mapping[str, Any], payload: Mapping[str, Any]) -> Cleaned:
    """As it was understood: from the card, and its words from the inquiry itself."""
    email = str(payload.get("email") or row["prospect__person__email"] or "").strip().lower()
    mail = domain_of_mail(email.rpartition("@")[2]) if "@" in email else None
    return Cleaned(
        email=email, mail_kind=mail.kind if mail else "", phone=row["prospect__person__phone"] or "",
        name=row["prospect__person__name"], company=row["prospect__company__name"] or "",
        domain=row["prospect__company__domain"] or "", title=row["prospect__person__title"],
        industry=row["prospect__person__industry"],
        country=row["prospect__person__country"], language=row["prospect__person__language"],
        timezone=row["prospect__person__timezone"], message=row["message"], desired_outcome=row["desired_outcome"],
    )  # fmt: skip


def _held(since: datetime, until: datetime) -> list[Asked]:
    """What did not go through; what a machine did is told by the reasons that were kept."""
    rows = list(Held.objects.filter(at__gte=since, at__lt=until, batch=None).order_by("id"))
    raws = [_with_signs(as_raw(one), one.reasons) for one in rows]
    cleaned = clean_all(raws, country=in_force(until)[1].company.country)
    return [
        Asked(
            0, row.at, raw, None if isinstance(clean, Rejected) or row.kind == "rejected" else clean,
            row.version or 0, True, row.channel,
        )
        for row, raw, clean in zip(rows, raws, cleaned, strict=True)
    ]  # fmt: skip


def _with_signs(raw: Raw, reasons: Iterable[Any]) -> Raw:
    rules = {one["rule"]: str(one["detail"]) for one in reasons if isinstance(one, dict)}
    return Raw(
        raw.fields, raw.payload, raw.channel, raw.door, raw.campaign, raw.source, raw.external_id, raw.received_at,
        fill_seconds=_seconds(rules["too fast"]) if "too fast" in rules else None,
        honeypot="hidden field" in rules, unsealed="no seal" in rules,
    )  # fmt: skip


def _seconds(said: str) -> float:
    """Of "filled in within 1.1 s; 3 s is the least"."""
    words = said.split()
    return next((float(word) for word in words if word.replace(".", "", 1).isdigit()), 0.0)


def _last_clocks(history: History) -> None:
    """What is known of clocks: each prospect's newest, if nothing has taken it away since."""
    newest = {one.prospect: one for one in history.asked if one.clocked}
    rows = Prospect.objects.filter(clock_started_at__gte=history.since, clock_started_at__lt=history.until)
    for number, started, due in rows.values_list("id", "clock_started_at", "respond_by").iterator(
        chunk_size=CHUNK
    ):
        one = newest.get(number)
        if one is not None and one.at == started:
            one.due = due


def _touches(history: History) -> None:
    rows = Touch.objects.filter(at__gte=history.since, at__lt=history.until, direction="out").exclude(by=None)
    found: dict[int, list[Tried]] = defaultdict(list)
    columns = ("prospect_id", "at", "by_id", "role", "minutes", "attempt", "reached")
    for prospect, at, by, role, minutes, attempt, reached in (
        rows.order_by("at", "id").values_list(*columns).iterator(chunk_size=CHUNK)
    ):
        found[prospect].append(Tried(at, by or 0, role, minutes, attempt, reached))
    history.touches = found


def _orders(history: History) -> None:
    rows = Order.objects.filter(at__gte=history.since, at__lt=history.until, withdrawn_at=None)
    found: dict[int, list[Won]] = defaultdict(list)
    for prospect, at, amount, margin in rows.order_by("id").values_list(
        "prospect_id", "at", "amount", "margin"
    ):
        found[prospect].append(Won(at, float(amount), None if margin is None else float(margin)))
    history.orders = found


def _steps(since: datetime, until: datetime) -> Iterator[Step]:
    """What became known of opportunities, in the words of their events."""
    rows = Event.objects.filter(at__gte=since, at__lt=until, stage__in=(Stage.OPPORTUNITY, Stage.CUSTOMER))
    wanted = rows.filter(
        kind__in=(Kind.ACCEPTED, Kind.DEAL, Kind.TOUCHED, Kind.REPLIED, Kind.KEPT, *ENDS, *OPENING)
    )
    columns = ("prospect_id", "at", "kind", "owner_id", "data")
    for prospect, at, kind, owner, data in (
        wanted.order_by("id").values_list(*columns).iterator(chunk_size=CHUNK)
    ):
        if kind == Kind.DEAL:
            yield Step(prospect or 0, at, str(data.get("what", "")), owner or 0, data)
        elif kind == Kind.KEPT:
            yield Step(prospect or 0, at, "kept", owner or 0, data)
        elif kind in ENDS:
            yield Step(prospect or 0, at, "ended", owner or 0)
        elif kind in (Kind.TOUCHED, Kind.REPLIED):
            if kind == Kind.REPLIED or "conversations" in data.get("before", {}):
                yield Step(prospect or 0, at, "talked", owner or 0)
        else:
            yield Step(prospect or 0, at, "opened", owner or 0)
