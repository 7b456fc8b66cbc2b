"""The long tail: what comes after the oldest age that was observed, from a curve with a plateau.

A mixture cure model (Boag 1949; Farewell 1982): a share π will buy at all, at ages after Weibull or the log-logistic
distribution, F(t) = π G(t); whichever has the better likelihood is drawn (both have three parameters). Fitted to
*pooled* cohorts only: to one young cohort its plateau is a guess (errors of 40 points and more were measured), so a
history of less than a quarter year's inquirers is refused, and one that was not watched long after orders became rare.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit, ndtri

from winnow.measure.canonical import Unknown
from winnow.measure.curves.history import History
from winnow.measure.curves.kaplan_meier import Estimate, Floats

FEWEST_ORDERS = 50
SHORTEST_SPAN = 85.0  # days over which the inquirers asked: about three monthly cohorts
PLATEAU = 2.0  # a tenth must have been watched for twice the age by which nine in ten of the orders had come
Happened = NDArray[np.bool_]
Law = Callable[[Floats, float, float], Floats]


@dataclass(frozen=True)
class CureCurve:
    """The share that has bought by an age, for ages without end; `plateau` is what it comes to."""

    law: str
    plateau: float
    scale: float
    shape: float
    log_likelihood: float
    covariance: Floats  # of (logit plateau, log scale, log shape)

    @property
    def aic(self) -> float:
        """Akaike's criterion: less is better."""
        return 6 - 2 * self.log_likelihood

    def shares_at(self, ages: ArrayLike) -> Floats:
        """The share that has bought by each of these ages."""
        return self.plateau * _LAWS[self.law][0](np.asarray(ages, float), self.scale, self.shape)

    def at(self, age: float, level: float = 0.95, count: float = np.inf) -> Estimate:
        """The share by one age with its interval (delta method on the logit)."""
        value = float(self.shares_at([age])[0])
        if not 0 < value < 1:
            return Estimate(value, value, value, count)
        reach = ndtri(0.5 + level / 2) * self.deviation_at(age) / (value * (1 - value))
        middle = np.log(value / (1 - value))
        return Estimate(value, float(expit(middle - reach)), float(expit(middle + reach)), count)

    def deviation_at(self, age: float) -> float:
        """The standard error of the share by an age."""
        where = np.array([np.log(self.plateau / (1 - self.plateau)), np.log(self.scale), np.log(self.shape)])
        steps = np.eye(3) * 1e-4

        def share(at: Floats) -> float:
            return float(expit(at[0]) * _LAWS[self.law][0](np.array([age]), np.exp(at[1]), np.exp(at[2]))[0])

        slope = np.array([(share(where + step) - share(where - step)) / 2e-4 for step in steps])
        return float(np.sqrt(max(slope @ self.covariance @ slope, 0.0)))


def pooled_cure(history: History) -> CureCurve | Unknown:
    """The better of the two curves for all cohorts of a history together; ages in days."""
    entry, duration = history.began - history.asked, history.left - history.asked
    kept = (history.count > 0) & ((duration > entry) | (entry <= 0))
    events, counts, entries = history.happened[kept], history.count[kept], np.maximum(entry[kept], 0)
    ages = duration[kept]
    doubt = _too_young(history, ages, events, counts)
    if doubt is not None:
        return doubt
    # An order on the day of the inquiry has an age of 0, of which a logarithm would know nothing.
    ages = np.maximum(ages, 1e-3 * np.median(ages[events]) + 1e-9)
    best = max((_Fit(law, ages, events, counts, entries) for law in _LAWS), key=lambda it: it.log_likelihood)
    return best.curve()


