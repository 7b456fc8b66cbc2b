"""Quarters of the calendar, in somebody's time zone. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quarter:
    """From its first instant on; `name` as in "Q1 2026"."""

    start: datetime
    name: str


def quarter_of(at: datetime, zone: str) -> Quarter:
    """The quarter that an instant is in."""
    there = at.astimezone(ZoneInfo(zone))
    return _quarter(there.year, (there.month - 1) // 3, zone)


def _quarter(year: int, place: int, zone: str) -> Quarter:
    return Quarter(datetime(year, 3 * place + 1, 1, tzinfo=ZoneInfo(zone)), f"Q{place + 1} {year}")


def quarters(at: datetime, zone: str, count: int) -> list[Quarter]:
    """So many quarters up to the one of this instant, oldest first."""
    there = at.astimezone(ZoneInfo(zone))
    last = 4 * there.year + (there.month - 1) // 3
    return [_quarter(*divmod(number, 4), zone) for number in range(last - count + 1, last + 1)]
