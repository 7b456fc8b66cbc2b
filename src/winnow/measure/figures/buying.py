"""Who buys and when: curves, what young cohorts will have brought, the Rule of 45, the forecast."""

from collections.abc import Sequence
from decimal import Decimal

from winnow.measure.canonical import Unknown
from winnow.measure.curves.backtest import Backtest
from winnow.measure.curves.young import Young
from winnow.measure.facts import Facts
from winnow.measure.figures.blocks import (
    MOST_LINES,
    Block,
    Cell,
    Column,
    Line,
    Picture,
    estimate,
    figure,
    line,
    money,
    unknown,
)  # fmt: skip
from winnow.measure.figures.names import called, group, head, month
from winnow.measure.forecasting import Calibration, Expected
from winnow.measure.metrics.behind import CUSTOMERS, INQUIRERS
from winnow.measure.metrics.conversion import HORIZONS, Conversions, YoungCohorts, conversion, young_cohorts
from winnow.measure.metrics.forecast import forecast
from winnow.measure.metrics.rule45 import GRADE, left_to_others
from winnow.measure.metrics.scope import Scope
from winnow.measure.names import Names
from winnow.measure.returns import RULE_OF_45

SHOWN_AT = (30, 90, 180, 365)  # days
YEAR = 365.0


def conversion_blocks(facts: Facts, scope: Scope, names: Names) -> tuple[Block, ...]:
    """Curves with what has not happened yet, and what young cohorts will have brought."""
    blocks = [_curves(facts, scope, names, by) for by in (None, "campaign", "channel")]
    return (*blocks, *_young(young_cohorts(facts, scope)))


def _curves(facts: Facts, scope: Scope, names: Names, by: str | None) -> Block:
    key, title = by or "all", "Bought, by days since the first inquiry" + (f", by {by}" if by else "")
    found = conversion(facts, scope, by)
    if isinstance(found, Unknown):
        return unknown(key, title, found)
    columns = (
        head(by) if by else Column("Of"), Column("Inquirers", "count", INQUIRERS),
        Column("Customers", "count", CUSTOMERS),
        *(Column(f"By day {age}", "share") for age in SHOWN_AT),
    )  # fmt: skip
    rows = tuple(
        (
            group(names, by, one.of) if by else "All",
            one.prospects,
            one.customers,
            *(estimate(one.curve.at(age)) for age in SHOWN_AT),
        )
        for one in found.groups
    )
    lines = tuple(
        line(called(names, by, one.of) if by else "All", one.curve, YEAR) for one in found.groups[:MOST_LINES]
    )
    picture = Picture("Share that has bought, by days since the first inquiry", "days", "share", lines)
    about = "Kaplan and Meier’s curve: who has not bought yet counts for as long as they have been watched."
    return Block(key, title, columns, rows, _missing(found), picture if found.groups else None, about=about)


def _missing(found: Conversions) -> tuple[str, ...]:
    return (found.truncated.told,) if found.truncated else ()


def _young(found: YoungCohorts | Unknown) -> tuple[Block, ...]:
    title = "What cohorts will have brought"
    if isinstance(found, Unknown):
        return (unknown("young", title, found),)
    columns = (
        Column("Month"), Column("Inquirers", "count"), Column("So far", "share"),
        *(Column(f"By day {days}", "share") for days in HORIZONS),
    )  # fmt: skip
    rows = tuple(
        (month(one.month), *_so_far(list(one.by.values())), *(_forecast(one.by[days]) for days in HORIZONS))
        for one in found.cohorts
    )
    about = (
        "What has come stands; what is still to come is read from what the newest time brought at those ages "
        "(Bornhuetter and Ferguson), with the interval (90 %) that such forecasts were really worth before."
    )
    return (Block("young", title, columns, rows, about=about), _tested(found))


def _so_far(forecasts: Sequence[Young | Unknown]) -> tuple[Cell, Cell]:
    known = next((one for one in reversed(forecasts) if isinstance(one, Young)), None)
    return (
        (int(known.count), {"value": known.so_far, "low": None, "high": None, "of": int(known.count)})
        if known
        else (None, None)
    )


def _forecast(one: Young | Unknown) -> Cell:
    if isinstance(one, Unknown):
        return {"unknown": one.reason}
    return {"value": one.value, "low": one.low, "high": one.high, "of": int(one.count)}


