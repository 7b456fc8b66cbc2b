"""Orders and revenue to be expected by month from what is open: from curves and evidence, not from typed percentages.

An open prospect of age a that is worth w buys between b and c from now with the chance (F(a + c) − F(a + b)) ÷
(1 − F(a)), F the curve of those with evidence like its own (none bought before a, so the past is conditioned on).
A negative age is of an inquiry that is still to come. The interval has the chance of each order, the spread of what
orders are worth, and the error of each curve, in which all its prospects are wrong together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winnow.measure.curves.history import History
from winnow.measure.curves.kaplan_meier import Curve

Floats = NDArray[np.float64]


class Shares(Protocol):
    """A curve: the share that has bought by each age (days), 0 below 0."""

    def shares_at(self, ages: ArrayLike) -> Floats: ...


@dataclass(frozen=True)
class Open:
    """Open prospects of one grade of evidence, as arrays of one length; rows alike may be one row with its `count`.

    `age`: days since they asked. `worth`: what an order of theirs brings, `spread` its standard deviation. `error`:
    the relative standard error of the grade's curve over the months to come (0 where it is taken as known).
    """

    age: Floats
    count: Floats
    worth: Floats
    spread: float = 0.0
    error: float = 0.0

    @classmethod
    def of(
        cls, history: History, curve: Curve, days: float, worth: float = 0.0, spread: float = 0.0
    ) -> "Open":
        """Who of a history has not bought yet, with the error of its grade's curve over the `days` to come."""
        still = history.only(~history.happened)
        age = still.as_of - still.asked
        deviation = sqrt(curve.variance_of_rest(age, age + days, still.count))
        expected = float(still.count @ _chances(curve, age, 0.0, days))
        return cls(
            age, still.count, np.full(len(age), worth), spread, deviation / expected if expected else 0.0
        )


@dataclass(frozen=True)
class Expected:
    """One month: from `begins` to `ends` (days from now), orders and revenue as (value, low, high)."""

    begins: float
    ends: float
    orders: tuple[float, float, float]
    revenue: tuple[float, float, float]


def expected_orders(
    open_by_grade: Mapping[str, Open],
    curves: Mapping[str, Shares],
    months: Sequence[tuple[float, float]],
    level: float = 0.9,
    dispersion: float = 1.0,
) -> list[Expected]:
    """For each month (begin, end in days from now) what the open prospects bring; KeyError for a grade without curve.

    `dispersion` (a ratio of variances, from `calibrated`) widens the intervals to what such forecasts were worth.
    """
    z = NormalDist().inv_cdf(0.5 + level / 2)
    return [_month(open_by_grade, curves, month, z, dispersion) for month in months]


def _month(
    open_by_grade: Mapping[str, Open],
    curves: Mapping[str, Shares],
    month: tuple[float, float],
    z: float,
    dispersion: float,
) -> Expected:
    orders = revenue = of_orders = of_revenue = 0.0
    for grade, group in open_by_grade.items():
        chance = _chances(curves[grade], group.age, *month)
        some, money = float(group.count @ chance), float(group.count @ (chance * group.worth))
        orders, revenue = orders + some, revenue + money
        of_orders += float(group.count @ (chance * (1 - chance))) + (group.error * some) ** 2
        paid = chance * (1 - chance) * group.worth**2 + chance * group.spread**2
        of_revenue += float(group.count @ paid) + (group.error * money) ** 2
    return Expected(
        *month, around(orders, of_orders * dispersion, z), around(revenue, of_revenue * dispersion, z)
    )


def _chances(curve: Shares, age: Floats, begins: float, ends: float) -> Floats:
    """The chance of each to buy in [begins, ends) from now, having not bought yet."""
    by_now, then, later = (_reached(curve, age + days) for days in (0.0, begins, ends))
    return np.asarray(np.where(by_now < 1, (later - then) / np.maximum(1 - by_now, 1e-12), 0.0))


def _reached(curve: Shares, ages: Floats) -> Floats:
    return np.where(ages >= 0, curve.shares_at(np.maximum(ages, 0)), 0.0)


def around(value: float, variance: float, z: float) -> tuple[float, float, float]:
    """Value and interval of a sum that is never negative: normal on the square-root scale (near Poisson's)."""
    if value <= 0:
        return 0.0, 0.0, 0.0
    root, reach = sqrt(value), z * sqrt(variance) / (2 * sqrt(value))
    return float(value), float(max(root - reach, 0.0) ** 2), float((root + reach) ** 2)


@dataclass(frozen=True)
class Calibration:
    """Forecasts of the past beside what came."""

    months: int
    expected: float
    came: float
    inside: float  # the share of months that came within their interval
    dispersion: float  # by how much errors outdid the variance known of (1 or more)

    @property
    def ratio(self) -> float | None:
        """What came ÷ what was expected: multiply by it to be right on the whole."""
        return self.came / self.expected if self.expected else None


def calibrated(
    forecasts: Sequence[tuple[float, float, float]], came: Sequence[float], level: float = 0.9
) -> Calibration:
    """From forecasts (value, low, high; made with `dispersion` 1) and what came of each."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    inside = [low <= actual <= high for (_, low, high), actual in zip(forecasts, came, strict=True)]
    off = [
        (2 * z * (sqrt(actual) - sqrt(value)) / (sqrt(high) - sqrt(low))) ** 2
        for (value, low, high), actual in zip(forecasts, came, strict=True)
        if high > low
    ]
    return Calibration(
        len(forecasts),
        sum(value for value, _, _ in forecasts),
        sum(came),
        sum(inside) / len(inside) if inside else 0.0,
        max(1.0, sum(off) / len(off)) if off else 1.0,
    )
