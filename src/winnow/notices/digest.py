"""The daily mail: what is due, overdue, waiting for a yes or no, and what a team is about to drop. Pure.

It names no prospect, only counts, instants and addresses of pages: mail is read in many places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

NAMED = 10
WORDS = {"email": "e-mail", "close_deal": "bring to a yes or no", "accept": "accept or reject"}


@dataclass(frozen=True, slots=True)
class Promise:
    """Something promised for today."""

    prospect: int
    at: datetime
    action: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a manager's team, with what is overdue there and what was escalated."""

    name: str
    overdue: int
    escalated: int


@dataclass(frozen=True, slots=True)
class Day:
    """What one person has before them today."""

    name: str
    zone: str
    today: datetime
    overdue: int = 0
    due: int = 0  # later today
    handovers: int = 0
    unread: int = 0
    promises: Sequence[Promise] = ()
    blocks: Sequence[tuple[datetime, datetime]] = ()
    team: Sequence[Member] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that somebody must do: then no mail is written."""
        late = any(one.overdue or one.escalated for one in self.team)
        return not (self.overdue or self.due or self.handovers or self.promises or late)


def subject(day: Day) -> str:
    """One line that says how the day stands."""
    parts = [
        f"{day.overdue} overdue" if day.overdue else "",
        f"{day.due} due today" if day.due else "",
        f"{day.handovers} waiting for your yes or no" if day.handovers else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"Your day: {said or 'what your team has before it'}"


def text(day: Day, url: str) -> str:
    """The mail; `url` is where Winnow is reached, "" if nobody has said."""
    parts = [
        f"Good morning, {_on_a_line(day.name)}.",
        _counts(day),
        _promises(day, url),
        _blocks(day),
        _team(day),
        f"Begin with the first: {url}/desk/" if url else "",
        _footing(url),
    ]
    return "\n\n".join(part for part in parts if part)


def _on_a_line(name: str) -> str:
    return " ".join(name.split())


def _counts(day: Day) -> str:
    lines = [
        _counted(day.overdue, "is overdue", "are overdue"),
        _counted(day.due, "is due later today", "are due later today"),
        _counted(day.handovers, "handover waits for your yes or no", "handovers wait for your yes or no"),
        _counted(day.unread, "notification is unread", "notifications are unread"),
    ]
    return "\n".join(f"- {line}" for line in lines if line)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}." if count else ""


def _promises(day: Day, url: str) -> str:
    if not day.promises:
        return ""
    lines = [
        f"- {_clock(one.at, day.zone)} {WORDS.get(one.action, one.action)}: "
        + (f"{url}/prospects/{one.prospect}/" if url else f"prospect {one.prospect}")
        for one in day.promises[:NAMED]
    ]
    more = len(day.promises) - NAMED
    return "\n".join(["Promised for today:", *lines, *([f"- and {more} more."] if more > 0 else [])])


def _blocks(day: Day) -> str:
    if not day.blocks:
        return ""
    spans = ", ".join(f"{_clock(start, day.zone)} to {_clock(end, day.zone)}" for start, end in day.blocks)
    return f"Time for prospecting: {spans}."


def _team(day: Day) -> str:
    late = [one for one in day.team if one.overdue or one.escalated]
    lines = [
        f"- {_on_a_line(one.name)}: {one.overdue} overdue, {one.escalated} escalated." for one in late[:NAMED]
    ]
    more = len(late) - NAMED
    return "\n".join(["Your team:", *lines, *([f"- and {more} more."] if more > 0 else [])]) if lines else ""


def _footing(url: str) -> str:
    where = f": {url}/account/notifications/" if url else ", under “Your account”"
    return f"You get this once a day, and only if there is something to do. Change the hour, or end it{where}"


def _clock(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
