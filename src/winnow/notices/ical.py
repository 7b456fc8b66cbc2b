"""A person's calendar as RFC 5545: the same thing has the same name and a rising number, whenever it is asked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

REFRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar; whole days where `starts` is a date, and then `ends` is the day after the last.

    `name` never changes; `number` rises whenever it is changed, at `changed`.
    """

    name: str
    title: str
    starts: datetime | date
    ends: datetime | date
    changed: datetime
    number: int = 0
    url: str = ""
    busy: bool = True


def calendar(owner: str, zone: str, host: str, entries: Sequence[Entry]) -> bytes:
    """All of it, in the time zone of its owner, with that zone's own rules."""
    whole = Calendar()
    whole.add("prodid", "-//Winnow//Calendar//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", f"Winnow: {' '.join(owner.split())}")
    whole.add("x-wr-timezone", zone)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT15M")
    for entry in sorted(entries, key=lambda one: one.name):
        whole.add_component(_event(entry, ZoneInfo(zone), host))
    days = [day for entry in entries for day in (_day(entry.starts), _day(entry.ends))]
    if days:
        whole.add_missing_timezones(min(days) - timedelta(days=366), max(days) + timedelta(days=366))
    return bytes(whole.to_ical())


def _event(entry: Entry, zone: ZoneInfo, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.name}@{host}")
    event.add("summary", " ".join(entry.title.split()))
    event.add("dtstart", _local(entry.starts, zone))
    event.add("dtend", _local(entry.ends, zone))
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("sequence", entry.number)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.url:
        event.add("url", entry.url)
    return event


def _local(at: datetime | date, zone: ZoneInfo) -> datetime | date:
    return at.astimezone(zone) if isinstance(at, datetime) else at


def _day(at: datetime | date) -> date:
    return at.date() if isinstance(at, datetime) else at
