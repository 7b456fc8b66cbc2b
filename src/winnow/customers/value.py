"""Time against value: what a customer's minutes cost, beside the margin of their orders. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

LEAST_MINUTES = 60  # less time than that condemns nobody
Z95 = 1.959963984540054
LEAST_CUSTOMERS = 5  # of a segment, before an interval is told


@dataclass(slots=True)
class Spent:
    """Of one stretch of time: minutes and their cost, orders and their margin; of `unknown` orders it is not known."""

    minutes: int = 0
    cost: float = 0.0
    orders: int = 0
    margin: float = 0.0
    unknown: int = 0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.minutes + other.minutes, self.cost + other.cost, self.orders + other.orders,
            self.margin + other.margin, self.unknown + other.unknown,
        )  # fmt: skip

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def net(self) -> float:
        """What is left of the margin once the time is paid."""
        return self.margin - self.cost

    @property
    def an_hour(self) -> float | None:
        """Margin an hour; None without time."""
        return self.margin / self.hours if self.minutes else None


@dataclass(slots=True)
class Account:
    """One customer: stretches of time, oldest first (the first is all that was before), and what it is by segment."""

    customer: int
    parts: list[Spent]
    segments: Mapping[str, str] = field(default_factory=dict)
    is_young: bool = False

    def since(self, place: int) -> Spent:
        return sum(self.parts[place:], Spent())

    @property
    def all(self) -> Spent:
        return self.since(0)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Margin an hour of several customers together, with a 95 % interval where there are enough of them."""

    count: int
    hours: float
    margin: float
    value: float | None
    low: float | None = None
    high: float | None = None


def ratio(some: Iterable[Spent]) -> Ratio:
    """The ratio of sums with its linearised standard error over customers (Cochran 1977, ch. 6)."""
    rows = [one for one in some if one.minutes]
    hours, margin = sum(one.hours for one in rows), sum(one.margin for one in rows)
    if not hours:
        return Ratio(len(rows), 0.0, margin, None)
    value, count = margin / hours, len(rows)
    if count < LEAST_CUSTOMERS:
        return Ratio(count, hours, margin, value)
    squares = sum((one.margin - value * one.hours) ** 2 for one in rows)
    error = sqrt(count / (count - 1) * squares) / hours
    reach = _student(count - 1) * error
    return Ratio(count, hours, margin, value, value - reach, value + reach)


def _student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, within a hundredth from 4 degrees on (Abramowitz and Stegun, 26.7.5)."""
    z, v = Z95, freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )


def by_segment(accounts: Iterable[Account], kind: str, since: int) -> list[tuple[str, Ratio]]:
    """Each value of a segment with its margin an hour, most hours first."""
    groups: dict[str, list[Spent]] = defaultdict(list)
    for one in accounts:
        groups[one.segments.get(kind, "")].append(one.since(since))
    found = [(name, ratio(some)) for name, some in groups.items()]
    return sorted((one for one in found if one[1].count), key=lambda one: (-one[1].hours, one[0]))


def worst(accounts: Iterable[Account], since: int) -> list[tuple[Account, Spent]]:
    """Those whose time costs more than their margin, the greatest loss first; who cannot be judged is left out."""
    rows = [(one, one.since(since)) for one in accounts if not one.is_young]
    found = [(one, spent) for one, spent in rows if _can_be_judged(spent) and spent.net < 0]
    return sorted(found, key=lambda pair: (pair[1].net, pair[0].customer))


def _can_be_judged(spent: Spent) -> bool:
    return spent.minutes >= LEAST_MINUTES and not spent.unknown


def trend(accounts: Sequence[Account]) -> list[Ratio]:
    """Margin an hour of each stretch, oldest first."""
    stretches = max((len(one.parts) for one in accounts), default=0)
    return [ratio(one.parts[place] for one in accounts) for place in range(stretches)]
