"""Firms whose truth is known, and the scorecard of a seller who knows part of it."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from benchmarks.sets import Set

Floats = npt.NDArray[np.float64]
WORDS, NUMBERS, IDLE = 5, 5, 4  # columns: categories, amounts, and those that say nothing
KNOWN = 7  # of the columns that say something, to the seller
MISTAKEN = 0.4  # how far the seller is off about a word or a third of an amount, in log-odds
POINTS = 12.0  # for odds 2.7 times as high
TESTED = 10_000


def firm(draw: int, learned_from: int) -> tuple[Set, Floats]:
    """Prospects enough to learn from and to test on, and the points of the written scorecard."""
    rng = np.random.default_rng([draw, 77])
    rows = round((learned_from + TESTED) * 1.25)
    columns: dict[str, Any] = {}
    truth, told = np.full(rows, rng.uniform(-2.8, -1.6)), np.full(rows, 30.0)
    known = rng.permutation(WORDS + NUMBERS) < KNOWN
    for place in range(WORDS + NUMBERS):
        words = place < WORDS
        columns[f"column {place}"], group, effect = (_words if words else _amounts)(rng, rows)
        truth += effect
        if known[place]:
            told += _guessed(rng, group, effect)
    for place in range(IDLE):
        columns[f"idle {place}"] = rng.normal(size=rows)
    sold = (rng.random(rows) < expit(truth)).astype(np.float64)
    return Set("Made-up firms", columns, sold, None), np.clip(told, 0.0, 100.0)


def _words(rng: np.random.Generator, rows: int) -> tuple[Any, Any, Floats]:
    size = int(rng.integers(3, 9))
    group = rng.choice(size, rows, p=rng.dirichlet(np.full(size, 2.0)))
    column = np.array([f"word {one}" for one in group.tolist()], dtype=object)
    effect: Floats = rng.normal(0.0, 0.6, size)
    return column, group, effect[group]


def _amounts(rng: np.random.Generator, rows: int) -> tuple[Any, Any, Floats]:
    normal = rng.normal(size=rows)
    return np.exp(normal).round(3), np.digitize(normal, (-0.43, 0.43)), rng.normal(0.0, 0.5) * normal


def _guessed(rng: np.random.Generator, group: Any, effect: Floats) -> Floats:
    """Points in steps of five for every word, or third of an amount."""
    mean = np.bincount(group, effect) / np.maximum(1, np.bincount(group))
    guess = mean + rng.normal(0.0, MISTAKEN, len(mean))
    points: Floats = (5.0 * np.round(guess * POINTS / 5.0))[group]
    return points
