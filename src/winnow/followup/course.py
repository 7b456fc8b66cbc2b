"""How far a prospect has come in its cadence, and whether it may be given up. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from winnow.followup.plan import Plan
from winnow.procedure.schema import Cadence, Disposition, Step
from winnow.prospects.words import Queue, TouchKind


@dataclass(frozen=True, slots=True)
class Tried:
    """When somebody was called, in order; `began` is the first attempt since the last conversation.

    `promised` is the day that was agreed with them before they gave a sign and were brought back sooner.
    """

    calls: tuple[datetime, ...] = ()
    began: datetime | None = None
    promised: datetime | None = None


NOT_TRIED = Tried()


@dataclass(frozen=True, slots=True)
class Course:
    """Counted from the newest inquiry or conversation on; `calls` are the instants of attempts to call.

    `attempts` are a person's; `steps` of the cadence also those that Winnow took by itself.
    """

    cadence: Cadence
    attempts: int = 0
    steps: int = 0
    began: datetime | None = None
    reached: bool = False
    calls: tuple[datetime, ...] = ()
    promised: datetime | None = None

    @property
    def step(self) -> Step | None:
        """The step that comes now; None once all are used up."""
        return self.cadence.steps[self.steps] if self.steps < len(self.cadence.steps) else None

    def after(
        self, rule: Disposition, kind: TouchKind, at: datetime, current: Plan | None = None
    ) -> "Course":
        """The same after a touch. Beside a mail that is still to go out by itself an attempt takes no step."""
        tried = int(rule.attempt)
        return Course(
            self.cadence, self.attempts + tried, self.steps + taken(rule, current, at), self.began or at,
            self.reached or rule.reached, (*self.calls, at) if tried and kind is TouchKind.CALL else self.calls,
            self.promised,
        )  # fmt: skip


def taken(rule: Disposition, current: Plan | None, at: datetime) -> int:
    """How many steps a touch takes: one if it is an attempt, none while a mail waits to go out by itself."""
    return int(rule.attempt and not goes_by_itself(current, at))


def goes_by_itself(current: Plan | None, at: datetime) -> bool:
    """Whether the next action is one of Winnow's own, and still to come."""
    return current is not None and current.queue is Queue.BY_ITSELF and current.due_at > at


def too_soon(course: Course, at: datetime) -> str:
    """Why somebody may not be given up as not reached yet, and what to do; "" if they may."""
    cadence, tried_for = course.cadence, at - (course.began or at)
    attempts = max(0, cadence.least_attempts - course.attempts)
    days = max(0, ceil((timedelta(days=cadence.least_days) - tried_for) / timedelta(days=1)))
    if not attempts and not days:
        return ""
    left = " and ".join(
        [
            *([f"{attempts} more attempt{'' if attempts == 1 else 's'}"] if attempts else []),
            *([f"{days} more day{'' if days == 1 else 's'}"] if days else []),
        ]
    )
    return (
        f"Not yet given up: the procedure asks for at least {cadence.least_attempts} attempts over at least "
        f"{cadence.least_days} days, so {left} to go. Go on trying; or give the reason they told you, if they were "
        "reached."
    )


def given_up(course: Course, at: datetime) -> str:
    """Why pursuit may end, or ""; only if the cadence is used up, and its least number of attempts and days."""
    tried_for = at - (course.began or at)
    if course.step is not None or too_soon(course, at):
        return ""
    return f"Not reached in {course.attempts} attempts over {tried_for.days} days"
