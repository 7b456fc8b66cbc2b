"""Money is divided without a cent too many or too few."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

PARTS = 1 << 48  # weights are taken to one part in this many, so that all division is of integers
LARGEST = 1 << 31  # cents that are divided many at once
CLOSE = 1e-5  # fractions of a cent that binary fractions cannot tell apart safely


def split(cents: int, weights: Sequence[float]) -> list[int]:
    """Integer shares of `cents` in proportion to `weights` (≥ 0, finite, not all 0) that sum to it exactly.

    Largest remainder (Hamilton): each gets the whole cents of its quota, those that are left go to the largest
    fractions, in turns where they are alike, so that over many orders no place is favoured. Negative amounts
    (refunds) are divided alike.
    """
    if cents < 0:
        return [-part for part in split(-cents, weights)]
    most = max(weights)
    parts = [round(weight / most * PARTS) for weight in weights]
    whole = sum(parts)
    shares = [cents * part // whole for part in parts]
    left = cents - sum(shares)
    turn = cents // len(parts)
    fractions = sorted(
        range(len(parts)), key=lambda place: (-(cents * parts[place] % whole), (place + turn) % len(parts))
    )
    for place in fractions[:left]:
        shares[place] += 1
    return shares


def split_many(cents: Sequence[int], weights: Sequence[Sequence[float]]) -> list[int]:
    """The shares of many amounts one after the other, each as `split` divides it.

    All are divided at once in binary fractions; an amount whose fractions are too close to be told apart so (and one
    that is negative or beyond `LARGEST`) is divided by itself.
    """
    if not cents:
        return []
    sizes = np.fromiter(map(len, weights), np.int64, len(weights))
    starts = np.cumsum(sizes) - sizes
    row = np.repeat(np.arange(len(sizes)), sizes)
    small = np.array([0 <= amount < LARGEST for amount in cents])
    money = np.array([amount if fits else 0 for amount, fits in zip(cents, small, strict=True)], np.int64)
    flat = np.fromiter(chain.from_iterable(weights), float, int(sizes.sum()))
    parts = np.rint(flat / np.maximum.reduceat(flat, starts)[row] * PARTS)
    quotas = money[row] * parts / np.add.reduceat(parts, starts)[row]
    shares = np.floor(quotas).astype(np.int64)
    left = money - np.add.reduceat(shares, starts)
    place = np.arange(len(row)) - starts[row]
    in_turn = (place + (money // sizes)[row]) % sizes[row]
    fraction = quotas - shares
    order = np.lexsort((in_turn, -fraction, row))
    shares[order] += place < left[row]
    divided: list[int] = shares.tolist()
    for number in np.flatnonzero(~small | _unsafe(fraction, order, row, len(sizes))):
        start, size = int(starts[number]), int(sizes[number])
        divided[start : start + size] = split(cents[int(number)], weights[int(number)])
    return divided


def _unsafe(
    fraction: NDArray[np.float64], order: NDArray[np.int64], row: NDArray[np.int64], rows: int
) -> NDArray[np.bool_]:
    """Rows with a fraction next to a whole cent, or next to another one, yet not the same."""
    unsafe = np.zeros(rows, bool)
    unsafe[row[((fraction > 0) & (fraction < CLOSE)) | (fraction > 1 - CLOSE)]] = True
    gaps = (
        fraction[order[:-1]] - fraction[order[1:]]
    )  # rows stay in their places when each is sorted by itself
    unsafe[row[1:][(row[:-1] == row[1:]) & (gaps > 0) & (gaps < CLOSE)]] = True
    return unsafe
