"""How good predictions were: log-loss, how well buyers are told from others, sales kept."""

from dataclasses import dataclass

import numpy as np

from winnow.qualify.learn.frame import Floats, Ints

CLOSEST = 1e-6  # no probability is taken to be nearer to 0 or 1 than this


def log_loss(chance: Floats, sold: Floats) -> Floats:
    """The loss of each row."""
    safe = np.clip(chance, CLOSEST, 1 - CLOSEST)
    return np.asarray(-(sold * np.log(safe) + (1 - sold) * np.log1p(-safe)))


def area(score: Floats, sold: Floats, weight: Floats | None = None) -> float:
    """How often a buyer is ranked before another prospect (AUC); 0.5 when there are not both kinds."""
    weight = np.ones(len(sold)) if weight is None else weight
    return placed(score, sold, weight).area


def kept(score: Floats, sold: Floats, weight: Floats | None = None, thrown_away: float = 0.5) -> float:
    """The share of sales among those not thrown away; prospects with the same score share their fate."""
    weight = np.ones(len(sold)) if weight is None else weight
    orders = weight * sold
    if orders.sum() == 0:
        return 1.0 - thrown_away
    _, group = np.unique(score, return_inverse=True)
    size = np.bincount(group, weight)
    below = np.cumsum(size) - size
    gone = np.clip((thrown_away * weight.sum() - below) / np.maximum(1e-12, size), 0.0, 1.0)
    return float(1.0 - (gone[group] * orders).sum() / orders.sum())


@dataclass(frozen=True, slots=True)
class Placed:
    """Where each row stands among those of the other kind: 1 is where it ought to be; 0.5 is by chance."""

    place: Floats
    sold: Floats
    weight: Floats

    @property
    def area(self) -> float:
        buyers = self.sold > 0
        if not self.weight[buyers].sum() or not self.weight[~buyers].sum():
            return 0.5
        return float(np.average(self.place[buyers], weights=self.weight[buyers]))

    def only(self, rows: Ints) -> "Placed":
        """The places of these rows."""
        return Placed(self.place[rows], self.sold[rows], self.weight[rows])

    def error(self) -> float:
        """The standard error of the area (DeLong 1988)."""
        return float(np.sqrt(sum(_variance(self.place[kind], self.weight[kind]) for kind in self._kinds())))

    def _kinds(self) -> tuple[Ints, Ints]:
        return np.flatnonzero(self.sold > 0), np.flatnonzero(self.sold == 0)


def placed(score: Floats, sold: Floats, weight: Floats) -> Placed:
    """Every row's place among the rows of the other kind."""
    _, group = np.unique(score, return_inverse=True)
    count = int(group.max(initial=-1)) + 1
    bought = np.bincount(group, weight * sold, count)
    others = np.bincount(group, weight * (1 - sold), count)
    below = (np.cumsum(others) - others / 2) / max(1e-12, others.sum())
    above = 1 - (np.cumsum(bought) - bought / 2) / max(1e-12, bought.sum())
    return Placed(np.where(sold > 0, below[group], above[group]), sold, weight)


def placed_in_blocks(score: Floats, sold: Floats, weight: Floats, block: Ints) -> Placed:
    """The same, each row among those of its own block; blocks weigh as many orders as they have."""
    place, share = np.full(len(sold), 0.5), np.zeros(len(sold))
    for each in np.unique(block):
        rows = np.flatnonzero(block == each)
        orders, rest = (weight * sold)[rows].sum(), (weight * (1 - sold))[rows].sum()
        if not orders or not rest:
            continue
        place[rows] = placed(score[rows], sold[rows], weight[rows]).place
        share[rows] = weight[rows] * np.where(sold[rows] > 0, 1.0, orders / rest)
    return Placed(place, sold, share)


def _variance(place: Floats, weight: Floats) -> float:
    """Of the weighted mean."""
    total = float(weight.sum())
    if total == 0:
        return 0.0
    centre = float(weight @ place) / total
    return float((weight**2) @ (place - centre) ** 2) / total**2
