"""From the model's log-odds to those that came true: as they are, Platt, isotonic or Venn–Abers.

Chosen by log-loss on the newest block, learned on those before it; the simplest within a standard error.
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.special import expit, logit

from winnow.qualify.learn.choice import Tested
from winnow.qualify.learn.frame import Floats, Ints
from winnow.qualify.learn.measures import log_loss

NONE, PLATT, ISOTONIC, VENN_ABERS = "none", "Platt", "isotonic", "Venn–Abers"
STEPS = 25
RIDGE = 1.0  # towards the model as it is
LEAST_ORDERS = 30
GRID = 64
NEAR = 3
TILT = 1e-6  # keeps the order of prospects whose isotonic probability is the same


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising map of log-odds: straight (`slope`, `shift`), or along points."""

    kind: str = NONE
    slope: float = 1.0
    shift: float = 0.0
    points: tuple[Floats, Floats] | None = None

    def __call__(self, log_odds: Floats) -> Floats:
        if self.points is None:
            return self.shift + self.slope * log_odds
        found = np.interp(log_odds, *self.points)
        return found + TILT * log_odds

    def to_dict(self) -> dict[str, Any]:
        points = None if self.points is None else [each.tolist() for each in self.points]
        return {"kind": self.kind, "slope": self.slope, "shift": self.shift, "points": points}

    @staticmethod
    def from_dict(stored: dict[str, Any]) -> "Calibration":
        points = stored["points"] and tuple(np.asarray(each, np.float64) for each in stored["points"])
        return Calibration(stored["kind"], stored["slope"], stored["shift"], points)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Prospects of similar probability: how many, what was said and what came, on average."""

    rows: int
    said: float
    came: float


def calibrate(score: Floats, tested: Tested, timed: bool) -> Calibration:
    """The calibration that did best on the newest blocks (on all folds where there is no time)."""
    last = tested.block.max(initial=0)
    newest = tested.block >= (1 if not timed else (last + 1) // 2 + 1)
    if last < 1 or tested.sold.sum() < 2 * LEAST_ORDERS or not tested.weight[newest].sum():
        return Calibration()
    losses = {
        kind: log_loss(expit(of_blocks(kind, score, tested, timed)[newest]), tested.sold[newest])
        for kind in (NONE, PLATT, ISOTONIC, VENN_ABERS)
    }
    kind = _simplest(losses, tested.weight[newest])
    rows = tested.block >= (last + 1) // 2 if timed else np.ones(len(score), dtype=np.bool_)
    return learned(kind, score, tested, rows)


def learned(kind: str, score: Floats, tested: Tested, rows: Any) -> Calibration:
    """One kind of calibration, learned from these rows."""
    of, sold, weight = score[rows], tested.sold[rows], tested.weight[rows]
    if kind == NONE or not 0 < sold.sum() < len(sold):
        return Calibration()
    if kind == PLATT:
        return Calibration(PLATT, *platt(of, sold, weight))
    grid = np.unique(np.quantile(of, np.linspace(0, 1, GRID)))
    chance = _isotonic(of, sold, weight, grid) if kind == ISOTONIC else _venn_abers(of, sold, weight, grid)
    return Calibration(kind, points=(grid, logit(np.clip(chance, 1e-4, 1 - 1e-4))))


def reliability(chance: Floats, tested: Tested, parts: int = 10) -> tuple[Reliability, ...]:
    """The reliability table, in parts of about the same size."""
    order = np.argsort(chance, kind="stable")
    found = []
    for rows in np.array_split(order, parts):
        weight = tested.weight[rows]
        if weight.sum():
            said, came = (float(np.average(of[rows], weights=weight)) for of in (chance, tested.sold))
            found.append(Reliability(len(rows), said, came))
    return tuple(found)


def _simplest(losses: dict[str, Floats], weight: Floats) -> str:
    mean = {kind: float(np.average(loss, weights=weight)) for kind, loss in losses.items()}
    best = min(mean, key=lambda kind: mean[kind])
    for kind, loss in losses.items():
        more = loss - losses[best]
        error = np.sqrt(
            np.average((more - np.average(more, weights=weight)) ** 2, weights=weight) / len(more)
        )
        if mean[kind] - mean[best] <= error:
            return kind
    return best


def platt(score: Floats, sold: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and shift by penalised likelihood around 1 and 0."""
    whole, start = np.stack([score, np.ones(len(score))], axis=1), np.array([1.0, 0.0])
    penalty, solution = np.array([RIDGE, 1e-6]), np.array([1.0, 0.0])
    for _ in range(STEPS):
        chance = expit(whole @ solution)
        slope = whole.T @ (weight * (sold - chance)) - penalty * (solution - start)
        scaled = whole * np.sqrt(weight * np.maximum(1e-9, chance * (1 - chance)))[:, None]
        step = np.linalg.solve(scaled.T @ scaled + np.diag(penalty), slope)
        solution = solution + step * min(1.0, 1.0 / max(1e-12, float(np.abs(step).max())))
    return max(0.05, float(solution[0])), float(solution[1])


def _isotonic(score: Floats, sold: Floats, weight: Floats, grid: Floats) -> Floats:
    order = np.argsort(score, kind="stable")
    found = isotonic_regression(sold[order], weights=weight[order] + 1e-9).x
    return cast(Floats, np.interp(grid, score[order], found))


def _venn_abers(score: Floats, sold: Floats, weight: Floats, grid: Floats) -> Floats:
    """The inductive Venn–Abers probability of each grid point (Vovk & Petej 2014), on binned scores."""
    place = np.searchsorted(grid, score, side="right").clip(1, len(grid)) - 1
    rows = np.bincount(place, weight, len(grid)).astype(np.float64)
    orders = np.bincount(place, weight * sold, len(grid)).astype(np.float64)
    low, high = (np.array([_with(rows, orders, k, label) for k in range(len(grid))]) for label in (0.0, 1.0))
    return cast(Floats, high / (1 - low + high))


def _with(rows: Floats, orders: Floats, place: int, label: float) -> float:
    """The isotonic probability at a place when one more row with this label stood there."""
    more, bought = rows.copy(), orders.copy()
    more[place] += 1
    bought[place] += label
    rate = bought / np.maximum(1e-12, more)
    return float(isotonic_regression(rate, weights=more + 1e-9).x[place])


def of_blocks(kind: str, score: Floats, tested: Tested, timed: bool) -> Floats:
    """Log-odds of each block calibrated with up to three blocks before it, or with the other folds."""
    found = score.copy()
    blocks: Ints = np.unique(tested.block)
    for block in blocks:
        rows = tested.block == block
        others = (tested.block < block) & (tested.block >= block - NEAR) if timed else ~rows
        if others.any():
            found[rows] = learned(kind, score, tested, others)(score[rows])
    return found
