"""Whether the machine's clock goes steadily: it is compared with one that nobody can set. Pure.

After a leap forward everything looks late that is not. Escalation then waits a while, in which people who were told
can set the clock right; a clock that has leapt back to where it was is believed at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(seconds=30)  # more than the small steps by which clocks are kept right
STEADY = timedelta(minutes=15)  # so long a clock that has leapt forward must go on before it is believed


@dataclass(slots=True)
class Watch:
    """What one worker has seen of its machine's clock; `steady` are seconds by the clock that cannot be set."""

    at: datetime | None = None
    steady: float = 0.0
    ahead: timedelta = timedelta(0)  # by how much it may be wrong
    doubted_until: float = 0.0  # by the steady clock

    def look(self, at: datetime, steady: float) -> timedelta:
        """By how much the clock has leapt since the last look: forward, back (negative), or not at all (0)."""
        before, self.at = self.at, at
        passed, self.steady = timedelta(seconds=steady - self.steady), steady
        leap = at - before - passed if before else timedelta(0)
        if abs(leap) <= TOLERANCE:
            return timedelta(0)
        self.ahead = max(self.ahead if self.is_doubted(steady) else timedelta(0), timedelta(0)) + leap
        self.doubted_until = steady + STEADY.total_seconds() if self.ahead > TOLERANCE else 0.0
        return leap

    def is_doubted(self, steady: float) -> bool:
        """Whether it is not believed at this moment that what looks late is late."""
        return steady < self.doubted_until
