"""At which instant each prospect is looked at, and what had become of it. Pure.

Every prospect is looked at once, at its arrival or when it was decided, as a seed says: so that odds mean the same
on the first day as after the talk, and nobody who has not been asked yet is taken for one who had no answers. Who
was decided late, or never, is looked at on a fixed day: that it took so long is not known beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Order:
    """What was bought; `margin` is None where nobody entered it, `amount` where it is of another currency."""

    at: datetime
    amount: float | None
    margin: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One prospect as it is learned from. Days, money and hours are counted from the instant, within the horizon."""

    prospect: int
    instant: datetime
    observed_days: float
    days_to_order: float | None
    amount: float | None
    margin: float | None
    hours: float | None


def looked_at(
    prospect: int, arrived: datetime, decided: datetime | None, after_days: int, seed: int
) -> datetime:
    """The instant at which this prospect is looked at."""
    if blake2b(f"{seed}:{prospect}".encode(), digest_size=1).digest()[0] % 2:
        return arrived
    latest = arrived + after_days * A_DAY
    return max(arrived, min(decided, latest)) if decided else latest


def outcome(
    prospect: int,
    instant: datetime,
    orders: Sequence[Order],
    work: Sequence[tuple[datetime, int]],
    now: datetime,
    horizon_days: int,
) -> Outcome | None:
    """What became of it from the instant on; None where it had bought by then, or the instant is still to come.

    `work` is the minutes of sellers, by instant; what they will spend on the young is not known yet.
    """
    if instant >= now or any(one.at <= instant for one in orders):
        return None
    end = instant + horizon_days * A_DAY
    come = [one for one in orders if one.at <= end]
    is_told = bool(come) or end <= now
    return Outcome(
        prospect, instant, (now - instant) / A_DAY, (come[0].at - instant) / A_DAY if come else None,
        _sum([one.amount for one in come]), _sum([one.margin for one in come]),
        sum(minutes for at, minutes in work if instant <= at <= end) / 60 if is_told else None,
    )  # fmt: skip


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def counted_orders(outcomes: Sequence[Outcome]) -> int:
    """How many of them bought."""
    return sum(one.days_to_order is not None for one in outcomes)
