"""Which method: the simplest that out of time is not clearly worse than the best."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from winnow.qualify.learn.frame import Floats, Ints
from winnow.qualify.learn.measures import Placed, kept, log_loss, placed_in_blocks


@dataclass(frozen=True, slots=True)
class Tested:
    """Rows scored by models that had not seen them; `block` counts from the oldest."""

    rows: Ints
    sold: Floats
    weight: Floats
    block: Ints

    def where(self, mask: Ints) -> "Tested":
        return Tested(self.rows[mask], self.sold[mask], self.weight[mask], self.block[mask])


@dataclass(frozen=True, slots=True)
class Validated:
    """How one method did out of time: means over the blocks and their standard errors."""

    method: str
    log_loss: float
    log_loss_error: float
    auc: float
    auc_error: float
    kept: float
    kept_error: float


def simplest(log_odds: Mapping[str, Floats], tested: Tested, drifting: bool = False) -> str:
    """The first method, in the order given, within a standard error of the best at ranking inside blocks.

    Where the market moves, what was best in one block may be worst in the next: then it counts, too, how much the
    blocks differ about the two.
    """
    places = {name: place_of(score, tested) for name, score in log_odds.items()}
    best = max(places.values(), key=lambda place: place.area)
    error = best.error()
    return next(
        name
        for name, place in places.items()
        if best.area - place.area
        <= (float(np.hypot(error, _apart(best, place, tested))) if drifting else error)
    )


def _apart(one: Placed, other: Placed, tested: Tested) -> float:
    """The standard error of the difference of two areas, when blocks are what is drawn."""
    blocks = [np.flatnonzero(tested.block == block) for block in np.unique(tested.block)]
    gaps = np.array([one.only(rows).area - other.only(rows).area for rows in blocks])
    orders = np.array([float((tested.weight * tested.sold)[rows].sum()) for rows in blocks])
    return _mean(gaps, orders)[1]


def place_of(score: Floats, tested: Tested) -> Placed:
    """Where the rows stand inside their blocks."""
    return placed_in_blocks(score, tested.sold, tested.weight, tested.block)


def validated(name: str, score: Floats, tested: Tested) -> Validated:
    """The figures of one method."""
    place = place_of(score, tested)
    losses, keeps, orders = [], [], []
    for block in np.unique(tested.block):
        rows = np.flatnonzero(tested.block == block)
        sold, weight = tested.sold[rows], tested.weight[rows]
        if not weight.sum():
            continue
        losses.append(np.average(log_loss(expit(score[rows]), sold), weights=weight))
        keeps.append(kept(score[rows], sold, weight))
        orders.append((weight * sold).sum())
    loss, loss_error = _mean(np.array(losses), np.ones(len(losses)))
    share, share_error = _mean(np.array(keeps), np.array(orders))
    return Validated(name, loss, loss_error, place.area, place.error(), share, share_error)


def _mean(values: Floats, weight: Floats) -> tuple[float, float]:
    """The weighted mean and its standard error, by as many values as these weights are worth (Kish 1965)."""
    if not len(values) or not weight.sum():
        return 0.5, 0.0
    mean = float(np.average(values, weights=weight))
    spread = float(np.average((values - mean) ** 2, weights=weight))
    many = float(weight.sum() ** 2 / (weight**2).sum())
    return mean, float(np.sqrt(spread / max(1.0, many - 1)))
