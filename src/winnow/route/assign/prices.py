"""Prospects given out one by one, as they come: each to who bids most beyond what the place is worth to others.

The prices are the duals of the best plan for the prospects still to come, forecast by a sample of recent ones, and
are found anew as places are used. So a specialist's last places are kept for those who need the specialist.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from winnow.route.assign.balance import balanced
from winnow.route.assign.even import banded, even_shares
from winnow.route.assign.market import Demand, Floats, Ints, Market, grouped
from winnow.route.assign.relax import Prices, relax
from winnow.route.assign.solve import PAIRS, best

GROUPS = 600  # of the sample, at most
ANEW = 20  # times in the whole, in which prices are found anew


def bid_prices(sample: Demand, coming: float, market: Market) -> Prices:
    """What places will be worth, and what the band asks, if `coming` more prospects like the sample come.

    The prices are those of people, whatever kind they are of.
    """
    kinds = market.kinds
    if not len(sample) or coming <= 0 or not (market.gain > 0).any():
        return Prices(np.zeros(len(market.room)), np.zeros(len(market.room)))
    bounds = sample.bounds(len(market.gain))
    pieces = max(GROUPS // len(market.gain), 2)
    cuts = [
        np.unique(np.linspace(first, last, min(pieces, last - first) + 1).astype(np.int64))
        for first, last in pairwise(bounds)
    ]
    groups = grouped(cuts, np.concatenate([[0.0], np.cumsum(sample.worth[sample.order])]))
    count = np.asarray(groups.count * (coming / len(sample)), np.float64)
    near = balanced(groups, count, kinds) if len(groups.of) * len(kinds.room) > PAIRS else None
    prices = relax(groups, count, kinds, near).prices
    return Prices(prices.place[kinds.of], prices.toll[kinds.of])


@dataclass
class Counter:
    """Gives prospects out one by one; `sample` is what came before, `coming` how many are expected."""

    market: Market
    sample: Demand
    coming: int
    fairness: float = 0.0
    may_wait: bool = True  # whether a prospect may be left waiting for the sake of better ones to come

    def __post_init__(self) -> None:
        self.given = np.zeros(len(self.market.room))
        self.room = self.market.room.copy()
        self.seen_of: list[int] = []
        self.seen_worth: list[float] = []
        self.every = max(self.coming // ANEW, 1)
        self.even = self._even()
        self.prices = self._prices()

    def give(self, of: int, worth: float) -> int:
        """The person who gets a prospect of this class and worth, or -1: nobody may, or it had better wait."""
        if len(self.seen_of) and len(self.seen_of) % self.every == 0:
            self.prices = self._prices()
        self.seen_of.append(of)
        self.seen_worth.append(worth)
        gain = np.where(self.room > 0, self.market.gain[of], 0)
        bids = self.prices.bids(np.array([worth]), gain)[0]
        person = int(bids.argmax())
        if not np.isfinite(bids[person]) or (self.may_wait and bids[person] < -1e-6 * worth):
            return -1
        # Among those who bid alike, the cheapest place is spent first, then that of who has most room left.
        alike = np.flatnonzero(bids >= bids[person] - 1e-9 * max(abs(bids[person]), 1.0))
        left = self.room[alike] / np.maximum(self.market.room[alike], 1)
        person = int(alike[np.lexsort((-left, np.round(self.prices.place[alike], 6)))[0]])
        self.room[person] -= 1
        self.given[person] += worth
        return person

    def _prices(self) -> Prices:
        market = replace(self.market, room=self.room)
        if self.even is not None:
            whole = banded(market, self.even, self.fairness)
            assert whole.low is not None
            assert whole.high is not None
            low, high = np.maximum(whole.low - self.given, 0), np.maximum(whole.high - self.given, 0)
            market = replace(market, low=low, high=high)
        return bid_prices(self._alike(), self.coming - len(self.seen_of), market)

    def _alike(self) -> Demand:
        of = np.concatenate([self.sample.of, np.array(self.seen_of, np.int64)])
        return Demand(of, np.concatenate([self.sample.worth, np.array(self.seen_worth, float)]))

    def _even(self) -> Floats | None:
        """Even shares of what is expected, by the best plan for as many as the sample has."""
        if not self.fairness or not len(self.sample):
            return None
        times = self.coming / len(self.sample)
        room = np.round(self.market.room / times).astype(np.int64)
        market = replace(self.market, room=room)
        owner: Ints = best(self.sample, market).owner
        return even_shares(self.sample, owner, market) * times
