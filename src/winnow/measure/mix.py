"""Conversion of people compared as if each had been given the same mix of prospects.

Who is given the better leads sells more. So each is held beside what the *others* made of the same strata (channel,
grade, campaign: whatever the mix is told in): Σ nₛ pₛ orders were to be expected. The odds ratio θ common to all
strata that makes expected and made equal is what the person adds; its interval is the score interval: all θ with
(made − expected(θ))² ≤ z² variance(θ), where the variance also has the uncertainty of what the others made.
With one stratum and many others it is Wilson's interval.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize.elementwise import find_root
from scipy.special import ndtri

from winnow.measure.canonical import Unknown

Floats = NDArray[np.float64]
Cell = tuple[int, int]  # (orders, prospects)
BELIEF = 1.0  # prospects
WIDEST = 12.0  # log odds: what is beyond is as good as none or all
_ALONE = Unknown("Nobody else was given prospects like these.")


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
    strata = {
        name: place for place, name in enumerate(sorted({one for cells in given.values() for one in cells}))
    }
    table = np.zeros((len(given), len(strata), 2))
    for row, cells in zip(table, given.values(), strict=True):
        row[[strata[stratum] for stratum in cells]] = list(cells.values()) or np.zeros((0, 2))
    together = table.sum(axis=0)
    others = together - table
    shared = (table[..., 1] > 0) & (others[..., 1] > 0)
    some = shared.any(axis=1)
    strict = 1 - (1 - level) / max(len(given), 1)
    compared = _compared(table[some], others[some], shared[some], together[:, 1], (level, strict))
    return {
        person: Adjusted(person, *next(compared)) if comparable else _ALONE
        for person, comparable in zip(given, some, strict=True)
    }


def _compared(
    own: Floats, others: Floats, shared: NDArray[np.bool_], mix: Floats, levels: tuple[float, float]
) -> Iterator[tuple[Any, ...]]:
    """What is told of each person, from (people × strata × 2) of their own and of the others."""
    usual, given = _usual(others), np.where(shared, own[..., 1], 0)
    made = np.where(shared, own[..., 0], 0).sum(axis=1)
    weights = np.where(shared, mix, 0)
    weights /= weights.sum(axis=1, keepdims=True)
    score = _Score(made, given, usual, others[..., 1] + BELIEF)
    odds = [score.limit(0.0, 1), score.limit(levels[0], -1), score.limit(levels[0], 1)]
    shares = [(weights * _shifted(usual, at)).sum(axis=1) for at in odds]
    off = score.off(np.zeros(len(made))) / ndtri(0.5 + levels[1] / 2)
    standing = np.select([off > 1, off < -1], ["above", "below"], "")
    return zip(
        made.astype(int).tolist(), given.sum(axis=1).astype(int).tolist(), (given * usual).sum(axis=1).tolist(),
        *np.exp(odds).tolist(), *(share.tolist() for share in shares), (one or None for one in standing.tolist()),
        strict=True,
    )  # fmt: skip


def _usual(others: Floats) -> Floats:
    """What the others made of each stratum; as if one more in each had done as all did, for strata of few."""
    orders, prospects = others[..., 0], others[..., 1]
    whole = (orders.sum(axis=-1) + 0.5) / (prospects.sum(axis=-1) + 1)
    return np.asarray((orders + BELIEF * whole[..., None]) / (prospects + BELIEF))


@dataclass(frozen=True)
class _Score:
    """Of people at once: each has a row of strata."""

    made: Floats
    given: Floats
    usual: Floats
    seen: Floats  # of the others, by stratum

    def off(self, log_odds: Floats) -> Floats:
        """How many deviations more than expected each made, had their odds ratio been this."""
        shares = _shifted(self.usual, log_odds)
        spread = self.given * shares * (1 - shares)
        variance = (spread * (1 + self.given / self.seen)).sum(axis=1)
        return np.asarray((self.made - (self.given * shares).sum(axis=1)) / np.sqrt(variance))

    def limit(self, level: float, side: int) -> Floats:
        """The log odds ratio at which what each made lies so far out; ±`WIDEST` where there is none."""
        z = float(ndtri(0.5 + level / 2)) * side
        edge = np.full(len(self.made), WIDEST)
        lowest, highest = self.off(-edge) <= -z, self.off(edge) >= -z
        found = np.where(lowest, -WIDEST, WIDEST)
        if (within := ~(lowest | highest)).any():
            inner = _Score(*(rows[within] for rows in (self.made, self.given, self.usual, self.seen)))
            found[within] = inner.crossing(z)
        return found

    def crossing(self, z: float) -> Floats:
        """Where each is `z` deviations below what was expected, known to lie between."""
        edge = np.full(len(self.made), WIDEST)
        rows = np.arange(len(self.made))

        def away(at: Floats, row: NDArray[np.int64]) -> Floats:
            some = _Score(self.made[row], self.given[row], self.usual[row], self.seen[row])
            return some.off(at) + z

        return np.asarray(find_root(away, (-edge, edge), args=(rows,)).x)


def _shifted(shares: Floats, log_odds: Floats) -> Floats:
    """The same shares with their odds multiplied by e^log_odds, a row of shares for each."""
    odds = np.exp(log_odds)[:, None]
    return np.asarray(shares * odds / (1 - shares + shares * odds))
