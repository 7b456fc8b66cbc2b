"""What people were promised, kept from outside: at the instant, is it on somebody's desk?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from winnow.simulate.board import Board


@dataclass
class Promises:
    """Each callback and each "call me in March", until its instant has come."""

    made: int = 0
    up_in_time: int = 0
    superseded: int = 0  # we spoke again since, they wrote, or it has ended
    broken: list[tuple[int, datetime, str]] = field(default_factory=list)  # prospect, instant, how
    tried: dict[int, datetime] = field(default_factory=dict)  # when somebody last did what was next
    _heap: list[tuple[datetime, int, datetime]] = field(default_factory=list)

    def make(self, prospect: int, when: datetime, at: datetime) -> None:
        self.made += 1
        heappush(self._heap, (when, prospect, at))

    def look(self, now: datetime, board: Board, heard_at: Callable[[int], datetime | None]) -> None:
        """After the tick of `now`: whatever was promised by then must be there for somebody to do."""
        while self._heap and self._heap[0][0] <= now:
            when, prospect, at = heappop(self._heap)
            heard, row, tried = heard_at(prospect), board.working.get(prospect), self.tried.get(prospect, at)
            if heard is not None and at < heard < when:
                self.superseded += 1
            elif tried >= when:
                self.up_in_time += 1
            elif tried > at:
                self.broken.append((prospect, when, "tried before the time"))
            elif row is not None and row.available_at <= now:
                self.up_in_time += 1
            elif not board.knows(prospect):
                self.superseded += 1
            else:
                self.broken.append((prospect, when, "on nobody's desk at the time"))
