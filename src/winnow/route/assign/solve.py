"""The assignment of a batch that brings most: as few groups as suffice, made finer where owners change.

Each round solves the groups' linear program, deals the prospects out, and compares what that brings with what no
assignment can exceed; where the best owner changes with the worth, groups are cut finer for the next round.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from winnow.route.assign.balance import balanced
from winnow.route.assign.envelope import turning_points
from winnow.route.assign.even import Shares, banded, even_shares, exchange
from winnow.route.assign.market import Demand, Floats, Groups, Ints, Kinds, Market, grouped
from winnow.route.assign.relax import Prices, Relaxed, Used, bound, relax
from winnow.route.assign.whole import dealt, kinds_of, whole

TOLERANCE = 1e-3  # of the bound, below which no finer groups are made
ROUNDS, BANDED = 6, 3  # at most; under a band dealing evenly costs more than finer groups gain
INNER = 0.05  # of the band's width, by which the program keeps away from its edges
BANDED_PAIRS = 250_000  # the same under a band, whose tolls the beginning does not know well
SMALL = 20_000  # pairs of prospect and kind up to which every prospect is a group of its own: exact at once
COARSE = 1_000  # groups to begin with, or at least two of each class
PAIRS = 60_000  # pairs of group and kind up to which all are looked at


@dataclass(frozen=True)
class Plan:
    """Who gets each prospect (`owner`, -1 waits), what that brings, what no plan exceeds, and the prices of a
    place and tolls of the band for each person; `shares` only under a band."""

    owner: Ints
    profit: float
    bound: float
    prices: Prices
    shares: Shares | None = None

    @property
    def gap(self) -> float:
        """The share of profit that a better plan could bring at most."""
        return max(1 - self.profit / self.bound, 0.0) if self.bound > 0 else 0.0


def best(demand: Demand, market: Market, fairness: float = 0.0, tolerance: float = TOLERANCE) -> Plan:
    """The plan that brings most, within `tolerance` of the optimum and exact if it is small.

    With `fairness` above 0 everybody's worth is kept within that part of an even share and its mirror above.
    """
    free = _Search(demand, market).run(tolerance if not fairness else 10 * tolerance)
    if not fairness:
        return free
    even = even_shares(demand, free.owner, market)
    market = banded(market, even, fairness)
    inner = banded(market, even, fairness + INNER * (1 - fairness))  # as whole prospects cannot be divided
    plan = _Search(demand, inner).run(tolerance, BANDED)
    owner = exchange(demand, _everybody_served(demand, plan.owner, market, plan.prices), market)
    assert market.low is not None
    assert market.high is not None
    shares = Shares(market.given(demand, owner), even, market.low, market.high)
    return Plan(owner, market.profit(demand, owner), _limit(demand, market, plan.prices), plan.prices, shares)


def _limit(demand: Demand, market: Market, prices: Prices) -> float:
    """What no plan within the market's own band exceeds, by the prices of single people."""
    everybody = np.arange(len(market.room))
    gain, room = np.where(market.room > 0, market.gain, 0.0), np.maximum(market.room, 0).astype(float)
    return bound(demand, Kinds(everybody, gain, room, market.low, market.high), prices)


