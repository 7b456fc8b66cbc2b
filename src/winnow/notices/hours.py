"""A person's own hours: when nothing disturbs them, and when their daily mail is due. Pure.

Clocks are texts such as "07:30", read in the person's own time zone.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)


def speaks_at(at: datetime, zone: str, quiet_from: str, quiet_until: str) -> datetime:
    """The first instant from `at` that is outside the quiet hours; `at` itself where there are none."""
    if not quiet_from or not quiet_until or quiet_from == quiet_until:
        return at
    local, start, end = at.astimezone(ZoneInfo(zone)), read(quiet_from), read(quiet_until)
    wall = local.time()
    if start < end:
        return _at(local, end) if start <= wall < end else at
    if wall >= start:
        return _at(local + A_DAY, end)
    return _at(local, end) if wall < end else at


def next_daily(after: datetime, zone: str, clock: str) -> datetime:
    """The first instant after `after` at which the clock there shows that time of day."""
    local = after.astimezone(ZoneInfo(zone))
    today = _at(local, read(clock))
    return today if today > after else _at(local + A_DAY, read(clock))


def read(clock: str) -> time:
    """Raises ValueError for what is no time of day."""
    return time.fromisoformat(clock)


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, tzinfo=day.tzinfo).astimezone(UTC)
