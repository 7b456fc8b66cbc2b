"""Months, hours and weekdays of instants that are numbers of microseconds, in whole-number arithmetic."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis

from winnow.measure.engines.opening import micros

MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000  # microseconds
# A wait is rounded up to the next whole step of its size: exact where a promise is a matter of minutes.
STEPS = ((120, 1), (2_880, 15), (43_200, 60), (None, 1_440))  # minutes waited at most, minutes of a step
SINCE_1900, AFTER_2100 = 25_508, 47_541  # days from 1900-03-01 to 1970, from 1970 to 2100-03-01
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def month_of(at: Any) -> Any:
    """Months since the year 0 (January 2026 is 24312) of an expression of instants from 1900-03 to 2200-02, in UTC.

    Years begin in March here, so that the leap day is their last; 2100 has none, which shifts the days after it.
    Neri and Schneider (2023): ÷ 1461 and × 5 ÷ 153 as a product and a shift, exact here; engines divide by way of
    fractions, at ten times the cost.
    """
    day = (at // DAY).cast("int64")
    days = day + (day >= AFTER_2100).cast("int64") + SINCE_1900
    years = ((4 * days + 3) * 2_939_745) >> 32
    of_year = days - ((years * 1461) >> 2)
    return years * 12 + ((of_year * 2141 + 197_913) >> 16) + 1900 * 12 - 1


def stepped(wait: Any) -> Any:
    """Whole minutes of an expression of microseconds, rounded up to the next step of their size."""
    minutes = -((-wait) // MINUTE).cast("int64")
    cases = [(minutes <= most, -((-minutes) // step).cast("int64") * step) for most, step in STEPS if most]
    last = STEPS[-1][1]
    return ibis.cases(*cases, else_=-((-minutes) // last).cast("int64") * last)


def month_number(day: date) -> int:
    """The same of a date in Python."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    """The first day of a month."""
    return date(number // 12, number % 12 + 1, 1)


def hour_of(local: Any) -> Any:
    """0 to 23, of an expression of local instants."""
    return ((local // HOUR).cast("int64") % 24).cast("int8")


def weekday_of(local: Any) -> Any:
    """0 is Monday; 1970 began on a Thursday."""
    return (((local // DAY).cast("int64") + 3) % 7).cast("int8")


def local(at: Any, zone: str, since: datetime, until: datetime) -> Any:
    """An expression of instants as local time of a zone: its clock changes between the two are written out."""
    changes = _offsets(ZoneInfo(zone), since, until)
    first, later = changes[0][1], changes[1:]
    shifts = [
        ibis.ifelse(at >= when, after - before, 0)
        for (_, before), (when, after) in zip(changes, later, strict=False)
    ]
    return at + sum(shifts, start=ibis.literal(first, "int64"))


def _offsets(zone: ZoneInfo, since: datetime, until: datetime) -> list[tuple[int, int]]:
    """(instant, offset from then on) in microseconds; changes are found to the hour, at which all zones change."""
    found: list[tuple[int, int]] = []
    at = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    step = timedelta(days=1)
    while at <= until:
        if not found or _offset(zone, at) != found[-1][1]:
            found.append(_change(zone, at, found))
        at += step
    return found


def _change(zone: ZoneInfo, at: datetime, found: list[tuple[int, int]]) -> tuple[int, int]:
    while found and _offset(zone, at - timedelta(minutes=15)) != found[-1][1]:
        at -= timedelta(minutes=15)
    return micros(at), _offset(zone, at)


def _offset(zone: ZoneInfo, at: datetime) -> int:
    shift = at.astimezone(zone).utcoffset() or timedelta(0)
    return shift // timedelta(microseconds=1)
