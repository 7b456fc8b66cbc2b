"""What campaigns cost and what came back; when it had paid; what the qualifying desk costs and brings.

A prospect, with all orders, counts for the campaign of their first inquiry (`journeys` divides orders otherwise).
Costs are those dated in the period, inquirers those who first inquired in it, with all their orders until as of. Each
currency is by itself, unless rates into one are given.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any, TypeVar

import ibis
from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.scope import ALL, Scope, counted, lacking
from winnow.measure.returns import Return, Sold, by_currency

Value = TypeVar("Value")
Rates = Mapping[str, Decimal]  # from a currency into the one wanted; that one itself is 1
EPOCH = date(1970, 1, 1)
CURRENCY = {"currency": _.currency}


@dataclass(frozen=True, slots=True)
class Money:
    """One group in one currency. `money.cost` is what was paid, `hours` what the minutes of its touches cost."""

    of: str | None
    money: Return
    inquiries: int  # prospects, whatever the currency of their orders
    leads: int
    opportunities: int
    customers: int
    hours: Decimal | Unknown
    paid_back: date | None  # the first day on which what came back reached all that was spent

    @property
    def cost_of_each(self) -> tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]:
        """Cost of one inquiry, lead, opportunity, customer; None where there is none, or nothing was spent."""
        counts = (self.inquiries, self.leads, self.opportunities, self.customers)
        one, two, three, four = (self.money.cost_of(count) for count in counts)
        return one, two, three, four


def returns(
    facts: Facts,
    scope: Scope = ALL,
    by: str | None = "campaign",
    *,
    rates: Rates | None = None,
    hours: bool = False,
) -> tuple[Money, ...] | Unknown:
    """By campaign, channel or all together, the highest cost first. `hours`: their cost is added to what was spent.

    `rates` turn all money into one currency; money in a currency without a rate stays apart. Unknown for owners and
    teams: costs belong to campaigns.
    """
    found = returns_and_hours(facts, scope, by, rates=rates)
    return found if isinstance(found, Unknown) else found[hours]


def returns_and_hours(
    facts: Facts, scope: Scope = ALL, by: str | None = "campaign", *, rates: Rates | None = None
) -> tuple[tuple[Money, ...], tuple[Money, ...]] | Unknown:
    """The same without and with the cost of hours, counted once."""
    if by not in (None, "campaign", "channel") or scope.owners or scope.teams:
        return Unknown("Costs belong to campaigns, not to people.")
    if lack := facts.known.lack("costs") or lacking(facts, by):
        return Unknown(lack)
    exchange = _Exchange(rates or {})
    spent = exchange.sums(ask(facts, scope, _costs, by).iter_rows())
    worked = exchange.sums(
        (of, currency, (minutes or Decimal(0)) / 60)
        for of, currency, minutes in ask(facts, scope, _hours, by).iter_rows()
    )
    sold, flows = _sold(ask(facts, scope, _daily, by), exchange)
    reached: dict[str | None, tuple[int, int, int, int]] = {
        row[0]: row[1:] for row in ask(facts, scope, _reached, by).iter_rows()
    }
    untimed = facts.known.lack("touches.minutes", "people.hourly_cost")
    found: tuple[list[Money], list[Money]] = ([], [])
    for of in {key[0] for key in (*spent, *worked, *sold)} | set(reached):
        for hours in (False, True):
            paid = _of(spent, of)
            for currency, cost in _of(worked, of).items() if hours else ():
                paid[currency] = paid.get(currency, Decimal(0)) + cost
            for money in by_currency(paid.items(), _of(sold, of).values()):
                worth = Unknown(untimed) if untimed else worked.get((of, money.currency), Decimal(0))
                day = _paid_back(money, flows.get((of, money.currency), []))
                found[hours].append(Money(of, money, *reached.get(of, (0, 0, 0, 0)), worth, day))
    without, with_hours = (tuple(sorted(groups, key=_by_cost)) for groups in found)
    return without, with_hours


def _by_cost(one: Money) -> tuple[Decimal, str, str]:
    return -one.money.cost, one.of or "", one.money.currency


def _of(values: Mapping[tuple[str | None, str], Value], of: str | None) -> dict[str, Value]:
    """One group's, by currency."""
    return {currency: value for (one, currency), value in values.items() if one == of}


