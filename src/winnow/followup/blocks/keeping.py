"""Whether blocks were kept, told by the touches logged inside them. Pure.

A half-hour counts if a touch was logged in it; a block is kept if enough of its half-hours count.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

HALF = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Planned:
    """A block that somebody had planned, and that is over."""

    user: int
    starts: datetime
    ends: datetime
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of blocks; hours are of the clock."""

    blocks: int = 0
    kept: int = 0
    begun: int = 0
    planned_hours: float = 0.0
    kept_hours: float = 0.0
    touches: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.blocks + other.blocks, self.kept + other.kept, self.begun + other.begun,
            self.planned_hours + other.planned_hours, self.kept_hours + other.kept_hours,
            self.touches + other.touches,
        )  # fmt: skip

    @property
    def share(self) -> float | None:
        """Of the planned hours, those kept; None if none were planned."""
        return self.kept_hours / self.planned_hours if self.planned_hours else None


def kept_by(
    blocks: Sequence[Planned], touches: Mapping[int, Sequence[datetime]], share: float
) -> dict[int, Kept]:
    """For each person; `touches` are the instants of each, in order."""
    found: dict[int, Kept] = {}
    for block in blocks:
        found[block.user] = found.get(block.user, Kept()) + judged(block, touches.get(block.user, ()), share)
    return found


def judged(block: Planned, touches: Sequence[datetime], share: float) -> Kept:
    """One block by the touches of its person."""
    inside = touches[bisect_left(touches, block.starts) : bisect_left(touches, block.ends)]
    halves = max(ceil((block.ends - block.starts) / HALF), 1)
    worked = len({(at - block.starts) // HALF for at in inside})
    hours = (block.ends - block.starts) / timedelta(hours=1)
    return Kept(
        1, int(worked >= share * halves), int(block.begun), hours, hours * worked / halves, len(inside)
    )
