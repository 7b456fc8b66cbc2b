"""What a cut would be worth on anybody's past prospects: measured on a part that no choice has seen."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from winnow.qualify.cut.advice import would_help
from winnow.qualify.cut.backtest import NOISE
from winnow.qualify.cut.bounds import chance_of_more, interval
from winnow.qualify.cut.calibration import Reliability, reliability
from winnow.qualify.cut.held_out import Trial, Untestable, trials
from winnow.qualify.cut.past import Past, past
from winnow.qualify.cut.price import Price, prices
from winnow.qualify.cut.promise import Of, Promise, promise
from winnow.qualify.cut.ranks import auc_within, thrown_away
from winnow.qualify.learn import History, Refused

LOSSES = (0.02, 0.05)
SHARES = (0.3, 0.5, 0.7)


@dataclass(frozen=True)
class Kept:
    """The share of sales kept, with its exact interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Safe:
    """A promise made without the test part, and what it then cost there: `lost` of `orders`.

    `is_broken`: more was lost than promised, beyond noise. `from_here`: what may be promised next, by all orders.
    """

    lose: float
    share: float
    lost: float
    low: float
    high: float
    orders: int
    is_broken: bool
    why: str
    from_here: Promise


@dataclass(frozen=True)
class Evaluation:
    """Everything measured; `refusal` is not empty when the cut cannot be trusted with these data."""

    rows: int
    orders: int
    tested: Past
    in_time: bool
    used: tuple[str, ...]
    refused: tuple[Refused, ...]
    method: str
    why: tuple[str, ...]
    auc: Kept
    kept: dict[float, Kept]
    safe: dict[float, Safe]
    prices: list[Price]
    calibration: Reliability
    trained: int
    refusal: str
    would_help: str
    safe_money: dict[float, Promise]


def evaluate(history: History, seed: int = 0, done: list[Trial] | None = None) -> Evaluation:
    """Fit (unless `done`), promise and test; raises Untestable when all bought or none did."""
    if not 0 < history.orders < len(history):
        raise Untestable("To learn from prospects, some must have bought and some not.")
    done = done or trials(history, seed)
    tested = together([trial.test for trial in done])
    known = together([done[0].calibration, tested]) if len(done) == 1 else tested
    whole = tested if len(done) > 1 else replace(tested, block=np.zeros_like(tested.block))
    safe = {lose: _safe(done, known, lose) for lose in LOSSES}
    last = done[-1].scorer
    method = Counter(trial.scorer.method for trial in done).most_common(1)[0][0]
    return Evaluation(
        rows=len(history), orders=history.orders, tested=tested, in_time=history.decided is not None,
        used=tuple(last.used), refused=(*last.refused, *done[-1].untried), method=method, why=tuple(last.why),
        auc=_auc(whole), kept={share: _kept(whole, share) for share in SHARES}, safe=safe,
        prices=prices(whole), trained=done[0].trained,
        calibration=reliability(np.concatenate([one.probability for one in done]), tested.sold),
        refusal=(refusal := _refusal(safe)),
        would_help=would_help(known, max(LOSSES), len(history), history.frame.names) if refusal else "",
        safe_money={} if known.amount is None else {lose: promise(known, lose, of=Of.MONEY) for lose in LOSSES},
    )  # fmt: skip


def together(parts: list[Past]) -> Past:
    """Past prospects one after the other, each part's blocks after those of the one before."""
    offsets = np.cumsum([0, *(int(part.block.max(initial=-1)) + 1 for part in parts)])
    amounts = [part.amount for part in parts if part.amount is not None]
    return past(
        np.concatenate([part.score for part in parts]),
        np.concatenate([part.sold for part in parts]),
        np.concatenate([part.block + offset for part, offset in zip(parts, offsets, strict=False)]),
        np.concatenate(amounts) if len(amounts) == len(parts) else None,
        in_time=all(part.in_time for part in parts),
    )


def _auc(tested: Past) -> Kept:
    from scipy.stats import norm

    area, error = _pooled_area(tested)
    reach = float(norm.ppf(0.975)) * error
    return Kept(area, max(0.0, area - reach), min(1.0, area + reach))


def _pooled_area(tested: Past) -> tuple[float, float]:
    """Area over all tested prospects and its standard error (Hanley and McNeil 1982)."""
    area, _ = auc_within(tested.score, tested.sold, tested.block)
    buyers, others = tested.orders, len(tested.sold) - tested.orders
    both, square = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (buyers - 1) * (both - area**2) + (others - 1) * (square - area**2)
    return area, float(np.sqrt(spread / (buyers * others))) if buyers and others else float("nan")


def _kept(tested: Past, share: float) -> Kept:
    lost = int(thrown_away(tested.rank[tested.sold], share).sum())
    low, high = interval(lost, tested.orders)
    return Kept(1 - lost / tested.orders, 1 - high, 1 - low)


def _safe(done: list[Trial], known: Past, lose: float) -> Safe:
    """Promise by each trial's calibration, then count what it cost on the trial's test part.

    What would not be promised any more is not shown as safe, unless it was broken: that is not passed over.
    """
    made, from_here = [promise(trial.calibration, lose) for trial in done], promise(known, lose)
    lost = sum(_lost(trial.test, one.share) for trial, one in zip(done, made, strict=True))
    orders = sum(trial.test.orders for trial in done)
    why = next((one.why for one in made if one.why), "")
    broken = bool(orders and chance_of_more(lost, orders, lose) < NOISE)
    if not from_here.is_given and not broken:
        return Safe(lose, 0.0, 0.0, 0.0, 0.0, orders, False, from_here.why, from_here)
    share, (low, high) = float(np.mean([one.share for one in made])), interval(lost, orders)
    return Safe(lose, share, lost / orders if orders else 0.0, low, high, orders, broken, why, from_here)


def _lost(tested: Past, share: float) -> int:
    return int(thrown_away(tested.rank[tested.sold], share).sum()) if share > 0 else 0


def _refusal(safe: dict[float, Safe]) -> str:
    """Nothing can be promised from here on, or nothing could be before: the sentence of the looser promise."""
    loosest = safe[max(safe)]
    if not any(one.from_here.is_given for one in safe.values()):
        return loosest.from_here.why
    return loosest.why if not any(one.share > 0 for one in safe.values()) else ""
