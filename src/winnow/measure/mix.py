"""Conversion of people compared as if each had been given the same mix of prospects.

Who is given the better leads sells more. So each is held beside what the *others* made of the same strata (channel,
grade, campaign: whatever the mix is told in): Σ nₛ pₛ orders were to be expected. The odds ratio θ common to all
strata that makes expected and made equal is what the person adds; its interval is the score interval: all θ with
(made − expected(θ))² ≤ z² variance(θ), where the variance also has the uncertainty of what the others made.
With one stratum and many others it is Wilson's interval.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

from winnow.measure.canonical import Unknown

Floats = NDArray[np.float64]
Cell = tuple[int, int]  # (orders, prospects)
WIDEST = 12.0  # log odds: what is beyond is as good as none or all


@dataclass(frozen=True)
class Adjusted:
    """One person. Shares are between 0 and 1; `share` is of the whole firm's mix, with its interval.

    `standing`: above or below the firm where the interval (made wider for the number of people compared) leaves the
    others' level out; else None: nothing can be told, and nobody may be ranked by it.
    """

    person: str
    orders: int
    prospects: int
    expected: float  # orders, had the others been given these prospects
    share: float
    low: float
    high: float
    standing: str | None


def adjusted(given: Mapping[str, Mapping[str, Cell]], level: float = 0.95) -> dict[str, Adjusted | Unknown]:
    """From {person: {stratum: (orders, prospects)}}; `level` is of each interval.

    Prospects in strata that nobody else was given cannot be compared and are left out.
    """
    strata = sorted({stratum for cells in given.values() for stratum in cells})
    table = np.array([[cells.get(stratum, (0, 0)) for stratum in strata] for cells in given.values()], float)
    table = table.reshape(len(given), len(strata), 2)
    together = table.sum(axis=0)
    strict = 1 - (1 - level) / max(len(given), 1)
    return {
        person: _one(person, own, together - own, together[:, 1], level, strict)
        for person, own in zip(given, table, strict=True)
    }


def _one(
    person: str, own: Floats, others: Floats, mix: Floats, level: float, strict: float
) -> Adjusted | Unknown:
    shared = (own[:, 1] > 0) & (others[:, 1] > 0)
    if not shared.any():
        return Unknown("Nobody else was given prospects like these.")
    # Half an order and half a prospect without one, spread by the whole: no share is exactly none or all.
    usual = (others[:, 0] + 0.5) / (others[:, 1] + 1)
    made, given = own[shared, 0].sum(), own[shared, 1]
    against = _Score(made, given, usual[shared], others[shared, 1])
    weights = np.where(shared, mix, 0) / mix[shared].sum()

    def share(log_odds: float) -> float:
        return float(weights @ _shifted(usual, log_odds))

    low, high = against.limit(level, -1), against.limit(level, 1)
    wide_low, wide_high = against.limit(strict, -1), against.limit(strict, 1)
    standing = "above" if wide_low > 0 else "below" if wide_high < 0 else None
    expected = float(given @ usual[shared])
    value = share(against.limit(0.0, 1))
    return Adjusted(person, int(made), int(given.sum()), expected, value, share(low), share(high), standing)


@dataclass(frozen=True)
class _Score:
    made: float
    given: Floats
    usual: Floats
    seen: Floats  # of the others, by stratum

    def limit(self, level: float, side: int) -> float:
        """The log odds ratio at which what was made lies this far out; ±`WIDEST` where there is none."""
        z = float(norm.ppf(0.5 + level / 2)) * side

        def beyond(log_odds: float) -> float:
            shares = _shifted(self.usual, log_odds)
            spread = shares * (1 - shares)
            variance = self.given @ spread + (self.given**2) @ (spread / self.seen)
            return float(self.given @ shares - self.made - z * np.sqrt(variance))

        if beyond(-WIDEST) >= 0:
            return -WIDEST
        return WIDEST if beyond(WIDEST) <= 0 else float(brentq(beyond, -WIDEST, WIDEST))


def _shifted(shares: Floats, log_odds: float) -> Floats:
    """The same shares with their odds multiplied by e^log_odds."""
    odds = exp(log_odds)
    return np.asarray(shares * odds / (1 - shares + shares * odds))
