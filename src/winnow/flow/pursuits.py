"""From a plan to what is written: when the worker must look is part of every next action."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from winnow.followup.course import NOT_TRIED, Course, Tried
from winnow.followup.escalation import next_check
from winnow.followup.plan import GRACE, Plan
from winnow.followup.queries import tried_since
from winnow.followup.ways import Ways
from winnow.followup.worktime import Calendar
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Person, Prospect
from winnow.prospects.transitions import Pursuit
from winnow.prospects.words import NextAction, Queue, State

# Back at a desk: tried anew, and on no clock of an inquiry.
ANEW: Mapping[str, Any] = {"attempts": 0, "clock_started_at": None, "respond_by": None, "responded_at": None}


def pursue(plan: Plan, procedure: Procedure, calendar: Calendar) -> Pursuit:
    """What is to be done, and when somebody must see whether it was."""
    return Pursuit(
        next_action=plan.next_action,
        due_at=plan.due_at,
        available_at=plan.available_at,
        queue=plan.queue,
        check_at=look_at(plan.queue, plan.due_at, 0, procedure, calendar),
        note=plan.note,
    )


def look_at(
    queue: str, due_at: datetime, level: int, procedure: Procedure, calendar: Calendar
) -> datetime | None:
    """What Winnow does by itself it does at its instant; what a person does is looked at when it is late."""
    if queue == Queue.BY_ITSELF:
        return due_at - GRACE
    return next_check(procedure.escalation, due_at, level, calendar)


def course_of(row: Prospect, procedure: Procedure, tried: Tried = NOT_TRIED) -> Course:
    """How far it has come; attempts, and the days they took, count from the newest inquiry or conversation on."""
    cadence = procedure.cadence_of(row.channel, row.stage, row.band, row.cadence)
    began = row.responded_at or row.first_touch_at if row.attempts else None
    if began and tried.began:  # the clock was stopped before the last conversation
        began = max(began, tried.began)
    return Course(cadence, row.attempts, row.steps, began, row.conversations > 0, tried.calls, tried.promised)


def tries_of(rows: Iterable[Prospect]) -> dict[int, Tried]:
    """What is known of the attempts of those that were tried since they inquired, by prospect; a statement or two."""
    rows = list(rows)
    found = tried_since({row.pk: row.last_inquiry_at for row in rows if row.attempts})
    promised = _promised_before([row for row in rows if row.run and row.queue != Queue.PROMISED])
    return found | {
        number: replace(found.get(number, NOT_TRIED), promised=day) for number, day in promised.items()
    }


def _promised_before(rows: Sequence[Prospect]) -> dict[int, datetime]:
    """What was agreed with those that rested, before they came back, and have not been tried since."""
    if not rows:
        return {}
    events = Event.objects.filter(prospect__in=[row.pk for row in rows], kind=Kind.RECYCLED).order_by("id")
    newest = {event.prospect_id: event for event in events}
    found = {row.pk: promised_before(row, newest[row.pk]) for row in rows if row.pk in newest}
    return {number: day for number, day in found.items() if day is not None}


def promised_before(row: Prospect, back: Event) -> datetime | None:
    """The day that was agreed with them when they were brought back; None if there was none, or it was tried since."""
    before = back.data.get("before", {})
    if before.get("queue") != Queue.PROMISED or not before.get("due_at"):
        return None
    if row.last_touch_at is not None and row.last_touch_at > back.at:
        return None
    return datetime.fromisoformat(before["due_at"])


def with_promise(row: Prospect, note: str) -> str:
    """A note for the desk, which says what was agreed with somebody who rests until then."""
    if row.state != State.NURTURE or row.queue != Queue.PROMISED or row.due_at is None:
        return note[:300]
    return f"{note[:240].strip()} Promised to them: {row.due_at:%-d %b %Y}.".strip()


def current(row: Prospect) -> Plan | None:
    """The plan that it has; None if it is closed."""
    if row.due_at is None or row.available_at is None:
        return None
    return Plan(NextAction(row.next_action), row.due_at, row.available_at, Queue(row.queue), row.next_note)


def plan_of(was: Mapping[str, Any]) -> Plan:
    """The plan that columns kept from before speak of; both its instants must be there."""
    action, queue = NextAction(was["next_action"]), Queue(was["queue"])
    return Plan(action, was["due_at"], was["available_at"], queue, was["next_note"])


def rest(plan: Plan) -> Pursuit:
    """In nurture nobody is late: the worker looks on the day itself."""
    return Pursuit(plan.next_action, plan.due_at, plan.available_at, plan.queue, plan.due_at, plan.note)


def ways_of(person: Person) -> Ways:
    """How they can be reached, as their card has it."""
    return Ways(phone=bool(person.phone), email=bool(person.email))
