"""What a campaign added to those it touched."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from winnow.measure.canonical import Unknown
from winnow.measure.shares import Share

FEWEST = 30  # in each part


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
    """Incremental orders and return; `margin` of the usual order and `cost` of the campaign in one currency.

    Newcombe's (1998) interval from two Wilson intervals (his method 10). Unknown below `FEWEST` in either part.
    """
    if min(touched.whole, held.whole) < FEWEST:
        return Unknown(f"At least {FEWEST} must be touched and {FEWEST} held out.")
    difference, low, high = _newcombe(touched, held, NormalDist().inv_cdf(0.5 + level / 2))
    whole = touched.whole
    orders = (whole * difference, whole * low, whole * high)
    money = (
        None
        if margin is None
        else (margin * orders[0] - cost, margin * orders[1] - cost, margin * orders[2] - cost)
    )
    return Lift(touched, held, difference, low, high, level, orders, money)


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
