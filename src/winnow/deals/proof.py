"""Before and after a purge: won, how long it took, hours an order, each with its interval. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, floor, sqrt

Z95 = 1.959963984540054
FEW = 30  # decisions on each side, below which a change cannot be told from chance
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ended:
    """An opportunity that came to an end: `won` by an order, else lost, or purged."""

    opened_at: datetime
    ended_at: datetime
    won: bool
    purged: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; None where nothing tells."""

    value: float | None
    interval: Interval | None
    n: int


@dataclass(frozen=True, slots=True)
class Period:
    """What ended between two instants. `decided` leaves purged ones out, `left` counts each as not won."""

    starts: datetime
    ends: datetime
    orders: int
    lost: int
    purged: int
    decided: Figure
    left: Figure
    days: Figure
    hours: Figure


def period(starts: datetime, ends: datetime, ended: Sequence[Ended], minutes: int) -> Period:
    """`minutes` are those of all touches on opportunities within the period, purged or not."""
    mine = [one for one in ended if starts <= one.ended_at < ends]
    orders = sum(one.won for one in mine)
    purged = sum(one.purged for one in mine)
    lost = len(mine) - orders - purged
    lengths = sorted((one.ended_at - one.opened_at) / timedelta(days=1) for one in mine if one.won)
    return Period(
        starts, ends, orders, lost, purged, share(orders, orders + lost), share(orders, len(mine)), median(lengths),
        rate(minutes / 60, orders),
    )  # fmt: skip


def share(part: int, whole: int) -> Figure:
    """Wilson's interval."""
    if not whole:
        return Figure(None, None, 0)
    p, z2 = part / whole, Z95**2
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    reach = Z95 / (1 + z2 / whole) * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole))
    return Figure(p, (max(middle - reach, 0.0), min(middle + reach, 1.0)), whole)


def median(ordered: Sequence[float]) -> Figure:
    """With the order statistics between which it lies by the binomial law, taken as normal; none below six."""
    n = len(ordered)
    if not n:
        return Figure(None, None, 0)
    value = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    if n < 6:
        return Figure(value, None, n)
    reach = Z95 * sqrt(n) / 2
    low, high = max(floor(n / 2 - reach), 0), min(floor(n / 2 + reach) + 1, n - 1)
    return Figure(value, (ordered[low], ordered[high]), n)


def rate(hours: float, orders: int) -> Figure:
    """Hours for an order; the interval is that of a Poisson number of orders, on the scale of logarithms."""
    if not orders:
        return Figure(None, None, 0)
    reach = exp(Z95 / sqrt(orders))
    return Figure(hours / orders, (hours / orders / reach, hours / orders * reach), orders)


def warnings(before: Period, after: Period) -> list[str]:
    """What cannot be concluded."""
    said = [
        "This compares two times, not two groups: season, people, prices and campaigns changed as well. Only a part of "
        "the pipeline drawn by chance and left unpurged could tell what purging itself does.",
        "Whoever purges what rarely wins raises the share won of those decided by that alone. Look at the share won of "
        "all that left, where a purged one counts as not won, and at orders and hours.",
    ]
    young = (after.ends - after.starts) / timedelta(days=1)
    if after.days.value is not None and before.days.value is not None and young < 2 * before.days.value:
        said.append(
            f"Only {young:.0f} days have passed since the first purge, and an order took {before.days.value:.0f} "
            "before: slow orders are still missing, so the time after looks shorter than it is."
        )
    if min(before.decided.n, after.decided.n) < FEW:
        said.append(
            f"{before.decided.n} were decided before and {after.decided.n} after; below {FEW} on each side a change is "
            "hardly to be told from chance."
        )
    for name, one, other in (
        ("share won", before.decided.interval, after.decided.interval),
        ("hours an order", before.hours.interval, after.hours.interval),
    ):
        if one and other and one[0] <= other[1] and other[0] <= one[1]:
            said.append(f"The intervals of {name} overlap: the difference may be chance.")
    return said