class _Search:
    """One market, its groups as they get finer, and the best plan so far."""

    def __init__(self, demand: Demand, market: Market) -> None:
        self.demand, self.market, self.kinds = demand, market, market.kinds
        self.bounds = demand.bounds(len(market.gain))
        self.total = np.concatenate([[0.0], np.cumsum(demand.worth[demand.order])])
        self.cuts = self._first_cuts()

    def run(self, tolerance: float, rounds: int = ROUNDS) -> Plan:
        nobody = np.full(len(self.demand), -1, np.int64)
        none = np.zeros(len(self.kinds.room))
        plan = Plan(nobody, 0.0, np.inf, Prices(none, none))
        if not len(self.demand) or not (self.market.gain > 0).any():
            return self._for_people(Plan(nobody, 0.0, 0.0, Prices(none, none)))
        near, used = self._beginning(), None
        for number in range(rounds):
            groups = grouped(self.cuts, self.total)
            relaxed = relax(groups, groups.count.astype(float), self.kinds, near, used)
            used = Used(groups, *_positive(relaxed))
            before, plan = plan, self._better(plan, relaxed, groups)
            near = plan.prices
            moved = plan.profit - before.profit + min(before.bound - plan.bound, plan.bound)
            stalled = number > 0 and moved < tolerance / 4 * plan.profit
            if plan.gap <= tolerance or stalled or len(groups.of) == len(self.demand):
                break
            self._cut_finer(relaxed.prices, number)
        return self._for_people(plan)

    def _better(self, plan: Plan, relaxed: Relaxed, groups: Groups) -> Plan:
        """The better owners and the tighter bound, each from the round that found it."""
        limit = bound(self.demand, self.kinds, relaxed.prices)
        amount = whole(relaxed, groups, self.kinds)
        owner = dealt(self.demand, kinds_of(self.demand, groups, relaxed, amount, self.kinds), self.market)
        profit = self.market.profit(self.demand, owner)
        if profit < plan.profit:
            owner, profit = plan.owner, plan.profit
        tighter = limit < plan.bound
        return Plan(owner, profit, min(limit, plan.bound), relaxed.prices if tighter else plan.prices)

    def _beginning(self) -> Prices | None:
        """Prices to choose the pairs by, if there are too many to look at all."""
        groups = grouped(self.cuts, self.total)
        most = PAIRS if self.kinds.low is None else BANDED_PAIRS
        if (self.kinds.gain[groups.of] > 0).sum() <= most:
            return None
        return balanced(groups, groups.count.astype(float), self.kinds)

    def _first_cuts(self) -> list[Ints]:
        counts = np.diff(self.bounds)
        several = (self.kinds.gain > 0).sum(axis=1)
        pieces = max(COARSE // max(int((counts > 0).sum()), 1), 2)
        if (counts * several).sum() <= SMALL:
            pieces = max(int(counts.max(initial=1)), 1)
        return [
            np.unique(np.linspace(first, last, min(pieces, last - first) + 1).astype(np.int64))
            for first, last in pairwise(self.bounds)
        ]

    def _cut_finer(self, prices: Prices, number: int) -> None:
        worth = self.demand.worth[self.demand.order]
        for of, (first, last) in enumerate(pairwise(self.bounds)):
            if first == last:
                continue
            turns = turning_points(self.kinds.gain[of], prices)
            at = last - np.searchsorted(worth[first:last][::-1], turns)
            near = max(1, (last - first) // (60 * 4**number))
            finer = [self.cuts[of], at - near, at + near] + ([at] if number else [])
            self.cuts[of] = np.unique(np.clip(np.concatenate(finer), first, last))

    def _for_people(self, plan: Plan) -> Plan:
        """The prices of kinds as prices of their people."""
        of = self.kinds.of
        prices = Prices(plan.prices.place[of], plan.prices.toll[of])
        return Plan(plan.owner, plan.profit, plan.bound, prices)


def _everybody_served(demand: Demand, owner: Ints, market: Market, prices: Prices) -> Ints:
    """Nobody waits for the sake of fairness while somebody who may has room: the best of those who waited first."""
    owner = owner.copy()
    left = market.room - np.bincount(owner[owner >= 0], minlength=len(market.room))
    waiting = np.flatnonzero(owner < 0)
    for prospect in waiting[np.argsort(-demand.worth[waiting], kind="stable")]:
        if not left.any():
            break
        gain = np.where(left > 0, market.gain[demand.of[prospect]], 0)
        if gain.any():
            person = int(_after_tolls(gain, prices.toll).argmax())
            owner[prospect] = person
            left[person] -= 1
    return owner


def _after_tolls(gain: Floats, toll: Floats) -> Floats:
    return np.where(gain > 0, gain - toll, -np.inf)


def _positive(relaxed: Relaxed) -> tuple[Ints, Ints]:
    some = relaxed.amount > 0
    return relaxed.group[some], relaxed.kind[some]
