"""From a plan to what is written: when the worker must look is part of every next action."""

from winnow.followup.escalation import next_check
from winnow.followup.plan import Plan
from winnow.followup.ways import Ways
from winnow.followup.worktime import Calendar
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Person
from winnow.prospects.transitions import Pursuit


def pursue(plan: Plan, procedure: Procedure, calendar: Calendar) -> Pursuit:
    """What is to be done, and when somebody must see whether it was."""
    return Pursuit(
        next_action=plan.next_action,
        due_at=plan.due_at,
        available_at=plan.available_at,
        queue=plan.queue,
        check_at=next_check(procedure.escalation, plan.due_at, 0, calendar),
        note=plan.note,
    )


def rest(plan: Plan) -> Pursuit:
    """In nurture nobody is late: the worker looks on the day itself."""
    return Pursuit(plan.next_action, plan.due_at, plan.available_at, plan.queue, plan.due_at, plan.note)


def ways_of(person: Person) -> Ways:
    """How they can be reached, as their card has it."""
    return Ways(phone=bool(person.phone), email=bool(person.email))
