"""Read the instants that exports write: every usual form, and a question where two readings differ."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (spreadsheet serials count local days from here)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?$")  # 1954 to 2119
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")
_CLOCK = r"(?:[T ,]+(?:at )?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?$"
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})" + _CLOCK)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})" + _CLOCK)
_DAY_NAMED = re.compile(r"(\d{1,2})[. \-]+([A-Za-z]{3,9})\.?[, \-]+(\d{4}|\d{2})" + _CLOCK)
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _CLOCK)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ADVICE = "write it as 2024-03-12 09:14"


class AmbiguousDate(ValueError):
    """A date such as 03/04/2024 whose day and month cannot be told apart."""


def parse_instant(text: str, tz: tzinfo | str, dayfirst: bool | None = None) -> datetime:
    """Return the UTC instant that `text` means; without an offset of its own it is local time in `tz`.

    A date alone is its midnight. Accepts ISO 8601, spreadsheet serials, Unix seconds and milliseconds, and
    written dates; 03/04/2024 needs `dayfirst`, else AmbiguousDate. Raises ValueError for anything else.
    """
    zone = ZoneInfo(tz) if isinstance(tz, str) else tz
    text = text.strip()
    try:
        found = _machine(text) or _written(text, dayfirst)
        if found is not None:
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except AmbiguousDate:
        raise
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{text[:60]!r} is no date that can be read; {_ADVICE}")


def guess_dayfirst(samples: Iterable[str]) -> bool | None:
    """Tell from dates of one column whether the day comes first; None if they do not show it, or disagree."""
    seen = set()
    for text in samples:
        match = _NUMERIC.match(text.strip())
        if match and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            if max(first, second) > 12 >= min(first, second):
                seen.add(first > 12)
    return seen.pop() if len(seen) == 1 else None


def _machine(text: str) -> datetime | None:
    if _SERIAL.match(text):
        return _SERIAL_EPOCH + timedelta(seconds=round(float(text) * 86_400))
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC) + timedelta(milliseconds=int(text[10:] or 0))
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC") + ("Z" if text.endswith(" UTC") else ""))
    except ValueError:
        return None


def _written(text: str, dayfirst: bool | None) -> datetime | None:
    if match := _NUMERIC.match(text):
        first, mark, second, year, *clock = match.groups()
        day, month = _told_apart(text, int(first), int(second), True if mark == "." else dayfirst)
        return _at(_year(year), month, day, clock)
    if match := _YEAR_FIRST.match(text):
        return _at(int(match[1]), int(match[2]), int(match[3]), match.groups()[3:])
    if match := _DAY_NAMED.match(text):
        return _at(_year(match[3]), _month(match[2]), int(match[1]), match.groups()[3:])
    if match := _MONTH_NAMED.match(text):
        return _at(int(match[3]), _month(match[1]), int(match[2]), match.groups()[3:])
    return None


def _told_apart(text: str, first: int, second: int, dayfirst: bool | None) -> tuple[int, int]:
    """Return (day, month); a number above 12 tells by itself, whatever was declared."""
    if first > 12 or first == second:
        return first, second
    if second > 12:
        return second, first
    if dayfirst is None:
        raise AmbiguousDate(f"{text!r} has two readings: say whether the day or the month comes first")
    return (first, second) if dayfirst else (second, first)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _at(year: int, month: int, day: int, clock: Iterable[str | None]) -> datetime:
    hour, minute, second, half = clock
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError("no such hour")
        hours = hours % 12 + (12 if half[0] in "Pp" else 0)
    return datetime(year, month, day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001
