"""Whether one in five of those with a probability of 20 % does buy."""

from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut.bounds import interval
from winnow.qualify.cut.ranks import Bools, Floats

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Prospects of about equal probability: what was expected of them, and what happened, with interval."""

    expected: float
    happened: float
    low: float
    high: float
    prospects: int


@dataclass(frozen=True)
class Reliability:
    """`error`: by how much expectation and event differ on average over the bins, weighted by their prospects."""

    error: float
    bins: tuple[Bin, ...]


def reliability(probability: Floats, sold: Bools, bins: int = BINS) -> Reliability:
    """Bins of about equally many prospects, those with the lowest probability first."""
    order = np.argsort(probability, kind="stable")
    found = tuple(_bin(probability[rows], sold[rows]) for rows in np.array_split(order, bins) if len(rows))
    error = sum(abs(one.expected - one.happened) * one.prospects for one in found) / max(len(sold), 1)
    return Reliability(float(error), found)


def _bin(probability: Floats, sold: Bools) -> Bin:
    low, high = interval(int(sold.sum()), len(sold))
    return Bin(float(probability.mean()), float(sold.mean()), low, high, len(sold))
