"""What to stop and what to feed: campaigns by what they brought and will have brought."""

from decimal import Decimal

from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.figures.blocks import (
    MOST_LINES,
    Block,
    Cell,
    Column,
    Picture,
    estimate,
    line,
    money,
    unknown,
)
from winnow.measure.figures.names import called, group
from winnow.measure.metrics.conversion import conversion
from winnow.measure.metrics.feeding import FEED, FREE, STOP, UNTOLD, Expected, Feeding, feeding
from winnow.measure.metrics.scope import Scope
from winnow.measure.names import Names

DO = {STOP: "Stop", FEED: "Feed", UNTOLD: "Cannot tell yet", FREE: "Enter its cost"}
KEY, TITLE, YEAR = "campaigns", "Campaigns, and what to do about them", 365.0
ABOUT = (
    "To be expected: what came back plus what those who have not bought yet bring within a year, by the company’s "
    "own curve and worth of an order. Stop: even then it costs more than it brings. Feed: even at the low end it "
    "brings more. Both are said only where the whole interval (95 %) is on one side: else it may be chance."
)
CAUTION = (
    "That a campaign’s inquirers bought does not show that they bought because of it: only a hold-out tells that. And "
    "it is the money spent so far that is judged: the next may bring less."
)


def feeding_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """Campaigns sorted by what to stop and what to feed, and the curves of the largest."""
    found = feeding(facts, scope)
    if isinstance(found, Unknown):
        return (unknown(KEY, TITLE, found),)
    columns = (
        Column("Campaign", "campaign"), Column("What to do"), Column("Spent", "money"), Column("Inquirers", "count"),
        Column("Customers", "count"), Column("Orders to come", "estimate"), Column("Return so far", "ratio"),
        Column("To be expected", "return"), Column("Gain by then", "money"),
    )  # fmt: skip
    rows = tuple(_row(one, names) for one in found)
    return (Block(KEY, TITLE, columns, rows, (CAUTION,), about=ABOUT), _curves(facts, scope, names))


def _row(one: Feeding, names: Names) -> tuple[Cell, ...]:
    of, currency = one.money.money, one.money.money.currency
    gain = None if one.to_expect is None else money({currency: Decimal(round(-one.loss))})
    return (
        group(names, "campaign", one.money.of), DO[one.advice], money({currency: round(of.cost, 2)}),
        one.money.inquiries, one.money.customers, _interval(one.to_come, None),
        None if of.roi is None else float(of.roi),
        one.to_expect and _interval(one.to_expect, of.orders, of.basis), gain,
    )  # fmt: skip


def _interval(one: Expected, of: int | None, by: str = "") -> Cell:
    cell: dict[str, Cell] = {"value": one.value, "low": max(one.low, -1.0), "high": one.high, "of": of}
    return {**cell, "by": by} if by else cell


def _curves(facts: Facts, scope: Scope, names: Names) -> Block:
    """How the largest campaigns' inquirers came to buy."""
    title = "How soon their inquirers buy"
    found = conversion(facts, scope, "campaign")
    if isinstance(found, Unknown):
        return unknown("curves", title, found)
    named = [one for one in found.groups if one.of][:MOST_LINES]
    columns = (
        Column("Campaign", "campaign"), *(Column(f"By day {age}", "share") for age in (30, 90, 180, 365)),
    )  # fmt: skip
    rows = tuple(
        (group(names, "campaign", one.of), *(estimate(one.curve.at(age)) for age in (30, 90, 180, 365)))
        for one in named
    )
    lines = tuple(line(called(names, "campaign", one.of), one.curve, YEAR) for one in named)
    picture = Picture("Share that has bought, by days since the first inquiry", "days", "share", lines)
    about = (
        "Those with the most inquirers. Who has not bought yet counts for as long as they have been watched."
    )
    return Block("curves", title, columns, rows, picture=picture if named else None, about=about)
