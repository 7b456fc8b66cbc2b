"""What each campaign brought: inquiries, verdicts, dispositions, money. By the campaign of the first inquiry."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from winnow.measure.queries.scope import COUNTED, count_by
from winnow.measure.returns import JUDGED_AFTER, Return, Sold, Yardstick, by_currency, is_ripe
from winnow.measure.shares import Share
from winnow.prospects.models import Cost, Inquiry, Order, Prospect, Touch
from winnow.prospects.words import Outcome, Stage, State

UNQUALIFIED = Q(stage=Stage.INQUIRY)
VERDICTS = {
    "qualified": ~UNQUALIFIED,
    "nurture": UNQUALIFIED & Q(state=State.NURTURE),
    "disqualified": UNQUALIFIED & Q(state=State.CLOSED),
    "none": UNQUALIFIED & Q(state=State.WORKING),
}
FOLLOWED = Q(first_touch_at__isnull=False)
BOUGHT = Q(order_count__gt=0)
ELSEWHERE = Q(outcome=Outcome.BOUGHT_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one campaign (None: no campaign) has brought until now."""

    campaign: int | None
    inquiries: int = 0
    prospects: int = 0
    old: int = 0  # who first inquired long enough ago for the campaign to be judged by them
    qualified: int = 0
    nurture: int = 0
    disqualified: int = 0
    none: int = 0
    bought: int = 0
    elsewhere: int = 0
    followed: Share = field(default_factory=lambda: Share(0, 0))
    money: tuple[Return, ...] = ()

    @property
    def is_ripe(self) -> bool:
        return is_ripe(self.prospects, self.old)

    @property
    def orders(self) -> int:
        return sum(one.orders for one in self.money)

    def yardstick(self, per_cent: Decimal) -> Yardstick:
        return Yardstick(self.prospects, self.bought, self.elsewhere, per_cent)


def prospects_of(campaign: int | None) -> QuerySet[Prospect]:
    """The prospects whose first inquiry this campaign brought."""
    return Prospect.objects.filter(COUNTED, Q(campaign_id=campaign))


def brought(now: datetime, campaigns: Collection[int] | None = None) -> dict[int | None, Brought]:
    """All of it for these campaigns, or for all and for what came without one. Four statements."""
    made = Inquiry.objects.filter(_among(campaigns), withdrawn_at=None)
    inquiries = dict(count_by(made, "campaign_id", all=Q()))
    counted, money = _counted(campaigns, now), _money(campaigns)
    numbers: set[int | None] = {*inquiries, *counted, *money, *(campaigns or ())}
    return {
        number: Brought(
            number, inquiries.get(number, 0), **counted.get(number, {}), money=money.get(number, ())
        )
        for number in numbers
    }


def _among(campaigns: Collection[int] | None, path: str = "campaign_id") -> Q:
    return Q() if campaigns is None else Q(**{f"{path}__in": list(campaigns)})


def _counted(campaigns: Collection[int] | None, now: datetime) -> dict[int | None, dict[str, Any]]:
    needs = ~Q(outcome=Outcome.INVALID)  # who was no prospect at all needed no touch
    counts = {
        "prospects": Q(),
        "old": Q(first_inquiry_at__lte=now - timedelta(days=JUDGED_AFTER)),
        **VERDICTS,
        "bought": BOUGHT,
        "elsewhere": ELSEWHERE,
        "touched": FOLLOWED & needs,
        "needing": needs,
    }
    rows = Prospect.objects.filter(COUNTED, _among(campaigns))
    found: dict[int | None, dict[str, Any]] = {}
    for number, *values in count_by(rows, "campaign_id", **counts):
        named: dict[str, Any] = dict(zip(counts, values, strict=True))
        followed = Share(named.pop("touched"), named.pop("needing"))
        found[number] = {**named, "followed": followed}
    return found


