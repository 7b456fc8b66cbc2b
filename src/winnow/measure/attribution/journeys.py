"""The way that orders came: who touched the buyer, in which order, and what was bought."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Journey:
    """One path, and all that went it: as one row for each order, or one for all orders of a path.

    `path`: channels (or campaigns) of the inquiries and touches in order of time. `cents`: the money of its orders in
    the currency's smallest unit. `lost`: how many went this path and did not buy. `ages`: days from each touch to the
    order, for time decay (0 for all where unknown). `lead`, `opportunity`: the place in `path` (from 0) of the touch
    that made it a lead and an opportunity; None where unknown.
    """

    path: tuple[str, ...]
    orders: int = 0
    cents: int = 0
    lost: int = 0
    ages: tuple[float, ...] | None = None
    lead: int | None = None
    opportunity: int | None = None

    def __post_init__(self) -> None:
        if self.ages is not None and len(self.ages) != len(self.path):
            raise ValueError("as many ages as touches are needed")
        for place in (self.lead, self.opportunity):
            if place is not None and not 0 <= place < len(self.path):
                raise ValueError("a milestone is the place of a touch in the path")
        if self.cents and not self.orders:
            raise ValueError("money without an order")


def journeys_of(rows: Iterable[tuple[tuple[str, ...], int, int, int]]) -> list[Journey]:
    """From (path, orders, cents, lost), as an engine counts unique paths."""
    return [Journey(path, orders, cents, lost) for path, orders, cents, lost in rows]


def alike(journeys: Iterable[Journey]) -> list[Journey]:
    """One journey for all with the same path and milestones, without their times, as time decay alone asks for them."""
    found: dict[tuple[tuple[str, ...], int | None, int | None], list[int]] = {}
    for one in journeys:
        sums = found.setdefault((one.path, one.lead, one.opportunity), [0, 0, 0])
        for place, value in enumerate((one.orders, one.cents, one.lost)):
            sums[place] += value
    return [
        Journey(path, orders, cents, lost, None, lead, opportunity)
        for (path, lead, opportunity), (orders, cents, lost) in found.items()
    ]


def by_path(journeys: Iterable[Journey]) -> Mapping[tuple[str, ...], tuple[int, int]]:
    """(orders, lost) of each path that touched anybody."""
    orders: Counter[tuple[str, ...]] = Counter()
    lost: Counter[tuple[str, ...]] = Counter()
    for journey in journeys:
        if journey.path:
            orders[journey.path] += journey.orders
            lost[journey.path] += journey.lost
    return {path: (orders[path], lost[path]) for path in {**orders, **lost}}
