"""What a touch sets next: its disposition decides, the cadence says when, and nobody is given up too soon."""

from dataclasses import dataclass, replace
from datetime import datetime

from winnow.followup.attempts import Setting, next_attempt
from winnow.followup.course import Course, given_up, goes_by_itself
from winnow.followup.plan import ANY_WAY, Plan, look_again, revisit
from winnow.followup.ways import Ways
from winnow.followup.windows import end_of_day, known_zone, utc
from winnow.followup.worktime import Calendar
from winnow.procedure.schema import Disposition, Procedure
from winnow.prospects.words import NextAction, Outcome, Queue, TouchKind


@dataclass(frozen=True, slots=True)
class Closing:
    """It is finished, with this outcome."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ToNurture:
    """Off the sellers' desks; `plan` is when nurture looks again, `unreachable` if never once reached."""

    plan: Plan
    because: str
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class ToOwner:
    """For the person who already looks after this customer; `plan` is what they do."""

    plan: Plan


After = Plan | Closing | ToNurture | ToOwner


def after(
    disposition: Disposition,
    procedure: Procedure,
    course: Course,
    *,
    at: datetime,
    calendar: Calendar,
    kind: TouchKind = TouchKind.CALL,
    prospect_tz: str = "",
    when: datetime | None = None,
    current: Plan | None = None,
    ways: Ways = ANY_WAY,
) -> After:
    """What comes after a touch of this kind with this disposition; `course` is without it.

    `when` is what the person entered; `current` the plan so far, which "keep" keeps while it is not yet due, and any
    attempt while Winnow is to do it by itself; `ways` how they can be reached. Raises ValueError, in words for the
    person, if `when` is missing or past.
    """
    here = Setting(procedure, utc(at), calendar, known_zone(prospect_tz), ways.without(disposition.wrong))
    ahead = course.after(disposition, kind, here.at, current)
    match disposition.then:
        case "close":
            return Closing(disposition.outcome or Outcome.NOT_BUYING)
        case "call_back":
            return _promised(_future(when, here.at))
        case "qualify":
            return _today(here, NextAction.QUALIFY, Queue.RETRY, "Reached: put the questions")
        case "to_owner":
            return ToOwner(_today(here, NextAction.CALL, Queue.NEW, disposition.text))
        case "nurture":
            plan = look_again(_future(when, here.at)) if when else revisit(procedure, here.at)
            return ToNurture(plan, disposition.text)
        case "keep":
            return current if current and current.due_at > here.at else _next(here, ahead)
        case "retry" if ahead.promised and ahead.promised > here.at:
            return _promised(ahead.promised)
        case "retry":
            if current is not None and goes_by_itself(current, here.at):
                return current
            return _ended(here, ahead) or next_attempt(here, ahead)


def _next(here: Setting, course: Course) -> Plan:
    """What was agreed with them before a sign of theirs brought them back stands; else the cadence's next attempt."""
    promised = course.promised
    return _promised(promised) if promised and promised > here.at else next_attempt(here, course)


def _ended(here: Setting, course: Course) -> ToNurture | None:
    """Nurture, if the cadence is used up and the least number of attempts and days is too."""
    because = given_up(course, here.at)
    return (
        ToNurture(revisit(here.procedure, here.at), because, unreachable=not course.reached)
        if because
        else None
    )


def by_itself_after(here: Setting, course: Course, now: datetime) -> Plan | ToNurture:
    """What comes after a step that Winnow took; `course` has it behind it.

    Its mail goes out at `here.at`, which caps may put off: the days that they were tried for are counted until `now`.
    """
    return _ended(replace(here, at=now), course) or next_attempt(here, course)


def _future(when: datetime | None, at: datetime) -> datetime:
    if when is None:
        raise ValueError("Say when: a date and a time are needed.")
    if utc(when) <= at:
        raise ValueError("That time has passed. Choose a date and time that lie ahead.")
    return utc(when)


def _promised(when: datetime) -> Plan:
    return Plan(NextAction.CALL_BACK, when, when, Queue.PROMISED, "Promised to the prospect")


def _today(here: Setting, action: NextAction, queue: Queue, note: str) -> Plan:
    return Plan(action, end_of_day(here.calendar, here.at), here.at, queue, note)
