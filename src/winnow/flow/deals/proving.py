"""What was so before the first purge, and what is so since."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from winnow.deals import queries
from winnow.deals.proof import Ended, Period, period, warnings

LONGEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Proof:
    """Two periods of the same length, before and after the first purge that stands."""

    first: datetime
    purged: int
    before: Period
    after: Period
    warnings: list[str]


def proof(now: datetime) -> Proof | None:
    """None before the first purge."""
    first = queries.first_purge()
    if first is None or now <= first:
        return None
    length = min(now - first, LONGEST)
    ended = [Ended(*row) for row in queries.ended(first - length, now)]
    starts, ends = first - length, now
    before = period(starts, first, ended, queries.minutes_between(starts, first))
    after = period(first, ends, ended, queries.minutes_between(first, ends))
    return Proof(first, queries.purged_count(), before, after, warnings(before, after))
