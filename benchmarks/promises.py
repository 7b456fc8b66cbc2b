"""How often promises are broken: over resamples of one population, and on the blocks that really followed."""

from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut import Past, past, promise, thrown_away
from winnow.qualify.cut.bounds import chance_of_more
from winnow.qualify.cut.safe import safe_share

RESAMPLES = 200


@dataclass(frozen=True)
class Resampled:
    """The share of resamples in which the rule's cut loses more than promised in truth, and its mean cut."""

    broken: float
    share: float


@dataclass(frozen=True)
class Followed:
    """Blocks cut by what was promised before them: how many, broken beyond noise, broken at all, mean cut and loss."""

    blocks: int
    beyond_noise: int
    over: int
    share: float
    lost: float


def resampled(known: Past, lose: float, size: int, seed: int = 3) -> Resampled:
    """Draw calibrations of `size` from the population of all known prospects and judge the cut by that population."""
    rng, rank, sold = np.random.default_rng(seed), known.rank, known.sold
    truth = np.sort(rank[sold])
    broken, shares = 0, []
    for _ in range(RESAMPLES):
        rows = rng.integers(0, len(rank), size)
        drawn = past(rank[rows], sold[rows], seed=int(rng.integers(1 << 31)))
        share = safe_share(drawn.rank, drawn.sold, lose)
        broken += bool(np.searchsorted(truth, share, side="right") / len(truth) > lose)
        shares.append(share)
    return Resampled(broken / RESAMPLES, float(np.mean(shares)))


def followed(known: Past, lose: float) -> Followed:
    """Every block cut by the promise made on all blocks before it; where none is given, nothing is cut."""
    shares, lost, orders, noise, over = [], 0, 0, 0, 0
    for block in known.blocks[1:]:
        before, now = known.only(known.block < block), known.only(known.block == block)
        made = promise(before, lose)
        gone = int(thrown_away(now.rank[now.sold], made.share).sum()) if made.is_given else 0
        shares.append(made.share)
        if made.is_given and now.orders:
            noise += chance_of_more(gone, now.orders, lose) < 0.05
            over += gone / now.orders > lose
        lost, orders = lost + gone, orders + now.orders
    return Followed(
        sum(share > 0 for share in shares),
        noise,
        over,
        float(np.mean(shares or [0.0])),
        lost / max(orders, 1),
    )
