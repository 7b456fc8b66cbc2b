"""What marketing looks at: who waits where, what went out and what it brought, who came back and what they ordered."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from winnow.nurture.models import Sign, Stay, Taken
from winnow.nurture.words import RECYCLED
from winnow.prospects.models import Order, Prospect
from winnow.prospects.words import Queue, State

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Place:
    """Those who wait for one step of a track, and when the first of them is due."""

    waiting: int = 0
    first: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a step in a year: mails, steps without one, and the stays in which a person followed a link."""

    mails: int = 0
    without: int = 0
    followed: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Everybody who rests. `adrift` have no next step at all: the database refuses that, so it is none."""

    there: int
    within_a_week: int
    promised: int
    adrift: int
    unrecorded: int
    places: dict[tuple[str, str], Place]


@dataclass(frozen=True, slots=True)
class Month:
    """Who came back to a desk in it, by why."""

    starts: datetime
    ways: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        return sum(self.ways.values())


@dataclass(frozen=True, slots=True)
class Ordered:
    """Of those who came back within a year: how many have ordered since, and after how many days (median, longest)."""

    back: int
    young: int
    ordered: int
    median_days: float | None
    longest_days: int | None


def standing(now: datetime) -> Standing:
    """Five counts; the step or the day to look again, whichever comes first, is everybody's next."""
    soon = now + timedelta(days=7)
    rows = Prospect.objects.filter(state=State.NURTURE)
    stays = Stay.objects.filter(left_at=None)
    places = stays.order_by().values_list("track", "next_step").annotate(Count("id"), Min("due_at"))
    by_step = stays.filter(due_at__lte=soon).order_by().values("prospect_id")
    counts = rows.aggregate(
        there=Count("id"),
        week=Count("id", filter=Q(due_at__lte=soon) | Q(id__in=by_step)),
        promised=Count("id", filter=Q(queue=Queue.PROMISED)),
        adrift=Count("id", filter=Q(due_at=None) | Q(next_action="") | Q(owner=None)),
    )
    found = {(track, step): Place(count, first) for track, step, count, first in places}
    recorded = sum(one.waiting for one in found.values())
    return Standing(
        counts["there"],
        counts["week"],
        counts["promised"],
        counts["adrift"],
        max(counts["there"] - recorded, 0),
        found,
    )


def sent(now: datetime) -> dict[tuple[str, str], Sent]:
    """By track and step, within a year."""
    rows = Taken.objects.filter(at__gt=now - YEAR).order_by().values_list("stay__track", "step")
    counted = rows.annotate(mails=Count("mail"), every=Count("id"))
    links = Sign.objects.filter(at__gt=now - YEAR, link__isnull=False).order_by()
    followed: dict[tuple[str, str], int] = {
        (track, step): number
        for track, step, number in links.values_list("stay__track", "link__step").annotate(
            Count("stay", distinct=True)
        )
    }
    return {
        (track, step): Sent(mails, every - mails, followed.get((track, step), 0))
        for track, step, mails, every in counted
    }


def months(now: datetime) -> list[Month]:
    """The last twelve, newest first, those without anybody left out."""
    rows = Stay.objects.filter(left_at__gt=now - YEAR, left__in=RECYCLED).order_by()
    counted = rows.annotate(month=TruncMonth("left_at")).values_list("month", "left").annotate(Count("id"))
    found: dict[datetime, dict[str, int]] = defaultdict(dict)
    for month, left, number in counted:
        found[month][left] = number
    return [Month(month, ways) for month, ways in sorted(found.items(), reverse=True)]


def ordered(now: datetime) -> Ordered:
    """An order counts for the last time that somebody came back before it."""
    orders = Order.objects.filter(
        prospect=OuterRef("prospect"), withdrawn_at=None, at__gte=OuterRef("left_at")
    )
    again = Stay.objects.filter(prospect=OuterRef("prospect"), entered_at__gte=OuterRef("left_at")).order_by(
        "entered_at"
    )
    rows = (
        Stay.objects.filter(left_at__gt=now - YEAR, left__in=RECYCLED)
        .annotate(
            first=Subquery(orders.order_by("at").values("at")[:1]),
            next=Subquery(again.values("entered_at")[:1]),
        )
        .values_list("left_at", "first", "next")
    )
    back, young, waits = 0, 0, list[int]()
    for left_at, first, following in rows:
        if left_at is None:
            continue
        back += 1
        if first is not None and (following is None or first < following):
            waits.append((first - left_at).days)
        elif left_at > now - timedelta(days=90):
            young += 1
    return Ordered(back, young, len(waits), median(waits) if waits else None, max(waits) if waits else None)


def in_track(track: str, among: Exists) -> QuerySet[Stay]:
    """Those who are in it and may be seen."""
    return Stay.objects.filter(among, left_at=None, track=track).select_related("prospect__person")
