"""What the desk did in a period: minutes, verdicts, handovers and their answers, and what was sold of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from winnow.prospects.models import Order, Prospect, Touch
from winnow.prospects.words import Role, State
from winnow.qualify.models import Decision, Handover

LOOKED_AT = 3_000  # prospects; of more, the time to a verdict is estimated from a part of them
WITHDRAWN = "withdrawn"


@dataclass(slots=True)
class Worked:
    """One person's desk, or all of them together."""

    minutes: int = 0
    touches: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    ended: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # (verdict, reason) of what was not qualified
    handed: int = 0
    accepted: int = 0
    waiting: int = 0
    withdrawn: int = 0
    rejected: Counter[str] = field(default_factory=Counter)  # by reason
    orders: int = 0
    revenue: dict[str, Decimal] = field(default_factory=dict)  # by currency

    def __add__(self, other: "Worked") -> "Worked":
        sums = {
            name: getattr(self, name) + getattr(other, name)
            for name in self.__dataclass_fields__
            if name != "revenue"
        }
        both = {*self.revenue, *other.revenue}
        none = Decimal(0)
        sums["revenue"] = {one: self.revenue.get(one, none) + other.revenue.get(one, none) for one in both}
        return Worked(**sums)

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def verdict_count(self) -> int:
        return self.verdicts.total()

    @property
    def rejections(self) -> int:
        return self.rejected.total()


@dataclass(frozen=True, slots=True)
class Within:
    """From when to when, and whose work; None is everybody."""

    people: Collection[int] | None = None
    since: datetime | None = None

    def where(self, person: str, at: str = "at") -> Q:
        wanted = Q(**{f"{person}__isnull": False})
        if self.people is not None:
            wanted &= Q(**{f"{person}__in": list(self.people)})
        return wanted & Q(**{f"{at}__gte": self.since}) if self.since else wanted


def worked(of: Within) -> dict[int, Worked]:
    """By person; four statements. What was sold is what came of handovers of the period, whenever it was bought."""
    found: dict[int, Worked] = defaultdict(Worked)
    for person, minutes, touches in _touches(of):
        found[person].minutes, found[person].touches = minutes or 0, touches
    for person, verdict, reason, count in _grouped(
        Decision.objects.filter(of.where("by")), "by", "verdict", "reason"
    ):
        found[person].verdicts[verdict] += count
        if reason:
            found[person].ended[verdict, reason] += count
    for person, reason, counts in _handovers(of):
        _add_handovers(found[person], reason, *counts)
    for person, currency, orders, revenue in _orders(of):
        found[person].orders += orders
        found[person].revenue[currency] = revenue
    return dict(found)


def _touches(of: Within) -> QuerySet[Touch, tuple[Any, ...]]:
    rows = Touch.objects.filter(of.where("by"), role=Role.QUALIFIER)
    return rows.order_by().values_list("by").annotate(minutes=Sum("minutes"), touches=Count("id"))


def _grouped(rows: QuerySet[Any], *by: str) -> Iterable[tuple[Any, ...]]:
    return list(rows.order_by().values_list(*by).annotate(count=Count("id")))


def _handovers(of: Within) -> Iterable[tuple[int, str, tuple[int, int, int]]]:
    rows = Handover.objects.filter(of.where("giver")).order_by().values_list("giver", "reason")
    counted = rows.annotate(
        accepted=Count("id", filter=Q(accepted_at__isnull=False)),
        rejected=Count("id", filter=Q(rejected_at__isnull=False)),
        waiting=Count("id", filter=Q(accepted_at=None, rejected_at=None)),
    )
    return ((giver, reason, tuple(counts)) for giver, reason, *counts in counted)


def _add_handovers(line: Worked, reason: str, accepted: int, rejected: int, waiting: int) -> None:
    line.handed += accepted + rejected + waiting
    line.accepted += accepted
    line.waiting += waiting
    if rejected and reason == WITHDRAWN:
        line.withdrawn += rejected
    elif rejected:
        line.rejected[reason] += rejected


def _orders(of: Within) -> Iterable[tuple[int, str, int, Decimal]]:
    """Orders of prospects that a seller accepted from the desk, placed after the handover."""
    handed = Q(prospect__handovers__accepted_at__isnull=False, at__gte=F("prospect__handovers__at"))
    path = "prospect__handovers__"
    rows = (
        Order.objects.filter(handed & of.where(f"{path}giver", f"{path}at"), withdrawn_at=None)
        .order_by()
        .values_list(f"{path}giver", "id", "currency", "amount")
        .distinct()
    )
    summed: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for giver, _, currency, amount in rows:
        summed[giver, currency].append(amount)
    return [
        (giver, currency, len(amounts), sum(amounts, Decimal(0)))
        for (giver, currency), amounts in summed.items()
    ]


@dataclass(frozen=True, slots=True)
class Wait:
    """From an inquiry to its first verdict, or until it was last seen without one."""

    started: datetime
    until: datetime
    is_decided: bool


def verdict_waits(
    prospects: QuerySet[Prospect], since: datetime | None, now: datetime
) -> tuple[list[Wait], int, int]:
    """Of the inquiries of the period whose clock ran: the waits, of how many, and that it was every n-th of them."""
    rows = prospects.filter(clock_started_at__isnull=False, merged_into=None)
    if since:
        rows = rows.filter(first_inquiry_at__gte=since)
    count = rows.order_by().count()
    one_in = max(1, ceil(count / LOOKED_AT))
    if one_in > 1:
        rows = rows.annotate(turn=F("id") % one_in).filter(turn=0)
    seen = rows.order_by().annotate(decided=Min("decisions__at"))
    columns = ("first_inquiry_at", "decided", "closed_at", "state", "last_touch_at")
    return [_wait(now, *row) for row in seen.values_list(*columns)], count, one_in


def _wait(
    now: datetime, started: datetime, decided: datetime | None, closed: datetime | None, state: str,
    touched: datetime | None,
) -> Wait:  # fmt: skip
    """Who left the desk without a verdict was seen until then."""
    if decided:
        return Wait(started, max(decided, started), True)
    left = closed or (touched if state == State.NURTURE else None) or now
    return Wait(started, max(left, started), False)
