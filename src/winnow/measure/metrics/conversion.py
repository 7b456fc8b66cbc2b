"""How many of those who inquired have bought by an age, and will have: curves, young cohorts, how good forecasts were.

The prospects are brought down to who asked and bought when; `measure/curves` has the statistics. Buyers are taken to
the microsecond, those who have not bought to the day on which they asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import ibis
from ibis import _

from winnow.measure.calendar import DAY, month_number, month_start
from winnow.measure.canonical import Unknown
from winnow.measure.curves.backtest import Backtest, backtest
from winnow.measure.curves.cure import CureCurve, pooled_cure
from winnow.measure.curves.history import History
from winnow.measure.curves.kaplan_meier import Curve, kaplan_meier
from winnow.measure.curves.truncation import Truncation, left_truncation
from winnow.measure.curves.young import Recent, Young
from winnow.measure.engines.opening import micros
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask, groups
from winnow.measure.metrics.scope import ALL, Scope, counted, lacking
from winnow.measure.once import once

AGES = (7, 14, 30, 60, 90, 120, 150, 180, 365, 730)  # days
HORIZONS = (90, 180, 365, 730)  # days: 3, 6, 12 and 24 months
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Conversion:
    """One group's curve over days since the first inquiry; `.curve.at(30)` is the share with its interval."""

    of: str | None
    prospects: int
    customers: int
    curve: Curve


@dataclass(frozen=True, slots=True)
class Conversions:
    """Curves, largest group first. `truncated`: purchases before some day are missing, and curves allow for it."""

    groups: tuple[Conversion, ...]
    truncated: Truncation | None


def conversion(facts: Facts, scope: Scope = ALL, by: str | None = None) -> Conversions | Unknown:
    """The share that has bought by an age, by a dimension (`month`: by cohort)."""
    if lack := _no_purchases(facts) or lacking(facts, by):
        return Unknown(lack)
    found = histories(facts, scope, by)
    truncated = _truncated(facts)
    since = truncated.since if truncated else None
    groups = [_conversion(of, history, since) for of, history in found.items()]
    return Conversions(tuple(sorted(groups, key=lambda one: (-one.prospects, one.of or ""))), truncated)


@once
def _truncated(facts: Facts) -> Truncation | None:
    whole = histories(facts).get(None)
    return left_truncation(whole) if whole else None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who first inquired in a month: what they will have brought by each horizon, in days."""

    month: date
    by: dict[int, Young | Unknown]


@dataclass(frozen=True, slots=True)
class YoungCohorts:
    """Forecasts by month, oldest first; how good such forecasts were, by horizon; the pooled curve of the long tail."""

    cohorts: tuple[Cohort, ...]
    tested: dict[int, Backtest | Unknown]
    tail: CureCurve | Unknown


def young_cohorts(
    facts: Facts, scope: Scope = ALL, horizons: Sequence[int] = HORIZONS, newest: int = 24
) -> YoungCohorts | Unknown:
    """What the newest so many monthly cohorts will have brought, widened by what such forecasts were worth before."""
    if lack := _no_purchases(facts):
        return Unknown(lack)
    found = histories(facts, scope)
    if not found:
        return Unknown("Nobody has inquired.")
    history = found[None]
    edges = _months(history)
    tail = pooled_cure(history)
    further = tail if isinstance(tail, CureCurve) else None
    recent = {horizon: Recent(history, horizon, further) for horizon in horizons}
    tested = {horizon: backtest(history, edges, horizon) for horizon in horizons}
    cohorts = tuple(_cohort(*span, recent, tested) for span in _pairs(edges)[-newest:])
    return YoungCohorts(cohorts, tested, tail)


@once
def histories(facts: Facts, scope: Scope = ALL, by: str | None = None) -> dict[str | None, History]:
    """Who asked when and bought when, by group."""
    every = groups(ask(facts, scope, _asked_and_bought, by), "asked", "bought", "count")
    as_of = _local_day(facts)
    return {of: History.of(asked / DAY, bought / DAY, as_of, count) for of, (asked, bought, count) in every}


def _asked_and_bought(facts: Facts, by: str | None) -> ibis.Table:
    """(of, asked, bought, count) in microseconds of local time."""
    found = counted(facts.prospects, by, {"asked": _.asked, "bought": _.bought}, count=_.count())
    return found.mutate(asked=_.asked.cast("float64"), bought=_.bought.cast("float64"))


def _local_day(facts: Facts) -> float:
    """As of, in days since 1970 of the company's own time."""
    from zoneinfo import ZoneInfo

    shift = facts.as_of.astimezone(ZoneInfo(facts.zone)).utcoffset() or timedelta(0)
    return (micros(facts.as_of) + shift // timedelta(microseconds=1)) / DAY


def _conversion(of: str | None, history: History, since: float | None) -> Conversion:
    entry = None if since is None else [max(since - asked, 0.0) for asked in history.asked]
    curve = kaplan_meier(history.left - history.asked, history.happened, history.count, entry)
    bought = int(history.count[history.happened].sum())
    return Conversion(of, int(history.count.sum()), bought, curve)


def _cohort(
    since: float, until: float, recent: dict[int, Recent], tested: dict[int, Backtest | Unknown]
) -> Cohort:
    by = {}
    for horizon, known in recent.items():
        test = tested[horizon]
        wider = test.dispersion if isinstance(test, Backtest) else 1.0
        by[horizon] = known.forecast(since, until, dispersion=wider)
    return Cohort(EPOCH + timedelta(days=int(since)), by)


def _months(history: History) -> list[float]:
    """The first days of the months observed, and of the one after, in days since 1970."""
    first, last = (EPOCH + timedelta(days=int(day)) for day in (history.asked.min(), history.as_of))
    numbers = range(month_number(first), month_number(last) + 2)
    return [float((month_start(number) - EPOCH).days) for number in numbers]


def _pairs(edges: list[float]) -> list[tuple[float, float]]:
    return list(pairwise(edges))


def _no_purchases(facts: Facts) -> str:
    """Purchases are known from either table."""
    if facts.known.has("orders") or facts.known.has("stages"):
        return ""
    return "The data has no orders, and no stages that say who bought."
