"""Prices to begin with, where there are too many pairs to look at each.

Every prospect leans towards all who may take it, the more the better they bid, and places that too many lean to
get dearer; the leaning hardens step by step (entropic smoothing of the assignment: Cuturi, 2013).
"""

import numpy as np

from winnow.route.assign.market import Bools, Floats, Groups, Kinds
from winnow.route.assign.relax import Prices

HARDNESS = (0.3, 0.15, 0.08, 0.04, 0.02, 0.01, 0.005, 0.0025)  # parts of the mean worth that count as a tie
STEPS = 8  # for each hardness


def balanced(groups: Groups, count: Floats, kinds: Kinds) -> Prices:
    """Prices near those of the best division of these groups; only a beginning, never a bound."""
    many = len(kinds.room)
    place, above, below = np.zeros(many), np.zeros(many), np.zeros(many)
    gain = kinds.gain[groups.of]
    may = gain > 0
    unit = float(count @ groups.worth / count.sum()) or 1.0
    mass = count * groups.worth
    for softness in HARDNESS:
        for _ in range(STEPS):
            leaning = _leaning(groups.worth, gain, may, Prices(place, above - below), softness * unit)
            place = _dearer(place, softness * unit, count @ leaning, kinds.room)
            if kinds.low is not None and kinds.high is not None:
                given = mass @ leaning
                above = _dearer(above, softness, given, kinds.high)
                below = _dearer(below, softness, kinds.low, given)
    return Prices(place, above - below)


def _leaning(worth: Floats, gain: Floats, may: Bools, prices: Prices, softness: float) -> Floats:
    bids = (worth[:, None] * (gain - prices.toll) - prices.place) / softness
    bids[~may] = -np.inf
    top = np.maximum(bids.max(axis=1, initial=0.0), 0.0)  # waiting bids 0
    np.exp(bids - top[:, None], out=bids)
    bids /= (bids.sum(axis=1) + np.exp(-top))[:, None]
    return bids


def _dearer(price: Floats, step: float, wanted: Floats, there: Floats) -> Floats:
    return np.maximum(price + step * np.log((wanted + 1e-9) / (there + 1e-9)), 0.0)
