"""Working-time arithmetic: when a promise falls due, counted in opening hours.

Everything is computed from intervals in UTC, one tuple of openings a local day, so that a clock change
moves a deadline by exactly what the clock on the wall moved, and a month costs no more than its days.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Shift = tuple[time, time]
Opening = tuple[datetime, datetime]

LONGEST_CLOSURE = 400  # days; longer than any real holiday, so it is a mistake in the procedure
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Opening hours of a team: time zone (IANA name), shifts by weekday (Monday is 0), closed dates.

    A shift is (start, end) in local time. An end that is not after its start lies on the next day, so
    22:00–06:00 crosses midnight, an end of 00:00 is 24:00, and 00:00–00:00 is the whole day. A holiday
    closes the shifts that begin on it. Raises ValueError for an unknown zone or weekday.
    """

    timezone: str
    hours: Mapping[int, Sequence[Shift]] = field(compare=False)
    holidays: frozenset[date] = frozenset()
    week: tuple[tuple[Shift, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _zone(self.timezone)
        if unknown := set(self.hours) - set(range(7)):
            raise ValueError(f"weekdays are 0 (Monday) to 6 (Sunday), not {sorted(unknown)}")
        week = tuple(tuple(sorted(self.hours.get(weekday, ()))) for weekday in range(7))
        object.__setattr__(self, "week", week)


def add_working(calendar: Calendar, start: datetime, duration: timedelta) -> datetime:
    """Return the earliest UTC instant by which `duration` of working time has passed since `start`.

    A duration that ends with a shift is due at its closing, not at the next opening; no duration at all
    is due at once. Raises ValueError if `duration` is negative or the calendar stays closed.
    """
    if duration < timedelta(0):
        raise ValueError("a working duration cannot be negative")
    start = _utc(start)
    if not duration:
        return start
    for opens, closes in _openings_from(calendar, start):
        available = closes - opens
        if duration <= available:
            return opens + duration
        duration -= available
    raise AssertionError("openings never end")  # pragma: no cover


def working_between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """Return the working time from `a` to `b`; zero if `b` is not after `a`, however clocks were set."""
    a, b = _utc(a), _utc(b)
    total = timedelta(0)
    if b <= a:
        return total
    day, last = _local_date(calendar, a), _local_date(calendar, b) + A_DAY
    while day <= last:
        for opens, closes in _openings_of(calendar, day):
            if closes > a and opens < b:
                total += min(closes, b) - max(opens, a)
        day += A_DAY
    return total


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """Return `at` itself in UTC if open then, otherwise the next opening; ValueError if there is none."""
    return next(_openings_from(calendar, _utc(at)))[0]


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Tell whether `at` lies in working time; the instant of opening does, that of closing does not."""
    at = _utc(at)
    day = _local_date(calendar, at)
    # An hour repeated around midnight may belong to the day after the one on the wall.
    nearby = (*_openings_of(calendar, day), *_openings_of(calendar, day + A_DAY))
    return any(opens <= at < closes for opens, closes in nearby)


def openings(calendar: Calendar, first: date, last: date) -> list[Opening]:
    """The openings of the local days from `first` to `last`, both included, in order."""
    days = ((first + A_DAY * number) for number in range((last - first).days + 1))
    return [one for day in days for one in _openings_of(calendar, day)]


def clamp_to_local_hours(at: datetime, tzname: str, start: time = time(8), end: time = time(20)) -> datetime:
    """Return the earliest UTC instant not before `at` that lies in [start, end) local time in `tzname`."""
    return next_opening(_every_day(tzname, start, end), at)


def _openings_from(calendar: Calendar, at: datetime) -> Iterator[Opening]:
    """Yield the openings that end after `at`, the first cut to begin no earlier; never ends."""
    day = _local_date(calendar, at)
    closed_days = 0
    while closed_days <= LONGEST_CLOSURE:
        closed_days += 1
        for opens, closes in _openings_of(calendar, day):
            if closes > at:
                closed_days = 0
                yield (opens if opens > at else at), closes
        day += A_DAY
    raise ValueError(
        f"the calendar has no open hours in the {LONGEST_CLOSURE} days after {at:%Y-%m-%d}: "
        "give it working hours, or fewer holidays"
    )


@lru_cache(maxsize=65_536)
def _openings_of(calendar: Calendar, day: date) -> tuple[Opening, ...]:
    """Return the openings within the local `day`, in order and apart, last night's shift included."""
    zone = _zone(calendar.timezone)
    midnight, next_midnight = _instant(zone, day, time(0)), _instant(zone, day + A_DAY, time(0))
    found = []
    for began in (day - A_DAY, day):
        for start, end in () if began in calendar.holidays else calendar.week[began.weekday()]:
            ends_on = began if end > start else began + A_DAY
            opens = max(_instant(zone, began, start), midnight)
            closes = min(_instant(zone, ends_on, end), next_midnight)
            if opens < closes:
                found.append((opens, closes))
    return _merged(sorted(found))


def _merged(openings: list[Opening]) -> tuple[Opening, ...]:
    merged: list[Opening] = []
    for opens, closes in openings:
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _instant(zone: ZoneInfo, day: date, clock: time) -> datetime:
    """Return the UTC instant of a wall time: the first if it comes twice, the jump if it is skipped.

    Being monotone, this keeps adjacent shifts adjacent on every day of the year.
    """
    wall = datetime.combine(day, clock, tzinfo=zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _jump(zone, wall.replace(fold=1).astimezone(UTC), instant)


def _jump(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the instant, to the second, at which the zone's offset changes between the two."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _local_date(calendar: Calendar, at: datetime) -> date:
    return at.astimezone(_zone(calendar.timezone)).date()


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("working time needs an instant with a time zone")
    return at.astimezone(UTC)


@lru_cache(maxsize=1024)
def _every_day(tzname: str, start: time, end: time) -> Calendar:
    return Calendar(tzname, dict.fromkeys(range(7), ((start, end),)))


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"there is no time zone {name!r}; use a name such as Europe/Berlin") from None