@dataclass(frozen=True, slots=True)
class Desk:
    """What qualifiers did and cost, in one currency, and what the prospects they qualified ordered afterwards."""

    currency: str
    minutes: Decimal
    cost: Decimal
    decided: int
    qualified: int
    sold: Sold


def desk(facts: Facts, scope: Scope = ALL, rates: Rates | None = None) -> tuple[Desk, ...] | Unknown:
    """The qualifying desk by currency. Unknown where roles, minutes or hourly costs are."""
    if lack := facts.known.lack("touches.minutes", "people.role", "people.hourly_cost", "stages"):
        return Unknown(lack)
    exchange = _Exchange(rates or {})
    minutes: dict[str, Decimal] = defaultdict(Decimal)
    cost: dict[str, Decimal] = defaultdict(Decimal)
    for currency, spent, worth in ask(facts, scope, _of_qualifiers).iter_rows():
        target, rate = exchange.into(currency)
        minutes[target] += spent or 0
        cost[target] += (worth or 0) * rate / 60
    decided, qualified = ask(facts, scope, _verdicts).row(0)
    sums, _flows = _sold(ask(facts, scope, _of_the_qualified), exchange)
    sold = {currency: each for (_of, currency), each in sums.items()}
    return tuple(
        Desk(
            currency,
            minutes[currency],
            cost[currency],
            decided,
            qualified,
            sold.get(currency, Sold(currency)),
        )
        for currency in sorted({*minutes, *sold})
    )


def _of_qualifiers(facts: Facts) -> ibis.Table:
    rows = _by_person(facts).filter(_.role == "qualifier").group_by("currency")
    return rows.agg(minutes=_.minutes.sum(), cost=(_.minutes * _.hourly_cost).sum())


def _verdicts(facts: Facts) -> ibis.Table:
    qualified = (_.verdict == "qualified").fill_null(False)
    return facts.prospects.agg(decided=_.verdict_at.count(), qualified=_.count(where=qualified))


def _of_the_qualified(facts: Facts) -> ibis.Table:
    """Orders placed after the verdict that qualified their prospect."""
    passed = facts.prospects.filter(_.verdict == "qualified").select("prospect_id", "verdict_at")
    orders = facts.orders.inner_join(passed, "prospect_id").filter(_.at > _.verdict_at)
    return _by_day(orders, None)


