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
from scipy.special import ndtri

from winnow.measure.canonical import Unknown

Floats = NDArray[np.float64]
Cell = tuple[int, int]  # (orders, prospects)
BELIEF = 1.0  # prospects
WIDEST = 12.0  # log odds: what is beyond is as good as none or all


@dataclass(frozen=True)
class Adjusted:
    """One person. `odds` is the odds ratio to the others, with its interval; 1 is like them.

    `share` (0 to 1) is what that makes of the whole firm's mix; its interval takes the others' shares as they were.

    `standing`: above or below the firm where the interval (made wider for the number of people compared) leaves the
    others' level out; else None: nothing can be told, and nobody may be ranked by it.
    """

    person: str
    orders: int
    prospects: int
    expected: float  # orders, had the others been given these prospects
    odds: float
    odds_low: float
    odds_high: float
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
    usual = _usual(others)
    made, given = own[shared, 0].sum(), own[shared, 1]
    against = _Score(made, given, usual[shared], others[shared, 1] + BELIEF)
    weights = np.where(shared, mix, 0) / mix[shared].sum()

    def share(log_odds: float) -> float:
        return float(weights @ _shifted(usual, log_odds))

    middle, low, high = against.limit(0.0, 1), against.limit(level, -1), against.limit(level, 1)
    off = against.off(0.0) / float(ndtri(0.5 + strict / 2))
    return Adjusted(
        person=person,
        orders=int(made),
        prospects=int(given.sum()),
        expected=float(given @ usual[shared]),
        odds=exp(middle),
        odds_low=exp(low),
        odds_high=exp(high),
        share=share(middle),
        low=share(low),
        high=share(high),
        standing="above" if off > 1 else "below" if off < -1 else None,
    )


def _usual(others: Floats) -> Floats:
    """What the others made of each stratum; as if one more in each had done as all did, for strata of few."""
    orders, prospects = others.sum(axis=0)
    whole = (orders + 0.5) / (prospects + 1)
    return np.asarray((others[:, 0] + BELIEF * whole) / (others[:, 1] + BELIEF))


@dataclass(frozen=True)
class _Score:
    made: float
    given: Floats
    usual: Floats
    seen: Floats  # of the others, by stratum

    def off(self, log_odds: float) -> float:
        """How many deviations more than expected were made, had the odds ratio been this."""
        shares = _shifted(self.usual, log_odds)
        spread = shares * (1 - shares)
        variance = self.given @ spread + (self.given**2) @ (spread / self.seen)
        return float((self.made - self.given @ shares) / np.sqrt(variance))

    def limit(self, level: float, side: int) -> float:
        """The log odds ratio at which what was made lies so far out; ±`WIDEST` where there is none."""
        z = float(ndtri(0.5 + level / 2)) * side
        if self.off(-WIDEST) <= -z:
            return -WIDEST
        return (
            WIDEST if self.off(WIDEST) >= -z else float(brentq(lambda at: self.off(at) + z, -WIDEST, WIDEST))
        )


def _shifted(shares: Floats, log_odds: float) -> Floats:
    """The same shares with their odds multiplied by e^log_odds."""
    odds = exp(log_odds)
    return np.asarray(shares * odds / (1 - shares + shares * odds))
