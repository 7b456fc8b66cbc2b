"""What a touch sets next: its disposition decides, the cadence says when, and nobody is given up too soon."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from winnow.followup.plan import ANY_WAY, Plan, look_again, revisit
from winnow.followup.ways import Ways, reaching, writing
from winnow.followup.windows import days_later, end_of_day, known_zone, meeting, part_of, utc, welcome
from winnow.followup.worktime import Calendar, add_working
from winnow.procedure.schema import Cadence, Disposition, Procedure, Step
from winnow.prospects.words import NextAction, Outcome, Queue, TouchKind

BREATH = timedelta(minutes=120)  # working time between two attempts of one day


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


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where and when the touch happened."""

    procedure: Procedure
    cadence: Cadence
    at: datetime
    calendar: Calendar
    zone: str  # of the prospect; "" if unknown
    ways: Ways


def after(
    disposition: Disposition,
    procedure: Procedure,
    *,
    channel: str,
    attempts_before: int,
    at: datetime,
    calendar: Calendar,
    reached_before: bool = False,
    first_attempt_at: datetime | None = None,
    prospect_tz: str = "",
    when: datetime | None = None,
    current: Plan | None = None,
    ways: Ways = ANY_WAY,
) -> After:
    """What comes after a touch with this disposition.

    `attempts_before`, `reached_before` and `first_attempt_at` count from the newest inquiry, without this
    touch. `when` is what the person entered; `current` the plan so far, which "keep" keeps while it is not
    yet due; `ways` how they can be reached. Raises ValueError, in words for the person, if `when` is missing or past.
    """
    cadence, left = procedure.cadence_of(channel), ways.without(disposition.wrong)
    here = _Setting(procedure, cadence, utc(at), calendar, known_zone(prospect_tz), left)
    attempts = attempts_before + disposition.attempt
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
            return current if current and current.due_at > here.at else _attempt(here, attempts)
        case "retry":
            reached = reached_before or disposition.reached
            return _given_up(here, attempts, first_attempt_at, reached) or _attempt(here, attempts)


def _future(when: datetime | None, at: datetime) -> datetime:
    if when is None:
        raise ValueError("Say when: a date and a time are needed.")
    if utc(when) <= at:
        raise ValueError("That time has passed. Choose a date and time that lie ahead.")
    return utc(when)


def _promised(when: datetime) -> Plan:
    return Plan(NextAction.CALL_BACK, when, when, Queue.PROMISED, "Promised to the prospect")


def _today(here: _Setting, action: NextAction, queue: Queue, note: str) -> Plan:
    return Plan(action, end_of_day(here.calendar, here.at), here.at, queue, note)


def _given_up(here: _Setting, attempts: int, began: datetime | None, reached: bool) -> ToNurture | None:
    """Nurture, if the cadence is used up and the least number of attempts and days is too."""
    tried_for = here.at - utc(began or here.at)
    enough = max(len(here.cadence.steps), here.cadence.least_attempts)
    if attempts < enough or tried_for < timedelta(days=here.cadence.least_days):
        return None
    because = f"Not reached in {attempts} attempts over {tried_for.days} days"
    return ToNurture(revisit(here.procedure, here.at), because, unreachable=not reached)


# The next attempt of a cadence


def _attempt(here: _Setting, attempts: int) -> Plan:
    steps, number = here.cadence.steps, attempts + 1
    beyond = attempts >= len(steps)
    step, besides = _reaching(here.ways, _again(steps) if beyond else steps[attempts])
    note = f"Attempt {number}, beyond the cadence" if beyond else f"Attempt {number} of {len(steps)}"
    note += besides
    earliest = _earliest(here, step)
    action, offered = NextAction(step.kind.value), _offered(here, step, earliest)
    if offered is None:
        action, offered, note = NextAction.EMAIL, earliest, note + writing(here.ways)
    return Plan(action, end_of_day(here.calendar, offered), offered, Queue.RETRY, note)


def _again(steps: tuple[Step, ...]) -> Step:
    """The last step once more, but not on the same day: too few attempts or days have gone to give up."""
    last = steps[-1] if steps else Step()
    return last.model_copy(update={"after_days": max(1, last.after_days)})


def _reaching(ways: Ways, step: Step) -> tuple[Step, str]:
    """The step by a way that is known, and why another one was taken."""
    action, instead = reaching(ways, step.kind)
    return step.model_copy(update={"kind": TouchKind(action)}) if action != step.kind else step, instead


def _earliest(here: _Setting, step: Step) -> datetime:
    if step.after_days:
        return days_later(here.calendar, here.at, step.after_days)
    return days_later(here.calendar, add_working(here.calendar, here.at, BREATH), 0)


def _offered(here: _Setting, step: Step, earliest: datetime) -> datetime | None:
    """From when: in the part of the day that the step names, where the prospect is. None: can never call."""
    calling = here.procedure.calling
    if step.kind is not TouchKind.CALL or not here.zone:
        if step.part_of_day == "any":
            return earliest
        part = part_of(calling, step.part_of_day)
        return meeting(here.calendar, earliest, here.calendar.timezone, part) or earliest
    part = part_of(calling, step.part_of_day)
    met = meeting(here.calendar, earliest, here.zone, part)
    return met or meeting(here.calendar, earliest, here.zone, welcome(calling))
