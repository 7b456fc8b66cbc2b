"""Who has what to do: kept from what the actions answer, so that an idle half hour asks the database nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from operator import attrgetter

from winnow.prospects import bulk
from winnow.prospects.models import Prospect
from winnow.prospects.words import State

DESK_ORDER = attrgetter("queue", "due_at", "rank", "id")  # as winnow.flow.claims offers them


@dataclass(frozen=True, slots=True)
class Row:
    """One open prospect, as far as a desk or the clock needs it."""

    id: int
    owner: int
    next_action: str
    queue: str
    due_at: datetime
    available_at: datetime
    check_at: datetime | None
    stage: str
    attempts: int
    orders: int
    clock_started_at: datetime | None
    rank: int


@dataclass
class Board:
    """Every open prospect: those on desks, and when the worker must look at any."""

    working: dict[int, Row] = field(default_factory=dict)
    checks: dict[int, datetime] = field(default_factory=dict)
    _heap: list[tuple[datetime, int]] = field(default_factory=list)

    def learn(self, rows: Iterable[Prospect]) -> None:
        """Take over how these stand now."""
        for one in rows:
            self.working.pop(one.id, None)
            self.checks.pop(one.id, None)
            if one.state == State.WORKING:
                self.working[one.id] = _row(one)
            if one.check_at is not None:
                self.checks[one.id] = one.check_at
                heappush(self._heap, (one.check_at, one.id))

    def knows(self, prospect: int) -> bool:
        """Whether it is open: on a desk, or looked at by the worker."""
        return prospect in self.working or prospect in self.checks

    def reread(self, numbers: Iterable[int]) -> None:
        """Ask the database how these stand."""
        self.learn(bulk.rows(Prospect, sorted(set(numbers))).values())

    def queues(self, owners: Iterable[int], until: datetime) -> dict[int, list[Row]]:
        """What each desk offers before an instant, in the order of the desk."""
        found: dict[int, list[Row]] = {owner: [] for owner in owners}
        for row in self.working.values():
            if row.available_at < until and row.owner in found:
                found[row.owner].append(row)
        for rows in found.values():
            rows.sort(key=DESK_ORDER)
        return found

    def due(self, at: datetime) -> list[int]:
        """What the worker must look at by now; told once."""
        found = []
        while self._heap and self._heap[0][0] <= at:
            check, number = heappop(self._heap)
            if self.checks.get(number) == check:
                found.append(number)
        return found


def _row(one: Prospect) -> Row:
    if one.owner_id is None or one.due_at is None or one.available_at is None:
        raise ValueError(f"prospect {one.id} is open and was dropped")
    return Row(
        one.id, one.owner_id, one.next_action, one.queue, one.due_at, one.available_at, one.check_at, one.stage,
        one.attempts, one.order_count, one.clock_started_at, -one.score,
    )  # fmt: skip
