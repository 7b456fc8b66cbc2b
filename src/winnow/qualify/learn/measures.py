"""How good predictions were: log-loss, area under the curve, sales kept."""

import numpy as np
from scipy.stats import rankdata

from winnow.qualify.learn.frame import Floats

CLOSEST = 1e-6  # no probability is taken to be nearer to 0 or 1 than this


def log_loss(chance: Floats, sold: Floats, weight: Floats) -> Floats:
    """The weighted loss of each row."""
    safe = np.clip(chance, CLOSEST, 1 - CLOSEST)
    return -weight * (sold * np.log(safe) + (1 - sold) * np.log1p(-safe))


def area(score: Floats, sold: Floats) -> float:
    """How often a buyer is ranked before another prospect (AUC); 0.5 when there are not both kinds."""
    buyers = float(sold.sum())
    others = len(sold) - buyers
    if buyers == 0 or others == 0:
        return 0.5
    ranks = rankdata(score)
    return float((ranks[sold > 0].sum() - buyers * (buyers + 1) / 2) / (buyers * others))


def kept(score: Floats, sold: Floats, thrown_away: float = 0.5) -> float:
    """The share of sales among those not thrown away; prospects with the same score share their fate."""
    if sold.sum() == 0:
        return 1.0 - thrown_away
    limit = thrown_away * len(score)
    values, group = np.unique(score, return_inverse=True)
    size = np.bincount(group, minlength=len(values))
    below = np.cumsum(size) - size
    gone = np.clip((limit - below) / size, 0.0, 1.0)
    return float(1.0 - (gone[group] * sold).sum() / sold.sum())
