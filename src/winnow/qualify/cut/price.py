"""What every cut costs: the share of sales lost, how sure that is, and the money and hours it frees."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut.bounds import CONFIDENCE, interval, upper
from winnow.qualify.cut.past import Past
from winnow.qualify.cut.ranks import Bools, Floats, thrown_away

EVERY = tuple(step / 100 for step in range(101))


@dataclass(frozen=True)
class Price:
    """The cut at `share` of a batch: of all sales, `lost` lie below it, of all money `money`.

    `low` and `high`: exact two-sided interval of `lost`; `bound`: one-sided, for "at most". Each holds for a share
    fixed beforehand. `hours`: of the sellers, freed, as a share of all; None when hours are unknown.
    """

    share: float
    lost: float
    low: float
    high: float
    bound: float
    money: float
    hours: float | None = None

    @property
    def kept(self) -> float:
        return 1 - self.lost


def prices(
    known: Past,
    shares: Sequence[float] = EVERY,
    confidence: float = CONFIDENCE,
    hours: Floats | None = None,
) -> list[Price]:
    """The price of each share, from how past prospects were ranked out of time and who of them bought."""
    return [price(known, share, confidence, hours) for share in shares]


def price(known: Past, share: float, confidence: float = CONFIDENCE, hours: Floats | None = None) -> Price:
    """The price of one share; everything may be lost (bound 1) where there are no orders to tell."""
    below = thrown_away(known.rank, share)
    sales = below[known.sold]
    lost, orders, money = int(sales.sum()), known.orders, known.money()
    low, high = interval(lost, orders, confidence) if below.any() else (0.0, 0.0)
    bound = upper(lost, orders, confidence) if below.any() else 0.0
    freed = None if hours is None else _part(hours, below)
    return Price(
        share, lost / orders if orders else 0.0, low, high, bound,
        _part(money, sales), freed,
    )  # fmt: skip


def _part(values: Floats, chosen: Bools) -> float:
    total = float(np.nansum(values))
    return float(np.nansum(values[chosen])) / total if total > 0 else 0.0