def _too_young(history: History, ages: Floats, events: Happened, counts: Floats) -> Unknown | None:
    orders = float(counts[events].sum())
    if not len(history.asked) or np.ptp(history.asked) < SHORTEST_SPAN:
        return Unknown(f"A long curve is read from inquirers of at least {SHORTEST_SPAN:.0f} days together.")
    if orders < FEWEST_ORDERS:
        return Unknown(f"A long curve needs {FEWEST_ORDERS} orders; there are {orders:.0f}.")
    order = np.argsort(ages[events])
    late = ages[events][order][np.searchsorted(np.cumsum(counts[events][order]), 0.9 * orders)]
    watched = counts[ages >= PLATEAU * late].sum() + counts[events & (ages < PLATEAU * late)].sum()
    if watched < 0.1 * counts.sum():
        return Unknown(
            f"Hardly anybody was watched for {PLATEAU * late:.0f} days, twice as long as most orders took."
        )
    return None


class _Fit:
    """The curve of one law that makes what came likeliest."""

    def __init__(self, law: str, ages: Floats, events: Happened, counts: Floats, entries: Floats) -> None:
        self.law = law
        late = entries > 0
        self.came, self.waited, self.began = ages[events], ages[~events], entries[late]
        self.counts = counts[events], counts[~events], counts[late]
        share = counts[events].sum() / counts.sum()
        start = np.array([np.log(share / (1 - share)), np.log(np.median(self.came)), 0.0])
        # By the head, so that steps are of one size for a hundred and for a million inquirers.
        by_head = minimize(
            lambda at: self.loss(at) / counts.sum(), start, method="BFGS", options={"gtol": 1e-6}
        )
        self.at = by_head.x
        self.log_likelihood = -self.loss(self.at)

    def loss(self, at: Floats) -> float:
        """The negative log likelihood at (logit plateau, log scale, log shape)."""
        plateau, scale, shape = expit(at[0]), np.exp(np.clip(at[1], -20, 20)), np.exp(np.clip(at[2], -4, 4))
        reached, density = _LAWS[self.law]

        def left(ages: Floats) -> Floats:
            return np.asarray(np.log1p(-plateau * np.minimum(reached(ages, scale, shape), 1 - 1e-15)))

        came, waited, began = self.counts
        loss = -(came @ (np.log(plateau) + density(self.came, scale, shape)) + waited @ left(self.waited))
        return float(loss + began @ left(self.began)) if len(self.began) else float(loss)

    def curve(self) -> CureCurve:
        plateau, scale, shape = float(expit(self.at[0])), float(np.exp(self.at[1])), float(np.exp(self.at[2]))
        covariance = np.asarray(np.linalg.pinv(_curvature(self.loss, self.at)), float)
        return CureCurve(self.law, plateau, scale, shape, self.log_likelihood, covariance)


def _curvature(loss: Callable[[Floats], float], at: Floats) -> Floats:
    """The second derivatives of a function of three figures, by differences."""
    step = 1e-3 * np.eye(3)
    return np.array(
        [
            [(loss(at + a + b) - loss(at + a - b) - loss(at - a + b) + loss(at - a - b)) / 4e-6 for b in step]
            for a in step
        ]
    )


def _weibull(ages: Floats, scale: float, shape: float) -> Floats:
    return np.asarray(-np.expm1(-((ages / scale) ** shape)))


def _weibull_density(ages: Floats, scale: float, shape: float) -> Floats:
    ratio = ages / scale
    return np.asarray(np.log(shape / scale) + (shape - 1) * np.log(ratio) - ratio**shape)


def _log_logistic(ages: Floats, scale: float, shape: float) -> Floats:
    power = (ages / scale) ** shape
    return np.asarray(power / (1 + power))


def _log_logistic_density(ages: Floats, scale: float, shape: float) -> Floats:
    ratio = ages / scale
    return np.asarray(np.log(shape / scale) + (shape - 1) * np.log(ratio) - 2 * np.log1p(ratio**shape))


_LAWS: dict[str, tuple[Law, Law]] = {
    "Weibull": (_weibull, _weibull_density),
    "log-logistic": (_log_logistic, _log_logistic_density),
}
