"""Where in a person's week blocks for prospecting fit. Pure.

Blocks lie wholly in free working time, are spread over the days, and begin at a quarter of an hour.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil, floor

Span = tuple[datetime, datetime]

QUARTER = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def needed(hours_a_week: float, block_hours: float, planned: timedelta) -> int:
    """How many blocks are lacking, beside what is planned already."""
    lacking = timedelta(hours=hours_a_week) - planned
    return max(ceil(lacking / timedelta(hours=block_hours)), 0) if lacking > timedelta(0) else 0


def without(spans: Iterable[Span], busy: Iterable[Span]) -> list[Span]:
    """What is left of spans when the busy ones are taken out, in order."""
    left = sorted(spans)
    for starts, ends in sorted(busy):
        left = [
            piece
            for opens, closes in left
            for piece in ((opens, min(closes, starts)), (max(opens, ends), closes))
            if piece[0] < piece[1]
        ] if starts < ends else left  # fmt: skip
    return list(dict.fromkeys(left))


def propose(days: Sequence[Sequence[Span]], count: int, length: timedelta) -> list[Span]:
    """Up to so many blocks of that length in the free spans of each day: no second one on a day while another day
    with room has none."""
    free = [list(spans) for spans in days]
    found: list[Span] = []
    while len(found) < count:
        open_days = [number for number, spans in enumerate(free) if _slot(spans, length)]
        if not open_days:
            break
        for number in _spread(open_days, count - len(found)):
            slot = _slot(free[number], length)
            if slot:
                found.append(slot)
                free[number] = without(free[number], [slot])
    return sorted(found)


def overlaps(one: Span, others: Iterable[Span]) -> bool:
    return any(one[0] < ends and starts < one[1] for starts, ends in others)


def _spread(days: Sequence[int], count: int) -> list[int]:
    """So many of the days, as evenly apart as they lie; all of them if there are no more."""
    if count >= len(days):
        return list(days)
    return [days[floor((number + 0.5) * len(days) / count)] for number in range(count)]


def _slot(spans: Sequence[Span], length: timedelta) -> Span | None:
    """The earliest place of that length."""
    for opens, closes in spans:
        starts = _quarter(opens)
        if starts + length <= closes:
            return starts, starts + length
    return None


def _quarter(at: datetime) -> datetime:
    return EPOCH + -((EPOCH - at) // QUARTER) * QUARTER
