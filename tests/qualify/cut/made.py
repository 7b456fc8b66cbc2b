"""Prospects of a market that is known."""

from functools import cache

import numpy as np

from winnow.qualify.cut import Past, in_blocks, past


def market(rng: np.random.Generator, size: int, signal: float = 1.5, base: float = -1.2):
    """A score and who bought: the odds of an order grow with it."""
    score = rng.normal(size=size)
    return score, rng.random(size) < 1 / (1 + np.exp(-(signal * score + base)))


def known(seed: int, size: int, signal: float = 1.5, base: float = -1.2) -> Past:
    score, sold = market(np.random.default_rng(seed), size, signal, base)
    return past(score, sold, in_blocks(sold))


def truly_lost(share: float, signal: float = 1.5, base: float = -1.2) -> float:
    """What a cut at that share loses of the sales of a very large batch."""
    sales = _sales_by_rank(signal, base)
    return float(sales[int(share * (len(sales) - 1))])


@cache
def _sales_by_rank(signal: float, base: float) -> np.ndarray:
    score, sold = market(np.random.default_rng(99), 200_000, signal, base)
    found = np.cumsum(sold[np.argsort(score)])
    return np.concatenate(([0.0], found / found[-1]))
