"""The linear program of an assignment over groups and kinds, solved by HiGHS; its duals are the prices."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from winnow.route.assign.market import Demand, Floats, Groups, Ints, Kinds

NEAREST = 20  # kinds looked at for each group once prices are known
PENALTY = 4.0  # times the best gain: what a unit of worth outside the band costs


@dataclass(frozen=True)
class Prices:
    """What a place on the desk of each kind would bring elsewhere (`place`, money), and what the fairness band
    asks for each unit of worth given to it (`toll`; below zero it is wanted)."""

    place: Floats
    toll: Floats

    def bids(self, worth: Floats, gain: Floats) -> Floats:
        """What each prospect of a class brings with each kind beyond what its place is worth; -inf where barred."""
        bids = worth[:, None] * (gain - self.toll)[None, :] - self.place[None, :]
        return np.where(gain[None, :] > 0, bids, -np.inf)


@dataclass(frozen=True)
class Relaxed:
    """How many of each group go to each kind (`amount` by `group` and `kind`), and the prices."""

    group: Ints
    kind: Ints
    amount: Floats
    prices: Prices


@dataclass(frozen=True)
class Used:
    """Which pairs an earlier round used, with its groups."""

    groups: Groups
    group: Ints
    kind: Ints

    def by(self, finer: Groups) -> tuple[Ints, Ints]:
        """The same pairs for groups that are parts of those."""
        table = np.zeros((len(self.groups.of), int(self.kind.max(initial=0)) + 1), bool)
        table[self.group, self.kind] = True
        part_of = np.searchsorted(self.groups.first, finer.first, side="right") - 1
        group, kind = np.nonzero(table[part_of])
        return group, kind


def relax(
    groups: Groups, count: Floats, kinds: Kinds, near: Prices | None, used: Used | None = None
) -> Relaxed:
    """The best division of `count[group]` prospects; only the best kinds by the prices `near`, if given, and
    those that were `used` for a coarser division of the same prospects.

    Raises RuntimeError if the solver fails, which no valid market makes it do.
    """
    unit = float(groups.worth.mean()) or 1.0  # so that the solver sees numbers near 1
    group, kind = _pairs(groups, kinds, near, used)
    if not len(group):
        none = np.zeros(len(kinds.room))
        return Relaxed(group, kind, np.zeros(0), Prices(none, none))
    rows, limits, slack = _rows(group, kind, groups.worth / unit, count, kinds, unit)
    profit = groups.worth[group] / unit * kinds.gain[groups.of[group], kind]
    cost = np.concatenate([-profit, np.full(slack, PENALTY * kinds.gain.max(initial=1.0))])
    # The interior point method with its crossover ends in a corner, which is whole where there is no band.
    done = linprog(cost, A_ub=rows, b_ub=limits, bounds=(0, None), method="highs-ipm")
    if done.x is None:
        raise RuntimeError(f"the assignment could not be solved: {done.message}")
    return Relaxed(group, kind, done.x[: len(group)], _prices(-done.ineqlin.marginals, groups, kinds, unit))


def bound(demand: Demand, kinds: Kinds, prices: Prices) -> float:
    """What no assignment can exceed, by duality: true of any prices, whatever was left out to find them."""
    total = float(kinds.room @ prices.place)
    if kinds.low is not None and kinds.high is not None:
        total += float(kinds.high @ np.maximum(prices.toll, 0)) - float(
            kinds.low @ np.maximum(-prices.toll, 0)
        )
    bounds = demand.bounds(len(kinds.gain))
    for number, (first, last) in enumerate(pairwise(bounds)):
        may = kinds.gain[number] > 0
        if first < last and may.any():
            total += _best_bids(demand.worth[demand.order[first:last]], number, may, kinds, prices)
    return total


def _best_bids(worth: Floats, number: int, may: Ints, kinds: Kinds, prices: Prices) -> float:
    lines = Prices(prices.place[may], prices.toll[may])
    chunks = np.array_split(worth, len(worth) * int(may.sum()) // 5_000_000 + 1)
    bids = (lines.bids(chunk, kinds.gain[number, may]).max(axis=1) for chunk in chunks)
    return float(sum(np.maximum(best, 0).sum() for best in bids))


def _pairs(groups: Groups, kinds: Kinds, near: Prices | None, used: Used | None) -> tuple[Ints, Ints]:
    """The pairs that may matter: for each group the kinds that bid best, and for each kind the groups for which
    it comes nearest to the best, so that nobody is left without work."""
    may = (kinds.gain[groups.of] > 0) & (kinds.room > 0)
    if near is not None and may.sum() > NEAREST * sum(may.shape):
        bids = groups.worth[:, None] * (kinds.gain[groups.of] - near.toll) - near.place
        bids[~may] = -np.inf
        bids -= np.maximum(bids.max(axis=1), 0)[:, None]
        # Where many bid alike, each group looks at others of them.
        even = np.arange(len(groups.of))[:, None] * 7919 + np.arange(len(kinds.room)) * 104_729
        bids -= even % 997 / 997 * (1e-4 * float(groups.worth.mean()))
        near_enough = (bids >= _nth(bids, 1)) | (bids >= _nth(bids, 0))
        if used is not None:
            near_enough[used.by(groups)] = True
        may &= near_enough
    group, kind = np.nonzero(may)
    return group, kind


def _nth(bids: Floats, axis: int) -> Floats:
    nearest = min(NEAREST, bids.shape[axis])
    return np.partition(bids, -nearest, axis=axis).take([-nearest], axis=axis)


def _rows(
    group: Ints, kind: Ints, worth: Floats, count: Floats, kinds: Kinds, unit: float
) -> tuple[coo_array, Floats, int]:
    """Each group once, each kind within its room, and with a band its worth above low and below high."""
    pairs, groups, many = len(group), len(count), len(kinds.room)
    column = np.arange(pairs)
    row, at, value = [group, groups + kind], [column, column], [np.ones(pairs), np.ones(pairs)]
    limits = [count, kinds.room]
    slack = 0
    if kinds.low is not None and kinds.high is not None:
        each, slack, start = np.arange(many), 2 * many, groups + many
        row += [start + kind, start + many + kind, start + each, start + many + each]
        at += [column, column, pairs + each, pairs + many + each]
        value += [-worth[group], worth[group], -np.ones(many), -np.ones(many)]
        limits += [-kinds.low / unit, kinds.high / unit]
    where = (np.concatenate(row), np.concatenate(at))
    height = groups + many + slack
    return (
        coo_array((np.concatenate(value), where), shape=(height, pairs + slack)).tocsr(),
        np.concatenate(limits),
        slack,
    )


def _prices(duals: Floats, groups: Groups, kinds: Kinds, unit: float) -> Prices:
    start, many = len(groups.of), len(kinds.room)
    place = np.maximum(duals[start : start + many], 0) * unit
    if kinds.low is None:
        return Prices(place, np.zeros(many))
    low, high = duals[start + many : start + 2 * many], duals[start + 2 * many :]
    return Prices(place, np.maximum(high, 0) - np.maximum(low, 0))
