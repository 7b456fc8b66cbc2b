"""A hold-out: what a campaign brought, by leaving a stated share of its audience untouched at random.

Only this says *cause*. Who was held is drawn by a seed before the campaign starts, and everybody counts where they
were drawn, touched or not (else the easy ones to reach make any campaign look good).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import asin, ceil, sqrt
from statistics import NormalDist

from winnow.measure.canonical import Unknown
from winnow.measure.shares import Share

FEWEST = 30  # in each part


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


@dataclass(frozen=True)
class Lift:
    """What the campaign added: difference of the buying shares, and what follows from it, with intervals.

    `orders` are those among the touched that would not have come without; `money` is orders × margin − cost.
    """

    touched: Share
    held: Share
    difference: float
    low: float
    high: float
    level: float
    orders: tuple[float, float, float]  # value, low, high
    money: tuple[float, float, float] | None

    @property
    def says_something(self) -> bool:
        """Whether the interval leaves no effect out."""
        return self.low > 0 or self.high < 0


def lift(
    touched: Share, held: Share, margin: float | None = None, cost: float = 0.0, level: float = 0.9
) -> Lift | Unknown:
    """Incremental orders and return; `margin` of an order and `cost` of the campaign in one currency.

    Newcombe's (1998) interval from two Wilson intervals (his method 10). Unknown below `FEWEST` in either part.
    """
    if min(touched.whole, held.whole) < FEWEST:
        return Unknown(f"At least {FEWEST} must be touched and {FEWEST} held out.")
    difference, low, high = _newcombe(touched, held, NormalDist().inv_cdf(0.5 + level / 2))
    more, least, most = (touched.whole * figure for figure in (difference, low, high))
    money = margin is not None and tuple(margin * orders - cost for orders in (more, least, most))
    return Lift(touched, held, difference, low, high, level, (more, least, most), money or None)  # type: ignore[arg-type]


def _newcombe(one: Share, other: Share, z: float) -> tuple[float, float, float]:
    p, q = one.part / one.whole, other.part / other.whole
    (p_low, p_high), (q_low, q_high) = _wilson(one, z), _wilson(other, z)
    least = sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    most = sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return p - q, p - q - least, p - q + most


def _wilson(share: Share, z: float) -> tuple[float, float]:
    n, p = share.whole, share.part / share.whole
    middle, reach = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)
