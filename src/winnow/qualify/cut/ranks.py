"""Who stands where in his batch: the cut goes by rank, since probabilities drift sooner than their order does."""

from typing import Any, cast

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]

HAIR = 1e-9  # shares are compared to within this, as 0.3 × 10 must be three


def ranks(score: Floats, block: Column | None = None, seed: int = 0) -> Floats:
    """The share of its block ranked at or below each row: 1/n for the worst, 1 for the best.

    Equal scores are put in an order drawn by the seed. What has no score (NaN) ranks highest: nobody is
    thrown away for not having been understood.
    """
    size = len(score)
    groups = np.zeros(size, dtype=np.int64) if block is None else _numbered(block)
    draw = np.random.default_rng(seed).random(size)
    order = np.lexsort((draw, score, groups))
    counts = np.bincount(groups, minlength=1)
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    place = np.empty(size, dtype=np.int64)
    place[order] = np.arange(size)
    ranked: Floats = (place - first[groups] + 1) / np.maximum(counts[groups], 1)
    return ranked


def thrown_away(rank: Floats, share: float) -> Bools:
    """Which of these are below a cut at that share of the batch."""
    return rank <= share + HAIR


def auc(score: Floats, sold: Bools) -> float:
    """The chance that a buyer is ranked above somebody who did not buy; NaN if either is missing."""
    from scipy.stats import rankdata

    buyers, others = int(sold.sum()), int((~sold).sum())
    if not buyers or not others:
        return float("nan")
    places = rankdata(score)[sold].sum()
    return float((places - buyers * (buyers + 1) / 2) / (buyers * others))


def auc_within(score: Floats, sold: Bools, block: Column | None) -> tuple[float, float]:
    """The mean AUC inside the blocks, weighted by their buyers, and its standard error; NaN without any.

    What a score tells about the season, not about the prospect, does not count inside a block.
    """
    groups = np.zeros(len(score), dtype=np.int64) if block is None else _numbered(block)
    found = [_auc_and_variance(score[groups == one], sold[groups == one]) for one in range(groups.max() + 1)]
    told = [(area, variance, orders) for area, variance, orders in found if area == area]
    weight = sum(orders for _, _, orders in told)
    if not weight:
        return float("nan"), float("nan")
    mean = sum(area * orders for area, _, orders in told) / weight
    variance = sum(variance * orders**2 for _, variance, orders in told) / weight**2
    return mean, variance**0.5


def _auc_and_variance(score: Floats, sold: Bools) -> tuple[float, float, int]:
    """Area, its variance when there is no signal (Mann and Whitney 1947), and orders."""
    area, buyers, others = auc(score, sold), int(sold.sum()), int((~sold).sum())
    return area, (buyers + others + 1) / (12 * max(buyers, 1) * max(others, 1)), buyers


def _numbered(block: Column) -> Ints:
    return cast(Ints, np.unique(block, return_inverse=True)[1].astype(np.int64))