class _Exchange:
    """Money of several currencies, turned into one where a rate is known."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.target = next((currency for currency, rate in rates.items() if rate == 1), "")

    def into(self, currency: str | None) -> tuple[str, Decimal]:
        rate = self.rates.get(currency or "")
        return (currency or "", Decimal(1)) if rate is None else (self.target, Decimal(rate))

    def sums(self, rows: Any) -> dict[tuple[str | None, str], Decimal]:
        """(of, currency) → sum, from rows of (of, currency, amount)."""
        found: dict[tuple[str | None, str], Decimal] = defaultdict(Decimal)
        for of, currency, amount in rows:
            target, rate = self.into(currency)
            found[of, target] += (amount or Decimal(0)) * rate
        return found


def _costs(facts: Facts, by: str | None) -> ibis.Table:
    return counted(facts.costs, by, CURRENCY, sum=_.amount.sum())


def _hours(facts: Facts, by: str | None) -> ibis.Table:
    """What the minutes of all touches cost, times 60."""
    return counted(_by_person(facts), by, CURRENCY, sum=(_.minutes * _.hourly_cost).sum())


def _by_person(facts: Facts) -> ibis.Table:
    """Minutes by month, campaign and person, with what an hour of theirs costs."""
    rates = facts.people.group_by("person_id").agg(hourly_cost=_.hourly_cost.min(), currency=_.currency.min())
    return facts.efforts.left_join(rates, [("by", "person_id")]).filter(_.hourly_cost.notnull())


def _reached(facts: Facts, by: str | None) -> ibis.Table:
    """(of, prospects, leads, opportunities, customers)."""
    return counted(
        facts.prospects, by,
        n=_.count(), leads=_.lead_at.count(), opportunities=_.opportunity_at.count(), customers=_.customer_at.count()
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Flow:
    """What came back in one currency, day by day in order: whole cents, and the rate they are turned by."""

    days: Any
    revenue: Any
    margin: Any
    rate: Decimal


def _sold(daily: Any, exchange: _Exchange) -> tuple[dict[tuple[str | None, str], Sold], Any]:
    """Orders by group and currency, and what came back each day, from the counts of `_by_day`."""
    sold: dict[tuple[str | None, str], Sold] = {}
    flows: dict[tuple[str | None, str], list[_Flow]] = defaultdict(list)
    for (of, currency), rows in daily.sort("day").group_by("of", "currency", maintain_order=True):
        target, rate = exchange.into(currency)
        days, revenue, margin = (rows[name].to_numpy() for name in ("day", "revenue", "margin"))
        flows[of, target].append(_Flow(days, revenue, margin, rate))
        orders, margins, squares, squared = (
            rows[name].sum() for name in ("n", "margins", "squares", "squared")
        )
        money, gained = (Decimal(int(cents.sum())).scaleb(-2) * rate for cents in (revenue, margin))
        turned = float(rate) ** 2
        before = sold.get((of, target), Sold(target))
        sold[of, target] = _added(before, orders, margins, money, gained, squares * turned, squared * turned)
    return sold, flows


def _daily(facts: Facts, by: str | None) -> ibis.Table:
    return _by_day(facts.orders.filter(_.amount.notnull()), by)


def _by_day(orders: ibis.Table, by: str | None) -> ibis.Table:
    """What came back each day, in cents, with the sums of squares that the return's interval needs."""
    money = orders.mutate(a=_.amount.cast("float64"), m=_.margin.cast("float64"))
    return counted(
        money, by, {**CURRENCY, "day": (_.at // DAY).cast("int64")},
        n=_.count(), margins=_.margin.count(),
        revenue=(_.amount.sum() * 100).cast("int64").fill_null(0),
        margin=(_.margin.sum() * 100).cast("int64").fill_null(0),
        squares=(_.a * _.a).sum().fill_null(0.0), squared=(_.m * _.m).sum().fill_null(0.0),
    )  # fmt: skip


def _added(
    one: Sold, orders: int, margins: int, revenue: Decimal, margin: Decimal, squares: float, squared: float
) -> Sold:
    return Sold(
        one.currency, one.orders + orders, one.revenue + revenue, one.margin + margin, one.margins + margins,
        one.squares_of_revenue + Decimal(squares), one.squares_of_margin + Decimal(squared),
    )  # fmt: skip


def _paid_back(money: Return, flows: list[_Flow]) -> date | None:
    """The first day at whose end as much had come back as was spent."""
    if not money.cost or not flows:
        return None
    back: dict[int, Decimal] = defaultdict(Decimal)
    if len(flows) == 1 and flows[0].rate == 1:
        came = (flows[0].margin if money.by_margin else flows[0].revenue).cumsum()
        reached = (came >= ceil(money.cost * 100)).nonzero()[0]
        return EPOCH + timedelta(days=int(flows[0].days[reached[0]])) if len(reached) else None
    for flow in flows:
        for day, cents in zip(flow.days, flow.margin if money.by_margin else flow.revenue, strict=True):
            back[int(day)] += int(cents) * flow.rate / 100
    total = Decimal(0)
    for day in sorted(back):
        total += back[day]
        if total >= money.cost:
            return EPOCH + timedelta(days=day)
    return None
