"""What a young cohort will have brought by an age that it has not reached yet.

After Bornhuetter and Ferguson (1972): what a cohort has brought stands, and what is still to come is what recent
history brought between its age and the horizon, not its own early orders blown up. Three refinements, each of which
lessened the error on real data (`docs/measuring.md`):

- recent history is the *newest time*, not the newest cohorts: each age is read from whoever passed through it within
  the last 0.4 horizons (a period life table), so that old ages are known from old cohorts and still are news;
- ages are measured by the pace of the week at which orders come in (`pace.py`);
- credibility (Bühlmann): how the cohort did so far moves what is still to come, as far as its orders weigh against
  200 orders of "cohorts are alike" (a Gamma prior, which has cohorts differ by about 7 %).

The interval has the chance of orders to come (Poisson), of the cohort's factor (Gamma) and of the curve (Greenwood);
`dispersion` of a back-test widens it to what such forecasts were really worth. Beyond the oldest age that history
knows, a pooled curve (`cure.py`) goes on where it is given.
"""

from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from scipy.special import gammaincinv

from winnow.measure.canonical import Unknown
from winnow.measure.curves.cure import CureCurve
from winnow.measure.curves.history import History
from winnow.measure.curves.kaplan_meier import Curve, Floats, kaplan_meier
from winnow.measure.curves.pace import Pace, pace_of

RECENT = 0.4  # of the horizon
ALIKE = 200.0  # orders
FEWEST_WATCHED = 20.0
THROUGH = np.array([0, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97])  # of the horizon
COVERED = 0.75  # of the horizon must have been watched on so many, unless a pooled curve goes on


@dataclass(frozen=True)
class Young:
    """The share of a cohort that has bought, and that will have bought by `horizon` days after asking.

    Shares are between 0 and 1, `low` and `high` those of `level`. Where `rest` is 0 nothing is left to come.
    `known_to`: the oldest age (days) that history has watched; up to the horizon a pooled curve or nothing follows.
    """

    count: float
    so_far: float
    value: float
    low: float
    high: float
    horizon: float
    level: float
    rest: float  # expected orders still to come
    variance: float  # of these, before `dispersion`
    known_to: float


def young_cohort(
    history: History,
    since: float,
    until: float,
    horizon: float,
    level: float = 0.9,
    dispersion: float = 1.0,
    tail: CureCurve | None = None,
) -> Young | Unknown:
    """The forecast for those who asked from `since` on and before `until` (days since 1970-01-01)."""
    return Recent(history, horizon, tail).forecast(since, until, level, dispersion)


