"""Why this person and not another: the best others for each prospect, and what they would have brought less."""

from itertools import pairwise

import numpy as np

from winnow.route.assign.market import Demand, Floats, Ints
from winnow.route.assign.relax import Prices

BEST = 3
CHUNK = 4_000_000  # cells looked at together

Other = tuple[int, float, str]  # person, what is brought less, all counted, and why not them


def alternatives(
    demand: Demand, gain: Floats, owner: Ints, prices: Prices, left: Ints
) -> list[tuple[Other, ...]]:
    """The best three others for each prospect that has an owner, best first.

    What one brings less counts the prices of places: who makes more of this prospect but is needed elsewhere
    brings less in all. `left` is the room of each person after everything was given out.
    """
    found: list[tuple[Other, ...]] = [()] * len(demand)
    bounds = demand.bounds(len(gain))
    for of, (first, last) in enumerate(pairwise(bounds)):
        may = np.flatnonzero(gain[of] > 0)
        mine = demand.order[first:last]
        mine = mine[owner[mine] >= 0]
        if len(may) < 2 or not len(mine):
            continue
        lines = Prices(prices.place[may], prices.toll[may])
        for chunk in np.array_split(mine, len(mine) * len(may) // CHUNK + 1):
            bids = lines.bids(demand.worth[chunk], gain[of, may])
            _told(found, chunk, bids, may, gain[of], owner, left)
    return found


def _told(
    found: list[tuple[Other, ...]],
    chunk: Ints,
    bids: Floats,
    may: Ints,
    gain: Floats,
    owner: Ints,
    left: Ints,
) -> None:
    rows = np.arange(len(chunk))
    own = np.searchsorted(may, owner[chunk])
    mine = bids[rows, own].copy()
    bids[rows, own] = -np.inf
    best = _best(bids)
    for row, prospect in enumerate(chunk):
        person = owner[prospect]
        found[prospect] = tuple(
            (int(may[at]), max(float(mine[row] - bids[row, at]), 0.0), _why(gain, int(may[at]), person, left))
            for at in best[row]
        )


def _best(bids: Floats) -> Ints:
    """The places of the best others in each row, best first, ties by place."""
    many = min(BEST, bids.shape[1] - 1)
    near = np.sort(np.argpartition(-bids, many - 1, axis=1)[:, :many], axis=1)
    order = np.argsort(-np.take_along_axis(bids, near, axis=1), axis=1, kind="stable")
    return np.take_along_axis(near, order, axis=1)


def _why(gain: Floats, other: int, person: int, left: Ints) -> str:
    if gain[other] > gain[person]:
        return "elsewhere"
    return "full" if left[other] <= 0 and gain[other] == gain[person] else "less"
