"""From shares of groups and kinds to whole prospects on the desks of single people."""

from heapq import heapify, heappop, heapreplace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from winnow.route.assign.market import Bools, Demand, Floats, Groups, Ints, Kinds, Market
from winnow.route.assign.relax import Relaxed

NEARLY = 1e-6


def whole(relaxed: Relaxed, groups: Groups, kinds: Kinds) -> Ints:
    """The amounts in whole prospects, within groups and room. Without a band they are whole from the start."""
    amount = np.floor(relaxed.amount + NEARLY).astype(np.int64)
    rest = relaxed.amount - amount > NEARLY
    if rest.any():
        amount[rest] += _rest(relaxed, rest, amount, groups, kinds)
    return amount


def _rest(relaxed: Relaxed, rest: Bools, amount: Ints, groups: Groups, kinds: Kinds) -> Ints:
    """One more for some of those that had a fraction: a transport of whole numbers, so its corner is whole."""
    group, kind = relaxed.group[rest], relaxed.kind[rest]
    spare = np.bincount(relaxed.group, relaxed.amount, len(groups.of)) + NEARLY
    spare = np.floor(spare) - np.bincount(relaxed.group, amount, len(groups.of))
    room = kinds.room - np.bincount(relaxed.kind, amount, len(kinds.room))
    column = np.arange(len(group))
    where = (np.concatenate([group, len(groups.of) + kind]), np.concatenate([column, column]))
    rows = coo_array((np.ones(2 * len(group)), where), shape=(len(groups.of) + len(room), len(group)))
    gain = kinds.gain[groups.of[group], kind] - relaxed.prices.toll[kind]
    worth = groups.worth[group] / (groups.worth.mean() or 1.0)
    done = linprog(
        -worth * (gain - gain.min() + 1e-3), A_ub=rows.tocsr(), b_ub=np.concatenate([spare, room]),
        bounds=(0, 1), method="highs-ds",
    )  # fmt: skip
    return np.zeros(len(group), np.int64) if done.x is None else np.round(done.x).astype(np.int64)


def kinds_of(demand: Demand, groups: Groups, relaxed: Relaxed, amount: Ints, kinds: Kinds) -> Ints:
    """The kind of person for each prospect, -1 if it waits.

    Without a band the best of a class go to who makes most of them, which can only be better than what the
    groups promised; with one, each group is dealt out evenly, as the groups' means were what kept the band.
    """
    chosen = np.full(len(demand), -1, np.int64)
    some = amount > 0
    group, kind, amount = relaxed.group[some], relaxed.kind[some], amount[some]
    if kinds.low is None:
        of = groups.of[group]
        table = np.zeros(kinds.gain.shape, np.int64)
        np.add.at(table, (of, kind), amount)
        bounds = demand.bounds(len(table))
        for number in np.unique(of):
            among = np.flatnonzero(table[number])
            among = among[np.lexsort((among, -kinds.gain[number, among]))]
            row = np.repeat(among, table[number, among])
            chosen[demand.order[bounds[number] : bounds[number] + len(row)]] = row
        return chosen
    starts = np.searchsorted(group, np.arange(len(groups.of) + 1))
    for number in np.unique(group):
        here = slice(starts[number], starts[number + 1])
        row = _alternating(kind[here], amount[here])
        chosen[demand.order[groups.first[number] : groups.first[number] + len(row)]] = row
    return chosen


def _alternating(kinds: Ints, amounts: Ints) -> Ints:
    """Each kind as often as its amount, as evenly spread as can be."""
    place = np.concatenate([(np.arange(amount) + 0.5) / amount for amount in amounts])
    return np.repeat(kinds, amounts)[np.argsort(place, kind="stable")]


def dealt(demand: Demand, chosen: Ints, market: Market) -> Ints:
    """Single people for kinds: those who are alike get worths in proportion to their room, the best first."""
    owner = np.full(len(demand), -1, np.int64)
    members = market.kinds.of
    by_kind = np.argsort(chosen, kind="stable")
    starts = np.searchsorted(chosen[by_kind], np.arange(len(market.kinds.room) + 1))
    for kind in np.unique(chosen[chosen >= 0]):
        mine = by_kind[starts[kind] : starts[kind + 1]]
        people = np.flatnonzero((members == kind) & (market.room > 0))
        if len(people) == 1:
            owner[mine] = people[0]
            continue
        _deal(mine[np.argsort(-demand.worth[mine], kind="stable")], people, demand.worth, market.room, owner)
    return owner


def _deal(mine: Ints, people: Ints, worth: Floats, room: Ints, owner: Ints) -> None:
    heap = [(0.0, -int(room[one]), int(one)) for one in people]  # most room first among those who are level
    left = {int(one): int(room[one]) for one in people}
    heapify(heap)
    for prospect in mine:
        filled, most, person = heap[0]
        owner[prospect] = person
        left[person] -= 1
        if left[person]:
            heapreplace(heap, (filled + float(worth[prospect]) / int(room[person]), most, person))
        else:
            heappop(heap)
