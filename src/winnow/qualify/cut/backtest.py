"""Past promises tried on what followed: each block is cut by what the blocks before it allowed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut.bounds import chance_of_more
from winnow.qualify.cut.past import Past
from winnow.qualify.cut.ranks import HAIR, thrown_away

NOISE = 0.05  # a block is broken when chance would lose so much less often than this
DIFFER = 0.1  # blocks are taken to differ when chance would make them so different less often than this
PARTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)  # of what the orders would allow

Rule = Callable[[Past], float]


@dataclass(frozen=True)
class Tried:
    """What a past promise cost on the next block: `lost` of its sales (or money) at each part of the share.

    `orders` of the block, for money as many equal ones as would be as noisy.
    """

    block: int
    share: float
    lost: tuple[float, ...]
    orders: float

    def chance(self, part: int, lose: float) -> float:
        """How likely so much or more is lost if the promise is just kept."""
        orders = round(self.orders)
        return chance_of_more(round(self.lost[part] * orders), orders, lose)

    def is_broken(self, lose: float, part: int = 0) -> bool:
        """Beyond noise."""
        return self.chance(part, lose) < NOISE


def backtest(past: Past, rule: Rule, enough: int, by_money: bool = False) -> list[Tried]:
    """Every block that has `enough` orders before it, cut by the share that the rule finds in those."""
    tried = []
    for block in past.blocks[1:]:
        before, now = past.only(past.block < block), past.only(past.block == block)
        if before.orders >= enough and now.orders:
            tried.append(_tried(now, block, rule(before), by_money))
    return tried


def _tried(now: Past, block: int, share: float, by_money: bool) -> Tried:
    weight = now.money() if by_money else np.ones(now.orders)
    total = weight.sum()
    lost = [
        float(weight[thrown_away(now.rank[now.sold], share * part)].sum() / total) if total else 0.0
        for part in PARTS
    ]
    return Tried(block, share, tuple(lost), float(total**2 / (weight**2).sum()) if total else 0.0)


def narrowing(tried: Sequence[Tried], lose: float) -> float:
    """The largest part of the share that past blocks bear out; 0 when none does, 1 when nothing was tried."""
    if not tried:
        return 1.0
    held = (share for part, share in enumerate(PARTS) if is_borne_out(tried, lose, part))
    return next(held, 0.0)


def is_borne_out(tried: Sequence[Tried], lose: float, part: int = 0) -> bool:
    """Whether blocks were broken no oftener than chance breaks them, and the next is expected to be kept.

    The next block's true loss is bounded by the mean of the past ones and what they differ by beyond the noise
    of counting (Student's t over the blocks): where the market moves, a promise needs that much room.
    """
    broken = sum(one.is_broken(lose, part) for one in tried)
    if broken and chance_of_more(broken, len(tried), NOISE) < NOISE:
        return False
    return expected_at_most(tried, part) <= lose + HAIR


def expected_at_most(tried: Sequence[Tried], part: int = 0) -> float:
    """The loss that the next block's true loss exceeds in at most 5 % of cases, as the past blocks differ."""
    from scipy.stats import chi2, t

    orders = np.array([one.orders for one in tried])
    lost = np.array([one.lost[part] for one in tried])
    if not orders.sum():
        return 0.0
    mean = float((lost * orders).sum() / orders.sum())
    if len(tried) < 2:
        return mean
    spread = float((orders * (lost - mean) ** 2).sum() / orders.sum()) * len(tried) / (len(tried) - 1)
    counting = mean * (1 - mean) * len(tried) / float(orders.sum())
    differ = chi2.sf((orders * (lost - mean) ** 2).sum() / max(mean * (1 - mean), 1e-12), len(tried) - 1)
    if differ > DIFFER:
        return mean
    beyond = max(spread - counting, 0.0) * (1 + 1 / len(tried))
    return float(mean + t.ppf(0.95, len(tried) - 1) * beyond**0.5)
