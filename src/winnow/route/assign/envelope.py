"""Where, as prospects of one class get worth more, another kind of person becomes the best for them."""

import numpy as np

from winnow.route.assign.market import Floats
from winnow.route.assign.relax import Prices


def turning_points(gain: Floats, prices: Prices) -> Floats:
    """The worths at which the upper envelope of the bids (and of waiting, which bids 0) changes, ascending.

    Each bid is a line in the worth: gain less toll is its slope, the price of a place its fall at 0.
    """
    may = gain > 0
    slope = np.concatenate([[0.0], (gain - prices.toll)[may]])
    height = np.concatenate([[0.0], -prices.place[may]])
    upper: list[tuple[float, float]] = []
    turns: list[float] = []
    for one in np.lexsort((-height, slope)):
        line = (float(slope[one]), float(height[one]))
        if upper and line[0] <= upper[-1][0]:
            continue  # parallel and not above
        while upper and turns and _meet(upper[-1], line) <= turns[-1]:
            upper.pop()
            turns.pop()
        if upper:
            turns.append(_meet(upper[-1], line))
        upper.append(line)
    return np.array([turn for turn in turns if turn > 0])


def _meet(flat: tuple[float, float], steep: tuple[float, float]) -> float:
    return (flat[1] - steep[1]) / (steep[0] - flat[0])
