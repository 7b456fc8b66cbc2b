"""The share that something has happened to by an age, when for some it has not happened yet.

Kaplan and Meier (1958): the share still without it, S(t), is the product over all ages tᵢ ≤ t at which it happened to
dᵢ of the nᵢ at risk of (1 − dᵢ ÷ nᵢ). Who is not there yet counts among nᵢ as long as observed, then leaves without.
Who came under observation late (`entry`) counts only after that age. Variance of Greenwood (1926), bands on the
log(−log S) scale (Kalbfleisch and Prentice), which stay between 0 and 1.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure, the interval around it, and how many it rests on (those still observed where it is read)."""

    value: float
    low: float
    high: float
    count: float


@dataclass(frozen=True)
class Curve:
    """The share reached by each age at which something happened, rising, with its band.

    All arrays have one entry per such age. `age` is in the unit of the durations given, `share`, `low` and `high`
    lie between 0 and 1. `reach` is the oldest age that anybody was observed at: beyond it nothing is known.
    """

    age: Floats
    at_risk: Floats
    happened: Floats
    share: Floats
    low: Floats
    high: Floats
    greenwood: Floats  # the sum of dᵢ ÷ (nᵢ (nᵢ − dᵢ)): the relative variance of 1 − share
    count: float  # all that were observed
    reach: float
    level: float

    def shares_at(self, ages: ArrayLike) -> Floats:
        """The share reached by each of these ages; beyond `reach` that of `reach`."""
        return _step(self.share, self._before(ages), 0.0)

    def at(self, age: float) -> Estimate | None:
        """The share reached by this age; None beyond what was observed."""
        if age > self.reach or not self.count:
            return None
        place = self._before([age])
        value, low, high = (float(_step(of, place, 0.0)[0]) for of in (self.share, self.low, self.high))
        left = self.at_risk[place[0]] - self.happened[place[0]] if place[0] >= 0 else self.count
        return Estimate(value, low, high, float(left))

    def quantile(self, share: float) -> float | None:
        """The age by which this share (0 to 1) is reached; None if it has not been reached yet."""
        place = int(np.searchsorted(self.share, share - 1e-12))
        return float(self.age[place]) if place < len(self.age) else None

    def variance_between(self, young: ArrayLike, old: ArrayLike, weight: ArrayLike) -> float:
        """The variance of Σ weight × (share(old) − share(young)) over arrays of ages, first order."""
        left_young, left_old = 1 - self.shares_at(young), 1 - self.shares_at(old)
        weights = np.asarray(weight, float)
        return self._variance(
            [*np.asarray(young), *np.asarray(old)], [*weights * left_young, *-weights * left_old]
        )

    def variance_of_rest(self, young: ArrayLike, old: ArrayLike, weight: ArrayLike) -> float:
        """The same of Σ weight × (share(old) − share(young)) ÷ (1 − share(young)), of who is left at the young age."""
        left = np.maximum(1 - self.shares_at(young), 1e-12)
        kept = np.asarray(weight, float) * (1 - self.shares_at(old)) / left
        return self._variance([*np.asarray(young), *np.asarray(old)], [*kept, *-kept])

    def _variance(self, ages: ArrayLike, slopes: ArrayLike) -> float:
        """Of a sum whose derivative by log(1 − hazard at an age u) is the sum of the slopes at ages ≥ u.

        The log hazards at each age are independent, with variance dᵢ ÷ (nᵢ (nᵢ − dᵢ)): Greenwood's terms.
        """
        place = self._before(ages) + 1  # how many of the ages at which it happened lie at or before each
        order = np.argsort(place)
        total = np.cumsum(np.asarray(slopes, float)[order][::-1])[::-1]
        return float(total**2 @ np.diff(self._terms[place[order]], prepend=0.0))

    @cached_property
    def _terms(self) -> Floats:
        """The sum of the first n of Greenwood's terms, without the last one where none was left."""
        with np.errstate(invalid="ignore"):
            terms = np.diff(self.greenwood, prepend=0.0)
        return np.concatenate([[0.0], np.cumsum(np.where(np.isfinite(terms), terms, 0.0))])

    def _before(self, ages: ArrayLike) -> NDArray[np.intp]:
        return np.searchsorted(self.age, np.asarray(ages, float), side="right") - 1


