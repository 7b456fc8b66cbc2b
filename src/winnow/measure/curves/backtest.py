"""How good forecasts of young cohorts were: made again with what was known then, and held beside what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from winnow.measure.canonical import Unknown
from winnow.measure.curves.history import History
from winnow.measure.curves.young import Young, young_cohort


@dataclass(frozen=True)
class Tried:
    """One cohort: what was forecast for it, and the share that came."""

    since: float
    until: float
    forecast: Young
    came: float

    @property
    def inside(self) -> bool:
        """Whether it came within the interval."""
        return self.forecast.low - 1e-12 <= self.came <= self.forecast.high + 1e-12


@dataclass(frozen=True)
class Backtest:
    """All cohorts that are old enough to know better."""

    tried: tuple[Tried, ...]

    @property
    def error(self) -> float:
        """The mean absolute error, in percentage points."""
        return 100 * _mean([abs(one.forecast.value - one.came) for one in self.tried])

    @property
    def error_so_far(self) -> float:
        """The same of taking what had come so far for all there is, in percentage points."""
        return 100 * _mean([abs(one.forecast.so_far - one.came) for one in self.tried])

    @property
    def bias(self) -> float:
        """The mean of forecast − came, in percentage points: above 0 they promised too much."""
        return 100 * _mean([one.forecast.value - one.came for one in self.tried])

    @property
    def inside(self) -> float:
        """The share of cohorts that came within the interval."""
        return _mean([float(one.inside) for one in self.tried])

    @property
    def dispersion(self) -> float:
        """By how much real errors outdo the chance that the interval knows of (a ratio of variances, 1 or more)."""
        known = [one for one in self.tried if one.forecast.variance]
        ratios = [
            (one.forecast.count * (one.forecast.value - one.came)) ** 2 / one.forecast.variance
            for one in known
        ]
        return max(1.0, _mean(ratios))


def backtest(
    history: History, edges: Sequence[float], horizon: float, at: float = 0.25, level: float = 0.9
) -> Backtest | Unknown:
    """Forecasts for cohorts [edges[i], edges[i + 1]), each made when it had ended `at` × horizon days before.

    Cohorts that have not reached the horizon, or of which nothing could have been forecast then, are left out.
    """
    tried = []
    for since, until in pairwise(edges):
        made = until + at * horizon
        if until + horizon > history.as_of:
            continue
        forecast = young_cohort(history.known_at(made), since, until, horizon, level)
        if isinstance(forecast, Young):
            came = history.between(since, until).bought_within(horizon) / forecast.count
            tried.append(Tried(since, until, forecast, came))
    return (
        Backtest(tuple(tried))
        if tried
        else Unknown("No cohort is old enough to hold a forecast beside what came.")
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
