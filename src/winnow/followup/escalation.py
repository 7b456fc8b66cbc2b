"""What happens when something is late: warn the owner, reassign, then the manager's own list."""

from datetime import datetime, timedelta
from typing import Literal

from winnow.followup.worktime import Calendar, add_working
from winnow.procedure.schema import Escalation

Step = Literal["warn", "reassign", "manager"]

STEPS: tuple[Step, ...] = ("warn", "reassign", "manager")


def steps_due(
    escalation: Escalation, due_at: datetime, level: int, now: datetime, calendar: Calendar
) -> Step | None:
    """The one step that is due now, if any; `level` counts the steps already taken (0 to 3).

    After a pause of the worker the steps still come one at a time and in order, so that none is left out.
    """
    check = next_check(escalation, due_at, level, calendar)
    return STEPS[level] if check is not None and check <= now else None


def next_check(escalation: Escalation, due_at: datetime, level: int, calendar: Calendar) -> datetime | None:
    """When the worker must look again, in UTC; None once every step is taken."""
    if level >= len(STEPS):
        return None
    late = (escalation.warn_after, escalation.reassign_after, escalation.manager_after)
    wait = timedelta(minutes=max(late[: level + 1]))  # a later step never comes before an earlier one
    return add_working(calendar, due_at, wait) if escalation.working_time else due_at + wait
