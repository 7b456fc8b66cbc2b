"""Rolling origin: each block of the newest prospects is scored by models that saw only what was older."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from winnow.qualify.learn.frame import Floats, Ints
from winnow.qualify.learn.history import History

NEWEST = 0.4
MOST_BLOCKS, BLOCKS_OF_MANY = 6, 4
MANY = 30_000
ORDERS_A_BLOCK = 15
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """Rows to learn from and the later rows to be scored with that; `block` counts from the oldest."""

    block: int
    train: Ints
    test: Ints


def trials(history: History, seed: int) -> list[Trial]:
    """Blocks of time over the newest part; stratified random folds over all rows where there is no time."""
    if history.decided is None:
        return _folds(history.sold, seed)
    order = history.in_time()
    newest = np.searchsorted(np.cumsum(history.sold[order]), history.orders * (1 - NEWEST))
    start = min(int(newest), int(len(order) * (1 - NEWEST)))
    most = MOST_BLOCKS if len(order) < MANY else BLOCKS_OF_MANY
    count = int(np.clip(history.sold[order[start:]].sum() // ORDERS_A_BLOCK, 1, most))
    edges = np.linspace(start, len(order), count + 1).astype(int)
    return [
        Trial(block, order[:begin], order[begin:end])
        for block, (begin, end) in enumerate(pairwise(edges.tolist()))
    ]


def _folds(sold: Floats, seed: int) -> list[Trial]:
    rng = np.random.default_rng(seed)
    fold = np.empty(len(sold), dtype=np.int64)
    for outcome in (0.0, 1.0):
        rows = rng.permutation(np.flatnonzero(sold == outcome))
        fold[rows] = np.arange(len(rows)) % FOLDS
    return [Trial(k, np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(FOLDS)]
