"""The next attempt of a cadence: by which way, from when, and whether Winnow makes it by itself. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from winnow.followup.calendars import clock
from winnow.followup.course import Course
from winnow.followup.plan import GRACE, Plan
from winnow.followup.spread import call_at
from winnow.followup.ways import Ways, reaching, writing
from winnow.followup.windows import days_later, end_of_day, meeting, part_of
from winnow.followup.worktime import Calendar, add_working, clamp_to_local_hours
from winnow.procedure.schema import Procedure, Step
from winnow.prospects.words import NextAction, Queue, TouchKind

BREATH = timedelta(minutes=120)  # working time between two attempts of one day


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when something was done."""

    procedure: Procedure
    at: datetime
    calendar: Calendar
    zone: str  # of the prospect; "" if unknown
    ways: Ways
    not_before: datetime | None = None  # of what is planned anew


def next_attempt(here: Setting, course: Course) -> Plan:
    """What the cadence says, by a way that is known; beyond its end the last attempt of a person once more."""
    step = course.step
    if step and step.automatic and here.ways.email:
        return _by_itself(here, step, f"step {course.steps + 1} of {len(course.cadence.steps)}")
    step, besides = _reaching(here.ways, step or _again(course.cadence.steps))
    number = f"Attempt {course.steps + 1} of {len(course.cadence.steps)}"
    note = (number if course.step else f"Attempt {course.attempts + 1}, beyond the cadence") + besides
    earliest = _earliest(here, step)
    action, offered = NextAction(step.kind.value), _offered(here, step, earliest, course)
    if offered is None:
        action, offered, note = NextAction.EMAIL, earliest, note + writing(here.ways)
    return Plan(action, end_of_day(here.calendar, offered), offered, Queue.RETRY, note)


def instead_of_sending(here: Setting, why: str) -> Plan:
    """A mail that could not go out by itself is a person's to write, on the same day."""
    note = f"Could not go out by itself: {why}"
    opens = days_later(here.calendar, here.at, 0)
    action = NextAction.EMAIL if here.ways.email else NextAction.CALL
    return Plan(action, end_of_day(here.calendar, opens), opens, Queue.RETRY, note)


def _by_itself(here: Setting, step: Step, which: str) -> Plan:
    """In the reader's own hours, ours do not matter. A person does it if Winnow has not by the end of the grace."""
    rules, zone = here.procedure.mail, here.zone or here.calendar.timezone
    part = step.part_of_day
    window = (
        (clock(rules.send_from), clock(rules.send_until))
        if part == "any"
        else part_of(here.procedure.calling, part)
    )
    goes = clamp_to_local_hours(_earliest(here, step), zone, *window)
    template = here.procedure.mail.template(step.template)
    text = template.text if template else step.template
    note = f"“{text}” goes out by itself, {which}"
    return Plan(NextAction.EMAIL, goes + GRACE, goes + GRACE, Queue.BY_ITSELF, note)


def _again(steps: tuple[Step, ...]) -> Step:
    """The last one of a person, but not on the same day: too few attempts or days have gone to give up."""
    last = next((one for one in reversed(steps) if not one.automatic), Step())
    return last.model_copy(update={"after_days": max(1, last.after_days)})


def _reaching(ways: Ways, step: Step) -> tuple[Step, str]:
    """The step by a way that is known, and why another one was taken."""
    action, instead = reaching(ways, step.kind)
    return step.model_copy(update={"kind": TouchKind(action)}) if action != step.kind else step, instead


def _earliest(here: Setting, step: Step) -> datetime:
    if step.after_days:
        at = days_later(here.calendar, here.at, step.after_days)
    else:
        at = days_later(here.calendar, add_working(here.calendar, here.at, BREATH), 0)
    return (
        at
        if here.not_before is None or at >= here.not_before
        else days_later(here.calendar, here.not_before, 0)
    )


def _offered(here: Setting, step: Step, earliest: datetime, course: Course) -> datetime | None:
    """From when: in their hours, a call at another part of the day than the last. None: can never call."""
    calling, zone = here.procedure.calling, here.zone or here.calendar.timezone
    if step.kind is TouchKind.CALL:
        days = course.cadence.spread_days if step.after_days else 0
        return call_at(
            here.calendar, earliest, zone, calling, tried=course.calls, part=step.part_of_day, days=days
        )
    if step.kind is TouchKind.LETTER and step.part_of_day == "any":
        return earliest  # it is read when it arrives
    return meeting(here.calendar, earliest, zone, part_of(calling, step.part_of_day)) or earliest
