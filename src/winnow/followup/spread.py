"""When to call again: at another part of the day than last time, and rather on a weekday not tried yet. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from winnow.followup.windows import (
    AFTER_LUNCH,
    LUNCH,
    PartOfDay,
    Window,
    days_later,
    end_of_day,
    meeting,
    part_of,
    welcome,
)
from winnow.followup.worktime import Calendar
from winnow.procedure.schema import Calling

Part = Literal["morning", "midday", "afternoon"]
FURTHER = 2  # working days looked at beyond, where all of the first would be the same part of the day again


@dataclass(frozen=True, slots=True)
class Slot:
    """The first instant of a part of a working day that is welcome there and worked here."""

    at: datetime
    part: Part
    weekday: int
    later: int  # working days after the earliest


def call_at(
    calendar: Calendar,
    earliest: datetime,
    zone: str,
    calling: Calling,
    *,
    tried: Sequence[datetime] = (),
    part: PartOfDay = "any",
    days: int = 0,
) -> datetime | None:
    """The best instant from `earliest`, which is in working hours, up to so many working days later.

    In this order: never the part of the day of the last call, if any other comes within a few days; a weekday tried
    as seldom as may be; the part that is asked for; a part tried as seldom as may be; the soonest. None if our hours
    and theirs never meet.
    """
    near = slots(calendar, earliest, zone, calling, part, days + FURTHER)
    if not near:
        return meeting(calendar, earliest, zone, welcome(calling))
    local = [one.astimezone(ZoneInfo(zone)) for one in tried]
    parts, weekdays = Counter(map(part_at, local)), Counter(one.weekday() for one in local)
    last = part_at(local[-1]) if local else None
    others = [one for one in near if one.part != last] or list(near)
    within = [one for one in others if one.later <= days] or [
        one for one in others if one.later == others[0].later
    ]
    return min(
        within,
        key=lambda one: (
            weekdays[one.weekday], part not in ("any", one.part), parts[one.part], one.at,
        ),
    ).at  # fmt: skip


def part_at(local: datetime) -> Part:
    """The part of the day of a local time."""
    clock = local.time()
    return "morning" if clock < LUNCH else "midday" if clock < AFTER_LUNCH else "afternoon"


@lru_cache(maxsize=8192)
def slots(
    calendar: Calendar, earliest: datetime, zone: str, calling: Calling, part: PartOfDay, days: int
) -> tuple[Slot, ...]:
    """The parts of each working day from `earliest` on, in order, as far as they can be called in."""
    found: list[Slot] = []
    for later in range(days + 1):
        opens = days_later(calendar, earliest, later)
        closes = end_of_day(calendar, opens)
        for window in (*_exclusive(calling), *([part_of(calling, part)] if part != "any" else [])):
            at = meeting(calendar, opens, zone, window)
            if at is not None and at < closes:
                local = at.astimezone(ZoneInfo(zone))
                found.append(Slot(at, part_at(local), local.weekday(), later))
    return tuple(sorted(set(found), key=lambda one: one.at))


@lru_cache(maxsize=64)
def _exclusive(calling: Calling) -> tuple[Window, ...]:
    """Morning, midday and afternoon without overlap, in the hours in which a call is welcome."""
    start, end = welcome(calling)
    edges: list[tuple[time, time]] = [
        (start, min(LUNCH, end)),
        (max(LUNCH, start), min(AFTER_LUNCH, end)),
        (max(AFTER_LUNCH, start), end),
    ]
    return tuple((begins, ends) for begins, ends in edges if begins < ends)
