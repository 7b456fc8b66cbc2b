"""Orders and revenue to be expected from what is open now, month by month (of 30 days).

Read from what prospects with the same evidence did before: same stage reached, for as long, with the same grade. Not
from percentages that anybody typed. Calibrated by making the forecasts of past months again with what was known then.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import ibis
import numpy as np
from ibis import _
from numpy.typing import ArrayLike, NDArray

from winnow.measure.canonical import Unknown
from winnow.measure.facts import Facts
from winnow.measure.forecasting import Calibration, Expected, Open, calibrated, expected_orders
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.scope import ALL, Scope
from winnow.measure.outlook import LOOKS, STEP, WINDOWS

MONTHS = 6
TESTED = 12  # past months whose forecasts are made again
Kind = tuple[str, str | None, str]  # stage, grade, how long in the stage


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months to come (`begins`, `ends` in days from now) by currency: `revenue` in it, `orders` are all orders.

    `open`: prospects that are. `tested`: how such forecasts went before.
    """

    months: dict[str, tuple[Expected, ...]]
    open: int
    tested: Calibration | Unknown


@dataclass(frozen=True)
class _Steps:
    """The share that had bought by the end of each window after a look."""

    share: NDArray[np.float64]

    def shares_at(self, ages: ArrayLike) -> NDArray[np.float64]:
        ends = np.arange(len(self.share) + 1) * float(STEP)
        return np.asarray(np.interp(np.asarray(ages, float), ends, np.concatenate([[0.0], self.share])))


class _Seen:
    """How many were open at each look by kind, and how many of them bought in which window after it."""

    def __init__(self, facts: Facts) -> None:
        self.open: dict[int, Counter[Kind]] = defaultdict(Counter)
        self.bought: dict[tuple[int, int], Counter[Kind]] = defaultdict(Counter)
        for look, stage, grade, spell, window, count in ask(facts, ALL, _looks).iter_rows():
            kind = (stage, grade, spell)
            self.open[look][kind] += int(count)
            if window is not None:
                self.bought[look, int(window)][kind] += int(count)

    def curve(self, kind: Kind, at: int) -> tuple[_Steps, float]:
        """What was known at a look: the curve of a kind, and its relative error."""
        shares, opens = [], 0
        for window in range(WINDOWS):
            past = range(at + 1 + window, LOOKS + 1)  # a later look's window had not ended by then
            opened = sum(self.open[look][kind] for look in past)
            bought = sum(self.bought[look, window][kind] for look in past)
            shares.append(bought / opened if opened else 0.0)
            opens = max(opens, opened)
        reached = np.minimum(np.cumsum(shares), 1.0)
        some = reached[MONTHS - 1]
        return _Steps(reached), sqrt((1 - some) / (some * opens)) if some and opens else 0.0


def forecast(facts: Facts, scope: Scope = ALL) -> Forecast | Unknown:
    """Of the whole company, or of some campaigns' open prospects by what the whole company's did before."""
    if lack := facts.known.lack("orders.amount", "inquiries.at"):
        return Unknown(lack)
    if scope.channels or scope.owners or scope.teams or scope.since or scope.until:
        return Unknown("Forecasts are made for the company and for campaigns.")
    seen = _Seen(facts)
    opens = _open_now(facts, scope)
    tested = _tested(seen)
    dispersion = tested.dispersion if isinstance(tested, Calibration) else 1.0
    months = [(float(n * STEP), float((n + 1) * STEP)) for n in range(MONTHS)]
    found = {}
    for currency, (worth, spread) in _worth(facts, scope).items():
        groups, curves = _groups(seen, opens, 0, worth, spread)
        found[currency] = tuple(expected_orders(groups, curves, months, dispersion=dispersion))
    return Forecast(found, sum(opens.values()), tested)


def _open_now(facts: Facts, scope: Scope) -> Counter[Kind]:
    counted = ask(facts, scope, _looking_now)
    return Counter({(stage, grade, spell): int(count) for stage, grade, spell, count in counted.iter_rows()})


def _looks(facts: Facts) -> ibis.Table:
    by_kind = facts.outlook.group_by("look", "stage", "grade", "spell", "window")
    return by_kind.agg(n=facts.outlook["count"].sum())


def _looking_now(facts: Facts) -> ibis.Table:
    rows = facts.outlook.filter(facts.outlook.look == 0)
    return rows.group_by("stage", "grade", "spell").agg(n=rows["count"].sum())


def _groups(
    seen: _Seen, opens: Mapping[Kind, int], at: int, worth: float, spread: float
) -> tuple[dict[str, Open], dict[str, _Steps]]:
    groups, curves = {}, {}
    for number, (kind, count) in enumerate(sorted(opens.items(), key=str)):
        curve, error = seen.curve(kind, at)
        curves[str(number)] = curve
        groups[str(number)] = Open(np.zeros(1), np.array([float(count)]), np.array([worth]), spread, error)
    return groups, curves


def _worth(facts: Facts, scope: Scope) -> dict[str, tuple[float, float]]:
    """(mean, standard deviation) of what an order brings in each currency: nothing, if it is in another.

    The currency with most orders first.
    """
    rows = sorted(ask(facts, scope, _sums).iter_rows(), key=lambda row: (-row[1], row[0] or ""))
    count = sum(n for _currency, n, _total, _squares in rows)
    return {
        currency or "": (total / count, sqrt(max(squares / count - (total / count) ** 2, 0.0)))
        for currency, _n, total, squares in rows
    }


def _sums(facts: Facts) -> ibis.Table:
    orders = facts.orders.filter(facts.orders.amount.notnull()).mutate(money=_.amount.cast("float64"))
    return orders.group_by("currency").agg(
        n=_.count(), total=_.money.sum(), squares=(_.money * _.money).sum()
    )


def _tested(seen: _Seen) -> Calibration | Unknown:
    """Last year's forecasts of the month after each look, beside what came."""
    forecasts, came = [], []
    for look in range(1, TESTED + 1):
        earlier = any(seen.open[before] for before in range(look + 1, LOOKS + 1))
        if not earlier or not seen.open[look]:
            continue
        groups, curves = _groups(seen, seen.open[look], look, 0.0, 0.0)
        forecasts.append(expected_orders(groups, curves, [(0.0, float(STEP))])[0].orders)
        came.append(float(seen.bought[look, 0].total()))
    return (
        calibrated(forecasts, came) if forecasts else Unknown("There is no past month to try forecasts on.")
    )
