"""The largest cut that exact tests allow: by the sales lost below it, or by their money."""

import numpy as np

from winnow.qualify.cut.bounds import BETS, CONFIDENCE, most_lost
from winnow.qualify.cut.past import Past
from winnow.qualify.cut.ranks import HAIR, Bools, Floats


def safe_share(rank: Floats, sold: Bools, lose: float, confidence: float = CONFIDENCE) -> float:
    """The largest share of a batch below which at most `lose` of the sales lie, with that confidence.

    It ends just below the (k+1)-th lowest sale, k being what an exact binomial test allows; 0 when it allows none.
    """
    allowed = most_lost(int(sold.sum()), lose, confidence)
    if allowed < 0:
        return 0.0
    return _below(rank, float(np.partition(rank[sold], allowed)[allowed]))


def safe_money(
    past: Past, lose: float, confidence: float = CONFIDENCE, largest: float | None = None
) -> float:
    """The same for the money of the sales, by betting: true for any amounts up to `largest` (else the largest seen).

    Cuts are tested from the smallest upwards, each against "more is lost than promised", up to the first that
    cannot be ruled out; so no correction for testing many is needed.
    """
    money = past.money()
    most = max(float(money.max(initial=0.0)), largest or 0.0)
    if most <= 0:
        return 0.0
    order = np.argsort(past.rank[past.sold], kind="stable")
    allowed = _sales_allowed(money[order] / most, lose, confidence)
    if allowed < 0:
        return 0.0
    return _below(past.rank, float(past.rank[past.sold][order][min(allowed, len(order) - 1)]))


def _sales_allowed(weights: Floats, lose: float, confidence: float) -> int:
    """How many of the lowest-ranked sales may be lost; -1 if not even a cut below all of them is safe."""
    kept = np.log1p(np.outer(BETS.stakes, weights * lose / (1 - lose)))
    lost = np.log(np.maximum(1 - np.outer(BETS.stakes, weights), 1e-300))
    logs = kept.sum(axis=1, keepdims=True) + np.cumsum(np.c_[np.zeros(len(kept)), lost - kept], axis=1)
    grown = BETS.weights @ np.exp(np.clip(logs, -700, 700))
    refuted = grown >= 1 / (1 - confidence) - HAIR
    return int(len(refuted) if refuted.all() else np.argmin(refuted)) - 1


def _below(rank: Floats, edge: float) -> float:
    """The largest share of the batch that ends before this rank."""
    return float(rank[rank < edge - HAIR].max(initial=0.0))