def kaplan_meier(
    duration: ArrayLike,
    happened: ArrayLike,
    count: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    level: float = 0.95,
) -> Curve:
    """The curve of (duration, happened, count), each an array of one length.

    `duration`: age at which it happened or was last observed (any unit, ≥ 0). `count`: how many rows alike (1 each).
    `entry`: age at which observation began (0 each); rows that leave at or before their entry are left out.
    `level` of the band. ValueError for negative durations or counts.
    """
    rows = _rows(duration, happened, count, entry)
    age, at_risk, events = _table(*rows)
    at_risk, events, age = at_risk[events > 0], events[events > 0], age[events > 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.asarray(np.cumprod(1 - events / at_risk), float)
        greenwood = np.asarray(np.cumsum(events / (at_risk * (at_risk - events))), float)
    low, high = _band(left, greenwood, level)
    total, reach = float(rows[2].sum()), float(rows[0].max()) if len(rows[0]) else 0.0
    return Curve(age, at_risk, events, 1 - left, low, high, greenwood, total, reach, level)


def _rows(duration: ArrayLike, happened: ArrayLike, count: Any, entry: Any) -> tuple[Floats, ...]:
    ages, events = np.asarray(duration, float), np.asarray(happened, float)
    counts = np.ones(len(ages)) if count is None else np.asarray(count, float)
    entries = np.zeros(len(ages)) if entry is None else np.asarray(entry, float)
    if len(ages) and (not np.isfinite(ages).all() or ages.min() < 0 or counts.min() < 0):
        raise ValueError("durations and counts must be finite and not negative")
    kept = (counts > 0) & ((ages > entries) | (entries <= 0))
    if not kept.all():
        ages, events, counts, entries = ages[kept], events[kept], counts[kept], entries[kept]
    return ages, events, counts, np.maximum(entries, 0)


def _table(ages: Floats, events: Floats, counts: Floats, entries: Floats) -> tuple[Floats, Floats, Floats]:
    """(age, at risk just before it, happened at it) for each age that anybody left at."""
    age, place = _distinct(ages)
    leaving = np.bincount(place, counts, len(age))
    happened = np.bincount(place, counts * events, len(age))
    observed = counts.sum() - np.concatenate([[0.0], np.cumsum(leaving)[:-1]]) if len(age) else age
    if not entries.any():
        return age, np.asarray(observed, float), np.asarray(happened, float)
    order = np.argsort(entries, kind="stable")
    late = np.concatenate([[0.0], np.cumsum(counts[order][::-1])])[::-1]
    # Who enters at an age is not at risk at it, except at age 0, where everybody is.
    not_yet = late[np.searchsorted(entries[order], np.maximum(age, np.nextafter(0, 1)), side="left")]
    return age, np.asarray(observed - not_yet, float), np.asarray(happened, float)


def _distinct(ages: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The ages that there are, rising, and which of them each one is; at once where they rise already."""
    further = np.diff(ages)
    if len(further) and further.min() < 0:
        age, place = np.unique(ages, return_inverse=True)
        return age, place
    fresh = np.concatenate([np.ones(min(len(ages), 1), bool), further > 0])
    return ages[fresh], np.cumsum(fresh) - 1


def _band(left: Floats, greenwood: Floats, level: float) -> tuple[Floats, Floats]:
    """Low and high of 1 − left; where all or none has happened the band is not defined: as wide as there is."""
    z = float(ndtri(0.5 + level / 2))
    inside = (left > 0) & (left < 1)
    safe = np.where(inside, left, 0.5)
    reach = z * np.sqrt(np.where(inside, greenwood, 0.0)) / np.abs(np.log(safe))
    most, least = safe ** np.exp(-reach), safe ** np.exp(reach)
    low = np.where(inside, 1 - most, np.where(left <= 0, _last(1 - most, inside), 0.0))
    return low, np.where(inside, 1 - least, 1.0)


def _last(values: Floats, inside: NDArray[np.bool_]) -> float:
    """The last value that is defined, else 0."""
    found = values[inside]
    return float(found[-1]) if len(found) else 0.0


def _step(values: Floats, place: NDArray[np.intp], before: float) -> Floats:
    if not len(values):
        return np.full(len(place), before)
    return np.where(place >= 0, values[np.maximum(place, 0)], before)
