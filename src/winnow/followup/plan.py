"""What is done next with a prospect, and by when: all of it in UTC, and never due before it can be done.

A call is offered only when it is welcome where the prospect is, if that is known, and only to those whose number
is known: the others are written to first. A clock whose prospect cannot be called yet starts when they can be; if
the hours of team and prospect never meet, the first thing to do is write. Working time is the team's; a promise to
the prospect holds to the minute, at any hour.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from winnow.followup.ways import Ways, reaching, writing
from winnow.followup.windows import end_of_day, known_zone, meeting, utc, welcome
from winnow.followup.worktime import Calendar, add_working, clamp_to_local_hours
from winnow.procedure.schema import Clock, Procedure
from winnow.prospects.words import NextAction, Queue

ANY_WAY = Ways()
GRACE = timedelta(hours=1)  # what Winnow has not done by itself within it is offered to a person


@dataclass(frozen=True, slots=True)
class Plan:
    """The next action: what, due when, offered from when, in which queue, and a note that says why."""

    next_action: NextAction
    due_at: datetime
    available_at: datetime
    queue: Queue
    note: str


def first(
    procedure: Procedure,
    channel: str,
    at: datetime,
    calendar: Calendar,
    prospect_tz: str = "",
    ways: Ways = ANY_WAY,
) -> Plan:
    """What a new inquiry starts with: the first action of its channel by a way that is known, within its clock."""
    clock = procedure.clock_of(channel)  # type: ignore[arg-type]
    action, instead = _by(clock, ways)
    at, note = utc(at), _promise(clock) + instead
    zone = known_zone(prospect_tz) if action is NextAction.CALL else ""
    if not zone:
        return Plan(action, _within(clock, at, calendar), at, Queue.NEW, note)
    hours = welcome(procedure.calling)
    starts = clamp_to_local_hours(at, zone, *hours)
    due = _within(clock, starts, calendar)
    if not clock.around_the_clock and clamp_to_local_hours(due, zone, *hours) != due:
        # Due at their night: it is offered when both are awake, and its clock starts then.
        met = meeting(calendar, starts, zone, hours)
        if met is None:
            due = _within(clock, at, calendar)
            return Plan(NextAction.EMAIL, due, at, Queue.NEW, note + writing(ways))
        starts, due = met, _within(clock, met, calendar)
    return Plan(action, due, starts, Queue.NEW, note)


def history(
    procedure: Procedure, channel: str, at: datetime, calendar: Calendar, position: int, ways: Ways = ANY_WAY
) -> Plan:
    """What an inquiry of the past starts with: no clock, a day among the owner's working days.

    `position` counts what the owner already has waiting in the backlog, from 0. It may be done earlier.
    """
    importing, at = procedure.importing, utc(at)
    due = spread(1, importing.per_person_per_day, importing.within_days, calendar, at, position)[0]
    action, instead = _by(procedure.clock_of(channel), ways)  # type: ignore[arg-type]
    return Plan(action, due, at, Queue.BACKLOG, f"Brought in from earlier records{instead}")


def shelf(procedure: Procedure, position: int) -> int:
    """Where in the backlog `position` lies: what lies together, and starts alike otherwise, has one plan."""
    return position // procedure.importing.per_person_per_day


def spread(
    n: int, per_person_per_day: int, within_days: int, calendar: Calendar, start: datetime, taken: int = 0
) -> list[datetime]:
    """The due instants of an owner's next `n` items after `taken`: so many a day, at the end of working days.

    All lie within that many calendar days (or on the first working day); what does not fit is added evenly.
    """
    days = _ends_of_days(calendar, start, within_days)
    return [days[item // per_person_per_day % len(days)] for item in range(taken, taken + n)]


def revisit(procedure: Procedure, at: datetime, days: int | None = None) -> Plan:
    """Nurture looks again after so many days, the procedure's own number if none is given."""
    days = procedure.nurture.revisit_days if days is None else days
    return look_again(utc(at) + timedelta(days=days))


def look_again(due: datetime) -> Plan:
    """Nurture looks again at this instant."""
    return Plan(NextAction.REVISIT, utc(due), utc(due), Queue.LATER, "Look again")


def as_promised(when: datetime) -> Plan:
    """Nurture hands it back at this instant, which was promised to the person: no rule moves it."""
    return Plan(NextAction.CALL_BACK, utc(when), utc(when), Queue.PROMISED, "Promised to them")


def by_hand(action: NextAction, when: datetime, note: str, *, promised: bool = False) -> Plan:
    """What a person sets instead of the procedure; two who meet have promised it to each other."""
    agreed = promised or action in (NextAction.MEETING, NextAction.CALL_BACK)
    return Plan(action, utc(when), utc(when), Queue.PROMISED if agreed else Queue.RETRY, note)


def handover(procedure: Procedure, at: datetime, calendar: Calendar) -> Plan:
    """What a handover starts with: the seller says yes or no."""
    due = handover_due(procedure, at, calendar)
    return Plan(NextAction.ACCEPT, due, utc(at), Queue.NEW, "A lead is handed over: accept it or say why not")


def handover_due(procedure: Procedure, at: datetime, calendar: Calendar) -> datetime:
    """By when the seller must have accepted or rejected."""
    return add_working(calendar, at, timedelta(minutes=procedure.qualification.handover_within))


def _by(clock: Clock, ways: Ways) -> tuple[NextAction, str]:
    """The first action, and why it is not the one that the clock names."""
    action, instead = reaching(ways, clock.first_action)
    return NextAction(action), instead


def _within(clock: Clock, starts: datetime, calendar: Calendar) -> datetime:
    within = timedelta(minutes=clock.respond_within)
    return starts + within if clock.around_the_clock else add_working(calendar, starts, within)


def _promise(clock: Clock) -> str:
    return f"First try within {clock.respond_within}{'' if clock.around_the_clock else ' working'} minutes"


@lru_cache(maxsize=256)
def _ends_of_days(calendar: Calendar, start: datetime, within_days: int) -> tuple[datetime, ...]:
    first_end = end_of_day(calendar, start)
    ends, last = [first_end], first_end + timedelta(days=within_days - 1)
    while (end := end_of_day(calendar, ends[-1])) <= last:
        ends.append(end)
    return tuple(ends)