def _money(campaigns: Collection[int] | None) -> dict[int | None, tuple[Return, ...]]:
    """Costs and standing orders, each currency by itself."""
    costs: dict[int | None, list[tuple[str, Decimal]]] = defaultdict(list)
    spent = Cost.objects.filter(_among(campaigns)).order_by().values_list("campaign_id", "currency")
    for number, currency, amount in spent.annotate(spent=Sum("amount")):
        costs[number].append((currency, amount))
    sold: dict[int | None, list[Sold]] = defaultdict(list)
    for number, currency, *sums in _orders(campaigns):
        sums = [value or Decimal(0) for value in sums]
        sold[number].append(Sold(currency, int(sums[0]), sums[1], sums[2], int(sums[3]), sums[4], sums[5]))
    return {number: by_currency(costs[number], sold[number]) for number in {*costs, *sold}}


def _orders(campaigns: Collection[int] | None) -> QuerySet[Order, tuple[Any, ...]]:
    """Orders by the campaign of their prospect's first inquiry: count, sums, and sums of squares."""
    square = DecimalField(max_digits=30, decimal_places=4)
    rows = Order.objects.filter(_among(campaigns, "prospect__campaign_id"), withdrawn_at=None).order_by()
    return rows.values_list("prospect__campaign_id", "currency").annotate(
        count=Count("id"), revenue=Sum("amount"), earned=Sum("margin"), known=Count("margin"),
        revenue2=Sum(F("amount") * F("amount"), output_field=square),
        earned2=Sum(F("margin") * F("margin"), output_field=square),
    )  # fmt: skip


def dispositions(campaign: int) -> list[tuple[str, int]]:
    """The results of all touches of the campaign's prospects, the most frequent first."""
    made = Touch.objects.filter(prospect__in=prospects_of(campaign))
    return sorted(count_by(made, "disposition", all=Q()), key=lambda row: (-row[1], row[0]))


AGES = (("week", 7), ("month", 30), ("quarter", 90), ("older", None))


@dataclass(frozen=True, slots=True)
class Disposed:
    """Of one owner's prospects that first inquired so long ago, how many have had a disposition."""

    owner: int
    by_age: tuple[Share, ...]

    @property
    def all(self) -> Share:
        return sum(self.by_age, Share(0, 0))


def by_owner_and_age(campaign: int, now: datetime) -> list[Disposed]:
    """Who has given a disposition to the campaign's prospects, and who has not, by the age of the first inquiry."""
    counts: dict[str, Q] = {}
    for (name, _), age in zip(AGES, _ages(now), strict=True):
        counts |= {f"{name}_disposed": age & FOLLOWED, name: age}
    rows = prospects_of(campaign).exclude(outcome=Outcome.INVALID)
    return [
        Disposed(owner, tuple(Share(*pair) for pair in zip(values[::2], values[1::2], strict=True)))
        for owner, *values in count_by(rows, "owner_id", **counts)
    ]


def _ages(now: datetime) -> list[Q]:
    found, after = [], None
    for _, days in AGES:
        since = now - timedelta(days=days) if days else None
        wanted = Q(first_inquiry_at__gt=since) if since else Q()
        found.append(wanted & Q(first_inquiry_at__lte=after) if after else wanted)
        after = since
    return found


@dataclass(frozen=True, slots=True)
class Month:
    """What the inquirers of one month became until now: a cohort, not what happened in that month."""

    first: date
    prospects: int
    qualified: int
    bought: int


def months(campaign: int) -> Sequence[Month]:
    """The campaign's prospects by the month of their first inquiry, in the reader's time zone."""
    rows = prospects_of(campaign).annotate(month=TruncMonth("first_inquiry_at"))
    counted = count_by(rows, "month", all=Q(), qualified=VERDICTS["qualified"], bought=BOUGHT)
    return [Month(at.date(), *numbers) for at, *numbers in sorted(counted)]


def ripe_on(campaign: int) -> date | None:
    """The day from which the campaign can be judged, if nobody else inquires; None without prospects."""
    rows = prospects_of(campaign).order_by("first_inquiry_at").values_list("first_inquiry_at", flat=True)
    count = rows.count()
    if not count:
        return None
    middle: datetime = rows[(count - 1) // 2]
    return (middle + timedelta(days=JUDGED_AFTER)).date()
