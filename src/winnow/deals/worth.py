"""What letting opportunities go frees, and what it may cost. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from winnow.deals.standing import spread


@dataclass(frozen=True, slots=True)
class Usual:
    """What an order of one currency brings here: the share of its amount that is margin, and the margin of one.

    None where no order with a margin tells.
    """

    share: float | None = None
    of_order: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """So many in one currency that stand alike in the review: `margin` is what all would bring, were all won."""

    standing: str  # stays, fresh, warned, due
    currency: str
    count: int
    unknown: int
    expected: float
    variance: float
    margin: float


@dataclass(frozen=True, slots=True)
class Costs:
    """The margin that they may yet bring, in one currency, with its 95 % interval of chance."""

    currency: str
    margin: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Worth:
    """Of so many opportunities: hours they took of late and what those are worth, and what they may yet bring.

    `frees` is in the company's currency. `unknown` of them have neither amount nor margin; they count with the margin
    of a usual order, if there is one.
    """

    count: int
    hours: float
    frees: float | None
    costs: tuple[Costs, ...]
    unknown: int

    @property
    def an_hour(self) -> float | None:
        """What one of these hours is worth."""
        return self.frees / self.hours if self.frees is not None and self.hours else None


def worth(some: Iterable[Standing], minutes: int, an_hour: float | None) -> Worth:
    """Currencies are never added up; the one with the most margin comes first. `an_hour` is margin a seller's hour."""
    known = sorted(some, key=lambda one: (-one.margin, one.currency))
    costs = [Costs(one.currency, *spread(one.expected, one.variance, one.margin)) for one in known]
    hours = minutes / 60
    return Worth(
        sum(one.count for one in known), hours, None if an_hour is None else hours * an_hour, tuple(costs),
        sum(one.unknown for one in known),
    )  # fmt: skip
