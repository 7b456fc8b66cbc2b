"""The promise, watched for ever: an alarm when the orders seen contradict it, and the way back to a safe cut."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut.bounds import CONFIDENCE, chance_of_more
from winnow.qualify.cut.honest import SHARE, translated
from winnow.qualify.cut.say import counted, percent

# Losses that are bet on, as multiples of the promised one: from "a little more" to "nearly everything".
_MORE = np.array([1.25, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0])
_MOST = 0.95  # of the sales that an alternative loses


@dataclass(frozen=True)
class Alarm:
    """Whether the promise is contradicted; `evidence` is the wealth of the bet against it, an alarm at `needed`."""

    is_raised: bool
    evidence: float
    needed: float
    said: str


@dataclass(frozen=True)
class InForce:
    """A cut and what was seen under it: `orders` in all, `below` of them from its honest sample."""

    share: float
    orders: int
    below: int


def alarm(
    orders: int, below: int, lose: float, chance: float = SHARE, confidence: float = CONFIDENCE
) -> Alarm:
    """Whether `below` of `orders` seen are too many for a cut that loses at most `lose`.

    It may be asked after every order, for ever: if the promise is kept, it is ever raised in at most 1 - confidence
    of cases (Ville's inequality for a mixture of bets fixed beforehand).
    """
    evidence, needed = _wealth(orders, below, lose, chance), 1 / (1 - confidence)
    seen = translated(below / orders, chance) if orders else 0.0
    raised = bool(evidence >= needed)
    said = (
        f"The cut was to lose at most {percent(lose)} of the sales and seems to lose {percent(seen)}: of "
        f"{counted(orders, 'order')} seen, {below:,} came from the honest sample below it."
        if raised
        else ""
    )
    return Alarm(raised, evidence, needed, said)


def step_back(earlier: Sequence[InForce], share: float, lose: float, chance: float = SHARE) -> float:
    """The last cut narrower than `share` whose own orders do not contradict the promise; 0, no cut, without any.

    `earlier`: cuts that were in force, oldest first.
    """
    for cut in reversed(earlier):
        if cut.share < share and not _is_contradicted(cut, lose, chance):
            return cut.share
    return 0.0


def _is_contradicted(cut: InForce, lose: float, chance: float) -> bool:
    return chance_of_more(cut.below, cut.orders, _seen_if_kept(lose, chance)) < 1 - CONFIDENCE


def _seen_if_kept(lose: float, chance: float) -> float:
    """The share of orders seen that come from below the cut when just `lose` of all sales lie there."""
    return chance * lose / (chance * lose + 1 - lose)


def _wealth(orders: int, below: int, lose: float, chance: float) -> float:
    """The mean over the alternatives of the likelihood ratio to a promise that is just kept.

    No sales speak against a cut that was allowed to lose as much as any alternative would.
    """
    if lose >= _MOST:
        return 0.0
    kept = _seen_if_kept(lose, chance)
    worse = np.array([_seen_if_kept(more, chance) for more in np.minimum(_MORE * lose, _MOST)])
    logs = below * np.log(worse / kept) + (orders - below) * np.log((1 - worse) / (1 - kept))
    return float(np.exp(np.clip(logs, -700, 700)).mean())