def _tested(found: YoungCohorts) -> Block:
    columns = (
        Column("Horizon", "days"), Column("Cohorts tried", "count"), Column("Off by, in points", "number"),
        Column("“So far” was off by", "number"), Column("Within the interval", "ratio"),
    )  # fmt: skip
    rows = tuple(_test(days, one) for days, one in found.tested.items())
    about = "The same forecasts, made again with what was known at the time, beside what came."
    return Block("tested", "How good such forecasts were", columns, rows, about=about)


def _test(days: int, one: Backtest | Unknown) -> tuple[Cell, ...]:
    if isinstance(one, Unknown):
        return days, {"unknown": one.reason}, None, None, None
    return days, len(one.tried), round(one.error, 2), round(one.error_so_far, 2), one.inside


def rule45_blocks(
    facts: Facts, scope: Scope, names: Names, per_cent: Decimal = RULE_OF_45
) -> tuple[Block, ...]:
    """What was left to others, by the rule of thumb."""
    return tuple(_left(facts, scope, names, by, per_cent) for by in ("campaign", "month"))


def _left(facts: Facts, scope: Scope, names: Names, by: str, per_cent: Decimal) -> Block:
    title = f"Left to others, by {by}"
    found = left_to_others(facts, scope, by, per_cent)
    if isinstance(found, Unknown):
        return unknown(by, title, found)
    columns = (
        head(by), Column("Inquirers", "count", INQUIRERS), Column(f"Expected to buy ({per_cent} %)", "count"),
        Column("Bought from us", "count"), Column("Bought elsewhere", "count"), Column("Not buying", "count"),
        Column("Unaccounted for", "count"), Column("Money left to others", "money"),
    )  # fmt: skip
    ordered = sorted(found, key=lambda one: int(one.of or 0)) if by == "month" else found
    rows = tuple(
        (
            group(names, by, one.of), one.yardstick.inquirers, one.yardstick.expected, one.yardstick.bought,
            one.yardstick.elsewhere, one.not_buying, one.yardstick.unaccounted,
            money({currency: round(amount, 2) for currency, amount in one.money.items()}),
        )
        for one in ordered
    )  # fmt: skip
    about = (
        "Expected buyers − bought from us − bought elsewhere, at our own mean order. It proves nothing about a single "
        "campaign."
    )
    return Block(by, title, columns, rows, (GRADE,), about=about)


def forecast_blocks(facts: Facts, scope: Scope, _names: Names) -> tuple[Block, ...]:
    """Orders and revenue to be expected from what is open, and how good such forecasts were."""
    found, title = forecast(facts, scope), "To be expected from what is open"
    if isinstance(found, Unknown):
        return (unknown("months", title, found),)
    columns = (
        Column("Days from now"), Column("Currency"), Column("Orders", "estimate"), Column("Revenue", "estimate"),
    )  # fmt: skip
    rows = tuple(
        (f"{one.begins:.0f}–{one.ends:.0f}", currency, _expected(one.orders), _expected(one.revenue))
        for currency, months in found.months.items()
        for one in months
    )
    about = (
        f"What {found.open:,} open prospects bring, by what those with the same evidence did before: not by "
        "percentages that anybody typed. Intervals are 90 %. Inquiries that are still to come are not in it."
    )
    pictures = [
        Picture(
            f"Orders expected in each month, {currency or 'all'}", "days", "count", (_expectation(months),)
        )
        for currency, months in found.months.items()
    ]
    return (
        Block("months", title, columns, rows, picture=pictures[0] if pictures else None, about=about),
        _calibrated(found.tested),
    )


def _expectation(months: Sequence[Expected]) -> Line:
    parts = [one.orders for one in months]
    at = tuple(one.ends for one in months)
    value, low, high = (tuple(float(part[place]) for part in parts) for place in range(3))
    return Line("orders", at, value, low, high)


def _expected(one: tuple[float, float, float]) -> Cell:
    return {"value": one[0], "low": max(one[1], 0.0), "high": one[2], "of": None}


def _calibrated(one: Calibration | Unknown) -> Block:
    title = "How good such forecasts were"
    if isinstance(one, Unknown):
        return unknown("tested", title, one)
    columns = (
        Column("Months tried", "count"),
        Column("Came ÷ forecast", "number"),
        Column("Wider than chance by", "number"),
    )
    rows = ((one.months, figure(one.ratio), round(one.dispersion, 2)),)
    about = (
        "The forecast of one month ahead, made again for each of the last months with what was known then."
    )
    return Block("tested", title, columns, rows, about=about)
