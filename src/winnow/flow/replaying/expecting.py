"""Orders and margin to be expected, with intervals: history's own, less what is not pursued, more what is. Pure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as Collection
from dataclasses import dataclass
from math import sqrt

from winnow.flow.replaying.purging import Gone
from winnow.flow.replaying.pursuing import BUCKETS, Pursued, Pursuit
from winnow.flow.replaying.recorded import History

Z = 1.96  # 95 %
SHRUNK = 20  # inquiries of the whole that each step of the curve is thought to have seen beside its own


@dataclass(frozen=True, slots=True)
class Between:
    """A figure with its 95 % interval."""

    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of the curve: first tried within so many working minutes, how many were, how many ordered."""

    within: int | None
    inquiries: int
    ordered: int
    share: float  # shrunk towards the share of all


@dataclass(frozen=True, slots=True)
class Expected:
    """The change of orders and margin; what of it is history's own, and what is modelled."""

    orders_before: int
    margin_before: float
    orders: Between
    margin: Between
    lost: int  # orders of history that would not have been pursued to their end
    modelled: float  # orders by curves


def response_curve(some: Sequence[Pursuit], history: History) -> list[Cell]:
    """The share that ordered, by how long they waited for the first attempt."""
    known = [(one, _bucket(one.waited.total_seconds() / 60)) for one in some if one.waited is not None]
    ordered = [bool(history.orders.get(history.asked[one.place].prospect)) for one, _ in known]
    overall = sum(ordered) / len(ordered) if ordered else 0.0
    cells = []
    for number in range(len(BUCKETS) + 1):
        mine = [sold for (_, bucket), sold in zip(known, ordered, strict=True) if bucket == number]
        share = (sum(mine) + SHRUNK * overall) / (len(mine) + SHRUNK)
        within = BUCKETS[number] if number < len(BUCKETS) else None
        cells.append(Cell(within, len(mine), sum(mine), share))
    return cells


def _bucket(minutes: float) -> int:
    return next((number for number, most in enumerate(BUCKETS) if minutes <= most), len(BUCKETS))


def expected(
    history: History, some: Sequence[Pursuit], after: Pursued, off: Collection[int], gone: Mapping[int, Gone],
    curve: Sequence[Cell],
) -> Expected:  # fmt: skip
    """`off` are prospects not worked any more, `gone` those purged that history kept; what they ordered is lost."""
    prospects = {history.asked[one.place].prospect for one in some}
    won = [order for number in sorted(prospects) for order in history.orders.get(number, ())]
    margin_before = sum(one.margin or 0 for one in won)
    lost = [
        (1, one.margin or 0) for number in sorted(off & prospects) for one in history.orders.get(number, ())
    ]
    lost += [(one.orders, one.margin) for number, one in sorted(gone.items()) if number not in off]
    model, variance = _modelled(after, curve)
    each = margin_before / len(won) if won else 0.0
    orders = _between(model - sum(count for count, _ in lost), variance + sum(count**2 for count, _ in lost))
    money = model * each - sum(margin for _, margin in lost)
    spread = variance * each**2 + sum(margin**2 for _, margin in lost)
    return Expected(
        len(won), margin_before, orders, _between(money, spread), sum(count for count, _ in lost), model
    )


def _modelled(after: Pursued, curve: Sequence[Cell]) -> tuple[float, float]:
    """Orders that come of other waiting and of more attempts, and the variance of what the curve says."""
    flow = [0.0] * len(curve)
    for old, new in after.pairs:
        flow[_bucket(new)] += 1
        flow[_bucket(old)] -= 1
    flow[-1] += sum(after.longer.values())  # who is reached late orders like who waited longest
    steps = list(zip(flow, curve, strict=True))
    variance = sum(net**2 * one.share * (1 - one.share) / (one.inquiries + SHRUNK) for net, one in steps)
    return sum(net * one.share for net, one in steps), variance


def _between(total: float, variance: float) -> Between:
    spread = Z * sqrt(variance)
    return Between(total - spread, total, total + spread)
