"""Stretches of time in which something can be done: working days, and hours in which a call is welcome."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from winnow.followup.calendars import clock
from winnow.followup.worktime import (
    Calendar,
    add_working,
    clamp_to_local_hours,
    next_opening,
    working_between,
)
from winnow.procedure.schema import Calling

PartOfDay = Literal["any", "morning", "midday", "afternoon"]
Window = tuple[time, time]  # local hours, start to end

NOON, LUNCH, AFTER_LUNCH = time(12), time(11), time(14)
A_DAY = timedelta(days=1)
TRIES = 8  # more than the turns that two weekly timetables need to meet, if they meet at all


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError if it has no time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC)


def end_of_day(calendar: Calendar, at: datetime) -> datetime:
    """When the working day of `at` ends, or the next one if `at` is after hours."""
    opens = next_opening(calendar, at)
    return add_working(calendar, opens, working_between(calendar, opens, _midnight_after(calendar, opens)))


def days_later(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The opening of the working day that many working days after the day of `at`; 0 is as soon as open."""
    opens = next_opening(calendar, at)
    if days and opens.astimezone(ZoneInfo(calendar.timezone)).date() > _local_date(calendar, at):
        days -= 1  # after hours: the next opening is a working day later already
    for _ in range(days):
        opens = next_opening(calendar, _midnight_after(calendar, opens))
    return opens


def meeting(calendar: Calendar, at: datetime, tzname: str, window: Window) -> datetime | None:
    """The first instant from `at` when the team works and it is within the window there; None if never."""
    for _ in range(TRIES):
        opens = next_opening(calendar, at)
        at = clamp_to_local_hours(opens, tzname, *window)
        if at == opens:
            return opens
    return None


def welcome(calling: Calling) -> Window:
    """The local hours in which a call is welcome."""
    return clock(calling.start), clock(calling.end)


def part_of(calling: Calling, part: PartOfDay) -> Window:
    """A part of those hours; all of them where the part has none of them."""
    start, end = welcome(calling)
    parts: dict[PartOfDay, Window] = {
        "any": (start, end),
        "morning": (start, min(NOON, end)),
        "midday": (max(LUNCH, start), min(AFTER_LUNCH, end)),
        "afternoon": (max(AFTER_LUNCH, start), end),
    }
    begins, ends = parts[part]
    return (begins, ends) if begins < ends else (start, end)


@lru_cache(maxsize=1024)
def known_zone(tzname: str) -> str:
    """The time zone if it is one, "" otherwise: a guess that turns out wrong must not stop anything."""
    try:
        return ZoneInfo(tzname).key if tzname else ""
    except (KeyError, ValueError, OSError):
        return ""


def _local_date(calendar: Calendar, at: datetime) -> date:
    return at.astimezone(ZoneInfo(calendar.timezone)).date()


def _midnight_after(calendar: Calendar, at: datetime) -> datetime:
    zone = ZoneInfo(calendar.timezone)
    return datetime.combine(at.astimezone(zone).date() + A_DAY, time(0), tzinfo=zone).astimezone(UTC)
