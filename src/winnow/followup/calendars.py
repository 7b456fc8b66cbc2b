"""The working hours a procedure writes down, as the calendar that working time is counted in."""

from datetime import date, time
from functools import lru_cache

from winnow.followup.worktime import Calendar, Shift
from winnow.procedure.schema import WorkingHours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def calendar_of(hours: WorkingHours, holidays: frozenset[date] = frozenset()) -> Calendar:
    """The calendar of a team; `holidays` are added to the days off that the hours name themselves."""
    week = tuple(hours.week.get(day, ()) for day in WEEKDAYS)  # type: ignore[call-overload]
    return _calendar(hours.timezone, week, holidays.union(hours.holidays))


@lru_cache(maxsize=256)
def _calendar(timezone: str, week: tuple[tuple[str, ...], ...], holidays: frozenset[date]) -> Calendar:
    return Calendar(
        timezone, {day: [_shift(one) for one in shifts] for day, shifts in enumerate(week)}, holidays
    )


def _shift(hours: str) -> Shift:
    start, end = hours.split("-")
    return clock(start), clock(end)


def clock(text: str) -> time:
    """The time of day "08:30"; "24:00" is midnight."""
    hour, minute = text.split(":")
    return time(int(hour) % 24, int(minute))
