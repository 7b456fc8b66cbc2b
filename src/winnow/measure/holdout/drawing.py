"""Whom to leave untouched, and how many people it takes."""

from collections.abc import Sequence
from hashlib import blake2b
from math import asin, ceil, sqrt
from statistics import NormalDist


def held_out(ids: Sequence[str], share: float, seed: str) -> frozenset[str]:
    """The ids to leave untouched: this share (0 to 1) of them, rounded; the same for the same seed in any order."""
    if not 0 < share < 1:
        raise ValueError("the share to hold out lies between 0 and 1")
    drawn = sorted(set(ids), key=lambda one: blake2b(f"{seed}\0{one}".encode(), digest_size=16).digest())
    return frozenset(drawn[: round(share * len(drawn))])


def audience_needed(usual: float, wanted: float, share: float, power: float = 0.8, level: float = 0.9) -> int:
    """How large an audience shows the difference between buying shares `usual` and `wanted` with this `power`.

    `share` of it is held out. Cohen's (1988) arcsine approximation, two-sided at `level`.
    """
    effect = abs(2 * asin(sqrt(wanted)) - 2 * asin(sqrt(usual)))
    if not effect or not 0 < share < 1:
        raise ValueError("a difference to be shown and a share between 0 and 1 are needed")
    normal = NormalDist()
    reach = normal.inv_cdf(0.5 + level / 2) + normal.inv_cdf(power)
    return ceil((reach / effect) ** 2 * (1 / share + 1 / (1 - share)))
