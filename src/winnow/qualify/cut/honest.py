"""What the cut really loses: a few of those below it are worked as if above, drawn by a seed, and counted."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut.bounds import CONFIDENCE, interval
from winnow.qualify.cut.ranks import Bools, Floats

SHARE = 0.05


def is_drawn(prospect: str | int, seed: int, share: float = SHARE) -> bool:
    """Whether this prospect, when below the cut, is worked all the same; the same answer whenever it is asked."""
    drawn = hashlib.blake2b(f"{seed}:{prospect}".encode(), digest_size=8).digest()
    return int.from_bytes(drawn, "big") < share * 2**64


def drawn(prospects: Iterable[str | int], seed: int, share: float = SHARE) -> Bools:
    """The same for many."""
    return np.array([is_drawn(prospect, seed, share) for prospect in prospects], dtype=np.bool_)


@dataclass(frozen=True)
class Loss:
    """What the cut loses of all sales, estimated from the honest sample; `low` to `high` with the confidence.

    `orders` were seen, `below` of them from below the cut. Prospects that nobody worked are `unlabelled`: they are
    in neither count.
    """

    share: float
    low: float
    high: float
    orders: int
    below: int
    unlabelled: int


def loss(
    below: Bools,
    worked: Bools,
    sold: Bools,
    chance: float | Floats = SHARE,
    confidence: float = CONFIDENCE,
) -> Loss:
    """The share of all sales that lies below the cut, each honest sale counted 1/chance times (Horvitz and Thompson).

    `below`: ranked under the cut. `worked`: above it, or drawn. `sold` is read only where worked. `chance`: with
    which those below were drawn, one for all or one each. If it was one for all, the interval is exact: of the
    orders seen, those from below are a binomial share (Clopper and Pearson) that the chance translates.
    """
    seen = worked & sold
    from_below, orders = int((seen & below).sum()), int(seen.sum())
    unlabelled = int((~worked).sum())
    odds = np.broadcast_to(np.asarray(chance, dtype=np.float64), below.shape)[seen & below]
    if orders == 0:
        return Loss(0.0, 0.0, 1.0, 0, 0, unlabelled)
    least = float(np.min(odds)) if len(odds) else float(np.min(chance))
    if np.ptp(odds) == 0 if len(odds) else True:
        low, high = (translated(edge, least) for edge in interval(from_below, orders, confidence))
        return Loss(translated(from_below / orders, least), low, high, orders, from_below, unlabelled)
    return _with_different_chances(1 / odds, orders, confidence, unlabelled)


def translated(seen_share: float, chance: float) -> float:
    """The share of all sales below the cut when they are `seen_share` of those seen, seen with that chance."""
    return seen_share / (seen_share + chance * (1 - seen_share)) if seen_share > 0 else 0.0


def _with_different_chances(weights: Floats, orders: int, confidence: float, unlabelled: int) -> Loss:
    """Weighted counts with the gamma interval of Fay and Feuer (1997), which errs on the wide side."""
    from scipy.stats import gamma

    below, above, edge = float(weights.sum()), orders - len(weights), (1 - confidence) / 2
    variance, most = float((weights**2).sum()), float(weights.max())
    low = float(gamma.ppf(edge, below**2 / variance, scale=variance / below))
    far, spread = below + most, variance + most**2
    high = float(gamma.ppf(1 - edge, far**2 / spread, scale=spread / far))
    return Loss(
        below / (below + above), low / (low + above), high / (high + above), orders, len(weights), unlabelled
    )
