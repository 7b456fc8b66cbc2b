"""Costs and what came back, and which channels and campaigns orders are given back to."""

from decimal import Decimal

from winnow.measure.attribution import CAUTION, Attribution, Model
from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.figures.blocks import Block, Cell, Column, figure, money, unknown
from winnow.measure.figures.names import group, head
from winnow.measure.figures.passing import COUNTS
from winnow.measure.journeys import UNNAMED
from winnow.measure.metrics.attributed import attribution
from winnow.measure.metrics.behind import CUSTOMERS
from winnow.measure.metrics.money import Money, desk, returns_and_hours
from winnow.measure.metrics.scope import Scope
from winnow.measure.names import Names

DIMENSIONS = ("campaign", "channel")


def return_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """Costs and what came back, without and with the hours spent; what the qualifying desk costs and brings."""
    found = {by: returns_and_hours(facts, scope, by) for by in DIMENSIONS}
    came = [
        _back(one if isinstance(one, Unknown) else one[hours], names, by, hours)
        for by, one in found.items()
        for hours in (False, True)
    ]
    each = [_each(one if isinstance(one, Unknown) else one[0], names, by) for by, one in found.items()]
    return (*came, *each, _desk(facts, scope))


def _back(found: tuple[Money, ...] | Unknown, names: Names, by: str, hours: bool) -> Block:
    title = f"What came back, by {by}" + (", the hours spent counted as cost" if hours else "")
    key = f"{by}_hours" if hours else by
    if isinstance(found, Unknown):
        return unknown(key, title, found)
    columns = (
        head(by), Column("Spent", "money"), Column("Of it hours" if hours else "Hours cost", "money"),
        Column("Customers", "count", CUSTOMERS), Column("Revenue", "money"), Column("Margin", "money"),
        Column("Return", "return"), Column("Paid back on"),
    )  # fmt: skip
    rows = tuple((group(names, by, one.of), *_money(one)) for one in found)
    about = (
        "(Margin − spent) ÷ spent; of revenue where a margin is missing. Orders count for the campaign of the first "
        "inquiry. Intervals (95 %) hold if orders come independently, from five orders on."
    )
    return Block(key, title, columns, rows, about=about)


def _in(currency: str, amount: Decimal | None) -> Cell:
    """An amount in one currency, to the cent."""
    return None if amount is None else money({currency: round(Decimal(amount), 2)})


def _money(one: Money) -> tuple[Cell, ...]:
    currency, of = one.money.currency, one.money
    hours: Cell = (
        {"unknown": one.hours.reason} if isinstance(one.hours, Unknown) else _in(currency, one.hours)
    )
    back: Cell = None
    if of.roi is not None:
        low, high = of.interval or (None, None)
        back = {
            "value": float(of.roi),
            "low": figure(low),
            "high": figure(high),
            "of": of.orders,
            "by": of.basis,
        }
    return (
        _in(currency, of.cost), hours, one.customers, _in(currency, of.revenue), _in(currency, of.margin), back,
        figure(one.paid_back),
    )  # fmt: skip


def _each(found: tuple[Money, ...] | Unknown, names: Names, by: str) -> Block:
    key, title = f"{by}_each", f"What each one cost, by {by}"
    if isinstance(found, Unknown):
        return unknown(key, title, found)
    columns = (
        head(by), Column("Spent", "money"), *COUNTS,
        *(Column(f"Each {what}", "money") for what in ("inquirer", "lead", "opportunity", "customer")),
    )  # fmt: skip
    rows = tuple(
        (
            group(names, by, one.of), _in(one.money.currency, one.money.cost), one.inquiries, one.leads,
            one.opportunities, one.customers, *(_in(one.money.currency, each) for each in one.cost_of_each),
        )
        for one in found
    )  # fmt: skip
    return Block(key, title, columns, rows, about="Spent ÷ how many got there; without the hours.")


def _desk(facts: Facts, scope: Scope) -> Block:
    found, title = desk(facts, scope), "The qualifying desk"
    if isinstance(found, Unknown):
        return unknown("desk", title, found)
    columns = (
        Column("Currency"), Column("Minutes", "count"), Column("Cost", "money"), Column("Decided", "count"),
        Column("Qualified", "count"), Column("Orders of these", "count"), Column("Revenue", "money"),
        Column("Margin", "money"),
    )  # fmt: skip
    rows = tuple(
        (
            one.currency, int(one.minutes), money({one.currency: round(one.cost, 2)}), one.decided, one.qualified,
            one.sold.orders, money({one.currency: one.sold.revenue}), money({one.currency: one.sold.margin}),
        )
        for one in found
    )  # fmt: skip
    about = (
        "Minutes of touches made as a qualifier × the hourly cost of each; orders placed after the verdict."
    )
    return Block("desk", title, columns, rows, about=about)


def attribution_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """Orders given back to channels and campaigns by nine models."""
    return tuple(block for by in ("channel", "campaign") for block in _attributed(facts, scope, names, by))


def _attributed(facts: Facts, scope: Scope, names: Names, by: str) -> list[Block]:
    found = attribution(facts, scope, by)
    title = f"Revenue given back to each {by}"
    if isinstance(found, Unknown):
        return [unknown(by, title, found)]
    blocks = []
    for currency, models in found.items():
        known = {model: one for model, one in models.items() if isinstance(one, Attribution)}
        notes = [CAUTION, *{one.reason for one in models.values() if isinstance(one, Unknown)}]
        columns = (
            head(by),
            *(Column(model.replace("_", " ").capitalize(), "money") for model in known),
        )
        blocks.append(
            Block(
                f"{by}_{currency}", f"{title}, {currency}", columns, _credits(known, by, currency, names),
                tuple(notes), about="Each model divides the same revenue, to the cent.",
            )
        )  # fmt: skip
    return blocks or [unknown(by, title, Unknown("No orders yet."))]


def _credits(
    models: dict[Model, Attribution], by: str, currency: str, names: Names
) -> tuple[tuple[Cell, ...], ...]:
    cents = {model: {one.channel: one.cents for one in told.credits} for model, told in models.items()}
    places = sorted(
        {place for each in cents.values() for place in each},
        key=lambda place: (-max(each.get(place, 0) for each in cents.values()), place),
    )
    rows = [
        (
            group(names, by, None if place == UNNAMED else place),
            *(money({currency: Decimal(each.get(place, 0)) / 100}) for each in cents.values()),
        )
        for place in places
    ]
    total = ("All", *(money({currency: Decimal(told.cents) / 100}) for told in models.values()))
    return (*rows, total)
