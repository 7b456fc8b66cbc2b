"""Exact bounds on a share: of orders by the binomial law, of money by betting against the promise."""

from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut.ranks import Floats

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Bets:
    """A mixture of bets against "more is lost than promised": stakes as shares of the most that can be staked.

    If more is lost in truth, the mixture's wealth reaches 1/δ with a probability of at most δ, whatever the amounts
    (Waudby-Smith and Ramdas 2024); a mixture fixed beforehand needs no choice after looking.
    """

    stakes: Floats
    weights: Floats


BETS = Bets(np.array([0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0]), np.array([0.1, 0.1, 0.1, 0.15, 0.15, 0.2, 0.2]))


def most_lost(orders: int, lose: float, confidence: float = CONFIDENCE) -> int:
    """The most of `orders` that may be lost in calibration if at most `lose` may be in truth; -1: not even none.

    The largest k with P(Bin(orders, lose) ≤ k) ≤ 1 - confidence: learn-then-test by an exact binomial test.
    """
    from scipy.stats import binom

    if orders <= 0 or lose <= 0:
        return -1
    miss = 1 - confidence
    k = int(binom.ppf(miss, orders, lose))
    while k >= 0 and binom.cdf(k, orders, lose) > miss:
        k -= 1
    return min(k, orders - 1)


def orders_needed(lose: float, confidence: float = CONFIDENCE) -> int:
    """The fewest orders that can carry a promise: 59 for at most 5 %, 149 for at most 2 %, at 95 %."""
    return int(np.ceil(np.log(1 - confidence) / np.log1p(-lose) - 1e-12))


def interval(lost: int, orders: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact two-sided interval of a share (Clopper and Pearson 1934); (0, 1) when there are no orders."""
    edge = (1 - confidence) / 2
    return _lower(lost, orders, edge), _upper(lost, orders, edge)


def upper(lost: int, orders: int, confidence: float = CONFIDENCE) -> float:
    """The exact one-sided bound that the true share exceeds in at most 1 - confidence of cases."""
    return _upper(lost, orders, 1 - confidence)


def lower(lost: int, orders: int, confidence: float = CONFIDENCE) -> float:
    """The exact one-sided bound that the true share stays under in at most 1 - confidence of cases."""
    return _lower(lost, orders, 1 - confidence)


def chance_of_more(lost: int, orders: int, lose: float) -> float:
    """How likely so many or more are lost if the promise is just kept: P(Bin(orders, lose) ≥ lost)."""
    from scipy.stats import binom

    return float(binom.sf(lost - 1, orders, lose)) if orders else 1.0


def _lower(lost: int, orders: int, edge: float) -> float:
    from scipy.stats import beta

    return float(beta.ppf(edge, lost, orders - lost + 1)) if lost > 0 else 0.0


def _upper(lost: int, orders: int, edge: float) -> float:
    from scipy.stats import beta

    return float(beta.ppf(1 - edge, lost + 1, orders - lost)) if lost < orders else 1.0