class Recent:
    """What recent history says of any cohort by a horizon: read once for all of them."""

    def __init__(self, history: History, horizon: float, tail: CureCurve | None = None) -> None:
        self.history, self.horizon, self.tail = history, horizon, tail

    def forecast(
        self, since: float, until: float, level: float = 0.9, dispersion: float = 1.0
    ) -> Young | Unknown:
        """What those who asked from `since` on and before `until` will have brought."""
        cohort, horizon = self.history.between(since, until), self.horizon
        total = float(cohort.count.sum())
        if not total:
            return Unknown("Nobody asked in this period.")
        bought = cohort.bought_within(horizon)
        if cohort.asked.max() + horizon <= self.history.as_of:
            share = bought / total
            return Young(total, share, share, share, share, horizon, level, 0.0, 0.0, horizon)
        if self._watched_to < COVERED * horizon and not self.tail:
            return Unknown(
                f"Fewer than {FEWEST_WATCHED:.0f} inquirers have been watched for {COVERED * horizon:.0f} days: "
                f"what comes by day {horizon:.0f} cannot be known yet."
            )
        rest, variance = self._still_to_come(cohort, bought)
        low, high = _between(rest, variance * dispersion, level)
        if (
            not rest
        ):  # nobody ever bought at these ages: of so many, a rate of −ln(tail) ÷ n would not have shown
            high = (total - bought) * -log((1 - level) / 2) / self._watched()
        so_far, value, least, most = (min((bought + more) / total, 1.0) for more in (0.0, rest, low, high))
        return Young(total, so_far, value, least, most, horizon, level, rest, variance, self._known_to)

    @cached_property
    def _watched_to(self) -> float:
        return _watched_to(self.history)

    @property
    def _known_to(self) -> float:
        return min(self.horizon, self._watched_to)

    def _watched(self) -> float:
        """How many have been watched to the oldest age known."""
        history = self.history
        return float(history.count[history.asked + self._known_to <= history.as_of].sum())

    @cached_property
    def _pace(self) -> Pace:
        return pace_of(self.history)

    @cached_property
    def _curve(self) -> Curve:
        return recent_curve(self.history, self._known_to, self._pace)

    def _still_to_come(self, cohort: History, bought: float) -> tuple[float, float]:
        """(orders expected from a cohort between now and its horizon, their variance)."""
        asked = self._pace.time(cohort.asked)
        end = self._pace.time(cohort.asked + self._known_to) - asked
        age = np.minimum(self._pace.time([cohort.as_of])[0] - asked, end)
        by_now, by_then = self._curve.shares_at(age), self._curve.shares_at(end)
        later, of_tail = self._tail(1 - by_then, np.maximum(cohort.as_of - cohort.asked, self._known_to))
        usual = float(cohort.count @ (by_then - by_now + later))
        factor = (bought + ALIKE) / (float(cohort.count @ by_now) + ALIKE)
        of_curve = self._curve.variance_between(age, end, cohort.count) + float(cohort.count @ of_tail) ** 2
        rest = factor * usual
        return rest, rest + rest**2 / (bought + ALIKE) + factor**2 * of_curve

    def _tail(self, left: Floats, age: Floats) -> tuple[Floats, Floats]:
        """(share, its deviation) that buys after `age` (days) by the horizon, of those who were left at it."""
        horizon = self.horizon
        if not self.tail or horizon <= self._known_to:
            return np.zeros(len(left)), np.zeros(len(left))
        here, there = self.tail.shares_at(np.minimum(age, horizon)), float(self.tail.shares_at([horizon])[0])
        more = left * (there - here) / (1 - here)
        return more, more * self.tail.deviation_at(horizon) / there


def recent_curve(history: History, horizon: float, pace: Pace) -> Curve:
    """What happened lately, by age at the pace of the week: in the shortest time that is not thin at any age."""
    for span in (RECENT, 2 * RECENT, 4 * RECENT, np.inf):
        since = history.as_of - span * horizon
        lately = history.only(
            (history.left > since) | (history.asked >= since)
        )  # all others are not watched in it
        begun = np.maximum(lately.began, since)
        if not _thin(lately, begun, horizon):
            break
    asked, left, entry = (pace.time(when) for when in (lately.asked, lately.left, begun))
    return kaplan_meier(
        np.maximum(left - asked, 0), lately.happened, lately.count, np.maximum(entry - asked, 0)
    )


def _thin(history: History, begun: Floats, horizon: float) -> bool:
    """Whether some age below the horizon was passed by too few."""
    then = history.asked + horizon * THROUGH[:, None]
    passed = (then >= begun) & (then < history.left)
    return float((passed @ history.count).min()) < FEWEST_WATCHED


def _watched_to(history: History) -> float:
    """The oldest age (days) that at least `FEWEST_WATCHED` have been watched to."""
    ages = history.as_of - history.asked
    order = np.argsort(-ages)
    place = np.searchsorted(np.cumsum(history.count[order]), FEWEST_WATCHED)
    return float(ages[order][place]) if place < len(ages) else 0.0


def _between(mean: float, variance: float, level: float) -> tuple[float, float]:
    """The middle `level` of a Gamma distribution with this mean and variance."""
    if not mean:
        return 0.0, 0.0
    tail = (1 - level) / 2
    low, high = gammaincinv(mean**2 / variance, [tail, 1 - tail]) * variance / mean
    return float(low), max(float(high), mean)  # where hardly anything is known the mean lies in the tail
