"""How well groups of rows tell who bought, judged on rows other than those that put the groups in order."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.stats import beta

from winnow.qualify.learn.frame import Bools, Floats, Ints
from winnow.qualify.learn.measures import area

DOUBT = 0.01  # one-sided, for each bound
AN_END = 0.05  # the share of rows that makes an end of a column
LOOKS_CERTAIN = 30.0
LOOKS_IMPOSSIBLE = 1 / 15


@dataclass(frozen=True, slots=True)
class Evidence:
    """Bounds, each on the cautious side.

    `spread`: odds at the upper end over odds at the lower; `certain`: odds of the values that look certain
    over the usual odds, and `of_orders`, the share of all orders they hold; `impossible`: the usual odds over
    those of the values that look impossible, and `of_rows`, the share of all rows they hold; `area`: of the
    groups alone. `highest` and `lowest` are the groups with the highest and lowest odds.
    """

    spread: float
    certain: float
    of_orders: float
    impossible: float
    of_rows: float
    area: float
    highest: int
    lowest: int


@dataclass(slots=True)
class _Tally:
    rows: float = 0.0
    orders: float = 0.0
    usual: float = 0.0

    def add(self, inside: Bools, sold: Floats, usual: Floats) -> None:
        self.rows += float(inside.sum())
        self.orders += float(sold[inside].sum())
        self.usual += float(usual[inside].sum())

    def at_least(self) -> float:
        """Odds over the usual odds, the lower bound (Clopper–Pearson)."""
        if self.orders == 0:
            return 0.0
        rate = float(beta.ppf(DOUBT, self.orders, self.rows - self.orders + 1))
        return _odds(rate) / _odds(self._expected())

    def at_most(self) -> float:
        """Odds over the usual odds, the upper bound."""
        if self.rows <= self.orders:  # also when there are none
            return np.inf
        rate = float(beta.ppf(1 - DOUBT, self.orders + 1, self.rows - self.orders))
        return _odds(rate) / _odds(self._expected())

    def _expected(self) -> float:
        return self.usual / max(1.0, self.rows)


def weigh(groups: Ints, sold: Floats, usual: Floats) -> Evidence:
    """What the groups say of the outcome beyond the usual rate of each row."""
    count = int(groups.max()) + 1
    high, low, sure, never = _Tally(), _Tally(), _Tally(), _Tally()
    half = _halves(len(sold))
    score = np.empty(len(sold))
    for learning in (half, ~half):
        testing = ~learning
        ratio = _ratios(groups[learning], sold[learning], usual[learning], count)
        size = np.bincount(groups[learning], minlength=count)
        top, bottom = _end(-ratio, size), _end(ratio, size)
        high.add(testing & top[groups], sold, usual)
        low.add(testing & bottom[groups] & ~top[groups], sold, usual)
        rate = np.bincount(groups[learning], sold[learning], count) / np.maximum(1, size)
        sure.add(testing & ((ratio >= LOOKS_CERTAIN) & (rate >= 0.5))[groups], sold, usual)
        never.add(testing & (ratio <= LOOKS_IMPOSSIBLE)[groups], sold, usual)
        score[testing] = np.log(ratio)[groups[testing]]
    whole = _ratios(groups, sold, usual, count)
    present = np.bincount(groups, minlength=count) > 0
    return Evidence(
        high.at_least() / max(1e-12, low.at_most()), sure.at_least(), sure.orders / max(1.0, sold.sum()),
        1 / max(1e-12, never.at_most()), never.rows / len(sold), _cautious_area(score, sold),
        int(np.argmax(np.where(present, whole, -np.inf))), int(np.argmin(np.where(present, whole, np.inf))),
    )  # fmt: skip


def _halves(rows: int) -> Bools:
    return cast(Bools, np.random.default_rng(0).permutation(rows) % 2 == 0)


def _ratios(groups: Ints, sold: Floats, usual: Floats, count: int) -> Floats:
    """Odds of each group over its usual odds, drawn a little towards 1."""
    orders = np.bincount(groups, sold, count)
    rows = np.bincount(groups, minlength=count).astype(np.float64)
    expected = np.bincount(groups, usual, count)
    overall = usual.mean()
    rate = (orders + 0.5 * overall) / (rows + 0.5)
    base = (expected + 0.5 * overall) / (rows + 0.5)
    rate = np.clip(rate, 1e-6, 1 - 1e-6)
    return _odds_of(rate) / _odds_of(np.clip(base, 1e-6, 1 - 1e-6))


def _end(rank: Floats, size: Ints) -> Bools:
    """The groups that come first by rank and hold at least a twentieth of the rows together."""
    order = np.argsort(np.where(size > 0, rank, np.inf), kind="stable")
    before = np.cumsum(size[order]) - size[order]
    chosen = np.zeros(len(size), dtype=np.bool_)
    chosen[order] = before < AN_END * size.sum()
    return chosen & (size > 0)


def _cautious_area(score: Floats, sold: Floats) -> float:
    found = area(score, sold)
    few = min(sold.sum(), len(sold) - sold.sum())
    return found - 2.33 * float(np.sqrt((found * (1 - found) + 0.25 / few) / few))


def _odds(rate: float) -> float:
    return rate / max(1e-9, 1 - rate)


def _odds_of(rate: Floats) -> Floats:
    return rate / (1 - rate)
