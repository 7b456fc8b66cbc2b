"""What is read about the cut: which is in force, who is to be placed, what was seen since."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Sum

from winnow.prospects import bulk
from winnow.prospects.models import Order, Prospect
from winnow.prospects.words import NextAction, Queue, Stage, State
from winnow.qualify.cutting.models import Cut, Placement
from winnow.qualify.models import Answer, LearnedModel, Odds

MADE_BY_HAND = (
    NextAction.CALL_BACK,
    NextAction.ACCEPT,
    NextAction.CLOSE_DEAL,
    NextAction.CARE,
    NextAction.REVIEW,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Orders of those placed and worked: `above` the cut, and `below` it with the chance by which each was drawn.

    `unlabelled` were thrown away and not worked: whether they would have bought is not known.
    """

    above: int
    below: tuple[float, ...]
    unlabelled: int

    @property
    def orders(self) -> int:
        return self.above + len(self.below)


@dataclass(frozen=True, slots=True)
class Tally:
    """Prospects placed, thrown away (some of them still resting), sampled; hours and money that this frees."""

    placed: int = 0
    thrown: int = 0
    resting: int = 0
    sampled: int = 0
    spared: int = 0
    hours: float = 0.0


def in_force() -> Cut | None:
    """Asked by every tick, and most companies have none: so it is first asked for in few words."""
    if not bulk.read('SELECT 1 FROM "qualify_cut" WHERE "state" = %s LIMIT 1', [Cut.State.IN_FORCE.value]):
        return None
    return Cut.objects.filter(state=Cut.State.IN_FORCE).select_related("by", "line").first()


def history() -> QuerySet[Cut]:
    """All cuts ever, the newest first."""
    return Cut.objects.select_related("by", "ended_by").order_by("-id")


def champion() -> LearnedModel | None:
    """The model whose odds are in use; what it is made of is not read."""
    return LearnedModel.objects.filter(state=LearnedModel.State.CHAMPION).defer("data", "validation").first()


def proved(kind: str, value: float) -> Cut | None:
    """The newest cut whose proof covers this wish and whose promise was not broken."""
    covers = Q(share__gte=value) if kind == Cut.Kind.SHARE else Q(lose__lte=value)
    return Cut.objects.filter(covers, alarm="").order_by("-id").first()


def sifted() -> set[int]:
    """Prospects that came under a cut: what became of them tells of those it kept, not of all."""
    return set(Placement.objects.values_list("prospect_id", flat=True))


def untouched(now: datetime) -> Q:
    """On a desk, an inquiry still, and nobody has begun: not tried, not promised, not on a screen."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    fresh = Q(state=State.WORKING, stage=Stage.INQUIRY, first_touch_at=None, attempts=0, order_count=0)
    return free & fresh & ~Q(queue=Queue.PROMISED) & ~Q(next_action__in=MADE_BY_HAND)


def fresh(model: int, now: datetime, limit: int) -> list[Odds]:
    """Odds by this model of those who were never placed and are untouched, the oldest prospect first."""
    placed = Exists(Placement.objects.filter(prospect=OuterRef("pk")))
    answered = Exists(Answer.objects.filter(prospect=OuterRef("pk")))
    rows = Prospect.objects.filter(untouched(now)).filter(~placed, ~answered, odds__model=model)
    numbers = rows.order_by("id").values_list("id", flat=True)[:limit]
    return list(Odds.objects.filter(prospect__in=list(numbers)).order_by("prospect_id"))


def still_untouched(numbers: Collection[int], now: datetime) -> set[int]:
    return set(Prospect.objects.filter(untouched(now), id__in=numbers).values_list("id", flat=True))


def worths_before(model: int, least: int, most: int) -> list[float]:
    """Of those placed last, the newest first: by the same model, or by any while these are too few."""
    rows = Placement.objects.order_by("-at", "-prospect")
    same = list(rows.filter(model=model).values_list("worth", flat=True)[:most])
    return same if len(same) >= least else list(rows.values_list("worth", flat=True)[:most])


def hours_ahead(besides: Collection[int]) -> tuple[float, int]:
    """Expected hours of all that is on desks besides these, and how many there are of whom they are not known."""
    working = Prospect.objects.filter(state=State.WORKING).exclude(id__in=besides)
    found = working.aggregate(hours=Sum("odds__hours"), unknown=Count("id", filter=Q(odds__hours=None)))
    return found["hours"] or 0.0, found["unknown"]


def hours_each(model: int) -> float | None:
    """Of sellers, expected of a prospect on average by the odds of this model."""
    mean: float | None = Odds.objects.filter(model=model).aggregate(mean=Avg("hours"))["mean"]
    return mean


def next_batch(cut: Cut) -> int:
    newest = Placement.objects.filter(cut=cut).order_by("-batch").values_list("batch", flat=True).first()
    return (newest or 0) + 1


def of_line(cut: Cut) -> Q:
    """Placements under all cuts that share its promise."""
    first = cut.line_id or cut.pk
    return Q(cut=first) | Q(cut__line=first)


def seen(of: Q) -> Seen:
    """What came of the placements `of`; two statements."""
    ordered = Order.objects.filter(prospect=OuterRef("prospect"), withdrawn_at=None, at__gte=OuterRef("at"))
    placed = Placement.objects.filter(of)
    sold = placed.filter(Exists(ordered)).exclude(below=True, sampled=False)
    rows = list(sold.values_list("below", "cut__honest"))
    unlabelled = placed.filter(below=True, sampled=False).count()
    return Seen(
        sum(not below for below, _ in rows), tuple(honest for below, honest in rows if below), unlabelled
    )


def earlier(cut: Cut) -> list[tuple[float, int, int]]:
    """Of the cuts before this one, oldest first: share, orders seen under it, those of them from below it."""
    found = []
    for one in Cut.objects.filter(pk__lt=cut.pk, alarm="").order_by("pk"):
        own = seen(Q(cut=one.pk))
        found.append((one.share, own.orders, len(own.below)))
    return found


def tally(of: Q) -> Tally:
    """How many were placed, and what became of those thrown away; one statement."""
    thrown = Q(below=True, sampled=False)
    resting = thrown & Q(prospect__state=State.NURTURE)
    found: dict[str, Any] = Placement.objects.filter(of).aggregate(
        hours=Sum("hours", filter=thrown), placed=Count("prospect"), thrown=Count("prospect", filter=thrown),
        resting=Count("prospect", filter=resting), spared=Count("prospect", filter=~Q(spared="")),
        sampled=Count("prospect", filter=Q(sampled=True)),
    )  # fmt: skip
    return replace(Tally(), **{name: value or 0 for name, value in found.items()})


def resting(cut: Cut) -> list[int]:
    """Those whom this cut threw away and who have stayed in nurture since, untouched and without another inquiry."""
    rows = Placement.objects.filter(cut=cut, below=True, sampled=False, prospect__state=State.NURTURE)
    untouched_since = rows.filter(prospect__last_touch_at=None, prospect__last_inquiry_at__lte=F("at"))
    return list(untouched_since.order_by("prospect").values_list("prospect", flat=True))


THROWN_AWAY = Q(
    placement__below=True, placement__sampled=False
)  # of prospects; not those of the honest sample
