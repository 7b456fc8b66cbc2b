"""What may be promised: the largest cut that loses at most so much, with a confidence, and is kept afterwards."""

from dataclasses import dataclass
from enum import StrEnum

from winnow.qualify.cut.backtest import Tried, backtest, narrowing
from winnow.qualify.cut.bounds import CONFIDENCE, orders_needed
from winnow.qualify.cut.past import Past
from winnow.qualify.cut.ranks import auc_within
from winnow.qualify.cut.safe import safe_money, safe_share
from winnow.qualify.cut.say import counted, percent

SURE = 0.99  # that there is a signal at all; a cut without one costs as much as it frees
MATERIAL = 0.55  # area under the curve; below it a cut smaller than what may be lost is no better than chance


class Of(StrEnum):
    """What at most so much of is lost."""

    SALES = "sales"
    MONEY = "money"


@dataclass(frozen=True)
class Promise:
    """`share` of a batch may be thrown away, at most `lose` of the sales (or money) with it; 0 if nothing may be.

    `allowed` is what the orders alone would carry, `tried` how past promises fared on the blocks that followed
    them, `narrowed` the part of `allowed` that survived that. `why` tells a refusal, a withdrawal or a narrowing.
    """

    lose: float
    confidence: float
    of: Of
    orders: int
    share: float
    allowed: float = 0.0
    narrowed: float = 1.0
    tried: tuple[Tried, ...] = ()
    why: str = ""

    @property
    def is_given(self) -> bool:
        return self.share > 0


def promise(
    known: Past,
    lose: float,
    confidence: float = CONFIDENCE,
    of: Of = Of.SALES,
    largest: float | None = None,
) -> Promise:
    """The largest share that may be thrown away so that at most `lose` is lost, or why none can be promised.

    `largest` is the largest order to be reckoned with, for a promise about money; without it, the largest seen.
    """
    orders, needed = known.orders, orders_needed(lose, confidence)
    if refused := no_promise(known, lose, confidence):
        return Promise(lose, confidence, of, orders, 0.0, why=refused)

    def rule(part: Past) -> float:
        return min(_exact(window, lose, confidence, of, largest) for window in _windows(part, needed))

    allowed = rule(known)
    tried = backtest(known, rule, needed, of is Of.MONEY) if known.in_time else []
    factor = narrowing(tried, lose)
    if 0 < allowed <= lose and not is_material(known):
        return Promise(lose, confidence, of, orders, 0.0, allowed, 0.0, tuple(tried), _hardly_ranked(known))
    why = _shortfall(allowed, factor, lose, of)
    return Promise(lose, confidence, of, orders, allowed * factor, allowed, factor, tuple(tried), why)


def no_promise(known: Past, lose: float, confidence: float = CONFIDENCE) -> str:
    """Why nothing can be promised, in one sentence; empty if something may be."""
    orders, needed = known.orders, orders_needed(lose, confidence)
    if orders < needed:
        return (
            f"Not with these data: a promise to lose at most {percent(lose)} needs "
            f"{counted(needed, 'order')} ranked by a model that had not seen them, and there are {orders:,}; "
            f"{counted(needed - orders, 'more order')} would do."
        )
    if not has_signal(known):
        return (
            "Not with these data: inside a batch the buyers are ranked no higher than the others "
            "beyond chance, so any cut would throw sales away like prospects."
        )
    return ""


def has_signal(known: Past, confidence: float = SURE) -> bool:
    """Whether buyers rank above others inside the batches by more than chance explains."""
    from scipy.stats import norm

    area, error = auc_within(known.score, known.sold, known.block)
    return bool(area > 0.5 + norm.ppf(confidence) * error)


def is_material(known: Past) -> bool:
    """Whether buyers rank so far above others that it matters; in many rows even a trifle is beyond chance."""
    return auc_within(known.score, known.sold, known.block)[0] > MATERIAL


def _hardly_ranked(known: Past) -> str:
    area = auc_within(known.score, known.sold, known.block)[0]
    return (
        f"Not with these data: inside a batch the buyers are ranked hardly higher than the others (AUC {area:.2f}), "
        "so no more could be promised than throwing away at random would keep."
    )


def _windows(known: Past, enough: int) -> list[Past]:
    """All blocks, and the newest that hold half of the orders: what is promised must be safe by both."""
    if not known.in_time:
        return [known]
    recent: list[int] = []
    for block in reversed(known.blocks):
        recent.append(block)
        newest = known.within(recent)
        if newest.orders >= max(enough, known.orders / 2):
            return [known, newest] if len(recent) < len(known.blocks) else [known]
    return [known]


def _exact(known: Past, lose: float, confidence: float, of: Of, largest: float | None) -> float:
    if of is Of.MONEY:
        return safe_money(known, lose, confidence, largest)
    return safe_share(known.rank, known.sold, lose, confidence)


def _shortfall(allowed: float, factor: float, lose: float, of: Of) -> str:
    if allowed <= 0 and of is Of.MONEY:
        return (
            "Not with these data: the orders are too few or too unequal to rule out that even the smallest cut loses "
            f"more than {percent(lose)} of the money."
        )
    if allowed <= 0:
        return (
            f"Not with these data: even the smallest cut may lose more than {percent(lose)} of the {of}, "
            "as buyers are found among those ranked lowest."
        )
    if factor <= 0:
        return (
            f"Withdrawn: what was promised on earlier blocks (at most {percent(lose)} of the {of} lost) was not "
            "kept on the blocks that followed, and no narrower cut would have been; the market moves faster than "
            "these fields tell."
        )
    if factor < 1:
        return (
            f"Narrowed to {percent(factor)} of what the orders alone allow, as earlier promises of "
            f"{percent(lose)} were too often broken on the blocks that followed."
        )
    return ""
