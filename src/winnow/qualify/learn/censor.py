"""Not yet bought is not lost: how orders arrive over the horizon, and what a young prospect counts.

An unsold prospect watched for a while has told only part of its story. With q, the share of the horizon's
orders that have come by its age, and p, the chance that it buys at all, it counts as q(1−p)/(1−pq) of a
prospect that did not buy: then orders over weighted others are p/(1−p) at every age, without waiting.
"""

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from winnow.qualify.learn.frame import Floats
from winnow.qualify.learn.history import History

A_DAY = np.timedelta64(86_400, "s")
LEAST_ARRIVED = 0.01


@dataclass(frozen=True, slots=True)
class Arrival:
    """The share of the horizon's orders that has come after so many days (Kaplan–Meier)."""

    days: Floats
    share: Floats

    def by(self, age: Floats) -> Floats:
        """The share by this age; all of it where the age is unknown."""
        place = np.searchsorted(self.days, age, side="right")
        found = np.concatenate([[0.0], self.share])[place]
        return cast(Floats, np.where(np.isnan(age), 1.0, found))


def within(history: History, horizon_days: float) -> History:
    """Orders after the horizon are none; nobody is watched for longer than that."""
    if history.days_to_order is None:
        return history
    too_late = history.days_to_order > horizon_days
    return replace(history, sold=np.where(too_late, 0.0, history.sold))


def as_of(history: History, instant: np.datetime64) -> History:
    """What was known at an instant of the prospects decided before it."""
    if history.decided is None or history.days_to_order is None:
        return history
    decided = history.decided.astype("datetime64[s]")
    age = (instant.astype("datetime64[s]") - decided) / A_DAY
    known = replace(
        history,
        sold=np.where(history.days_to_order > age, 0.0, history.sold),
        observed_days=age if history.observed_days is None else np.fmin(age, history.observed_days),
        days_to_order=np.where(history.days_to_order > age, np.nan, history.days_to_order),
    )
    return known.take(decided < instant)


def arrival(history: History, horizon_days: float) -> Arrival:
    """How orders arrive, from all that were watched, however briefly."""
    if history.days_to_order is None:
        return Arrival(np.zeros(1), np.ones(1))
    came = (history.sold > 0) & np.isfinite(history.days_to_order)
    age = np.minimum(observed(history, horizon_days), horizon_days)
    time = np.where(came, np.maximum(0.0, np.nan_to_num(history.days_to_order)), age)
    days, at = np.unique(time, return_inverse=True)
    orders = np.bincount(at, came.astype(np.float64), len(days))
    watched = np.bincount(at, minlength=len(days))[::-1].cumsum()[::-1]
    gone = 1 - np.cumprod(1 - orders / watched)
    if gone[-1] <= 0:
        return Arrival(np.zeros(1), np.ones(1))
    return Arrival(days, gone / gone[-1])


def observed(history: History, horizon_days: float) -> Floats:
    """How long each was watched; the whole horizon where nothing says otherwise."""
    if history.observed_days is None:
        return np.full(len(history), float(horizon_days))
    return np.nan_to_num(history.observed_days, nan=float(horizon_days))


def weights(history: History, horizon_days: float, chance: Floats | float | None = None) -> Floats:
    """What each prospect counts; `chance` is p, by default the rate that this very weighting gives."""
    if history.observed_days is None:
        return np.ones(len(history))
    age = observed(history, horizon_days)
    come = np.where(age >= horizon_days, 1.0, arrival(history, horizon_days).by(age))
    come = np.where(come < LEAST_ARRIVED, 0.0, come)
    if chance is None:
        chance = _rate(history.sold, come)
    young = come * (1 - chance) / np.maximum(1e-12, 1 - chance * come)
    return np.where(history.sold > 0, 1.0, young)


def _rate(sold: Floats, come: Floats) -> float:
    """Orders over those that would have been seen if all came: the fixed point of weight and rate."""
    return float(np.clip(sold.sum() / max(1.0, come.sum()), 0.0, 0.99))
