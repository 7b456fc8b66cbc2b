"""Put off for a while, with the reason: within the limits of the procedure, and never a promise."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from winnow.flow.pursue import ATTEMPTS
from winnow.flow.scene import Refused, Scene
from winnow.followup.plan import GRACE, Plan
from winnow.followup.windows import end_of_day
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue, Stage, State

ENDS_A_ROW = (Kind.TOUCHED, Kind.REPLIED, Kind.SIGNALLED, Kind.REPEATED, Kind.RECYCLED, Kind.REOPENED)


@dataclass(frozen=True, slots=True)
class Snooze:
    """Offered again at `until`, with the reason."""

    prospect: int
    until: datetime
    at: datetime
    by: int
    reason: str


def snooze(one: Snooze, *, now: datetime) -> Prospect:
    """Put the next action of a prospect on a desk off. Raises Refused, saying what is allowed."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect], now=now)
        row = scene.open_row(one.prospect)
        if refusal := _refusal(scene, one, row):
            raise Refused(refusal)
        due = end_of_day(scene.calendar(row.owner_id), one.until)
        queue = Queue(row.queue)
        if queue is Queue.BY_ITSELF:
            due = one.until + GRACE
        elif queue is Queue.NEW and row.due_at and not row.responded_at:
            due = row.due_at  # the clock of the inquiry goes on
        starts = due if queue is Queue.BY_ITSELF else one.until
        plan = Plan(NextAction(row.next_action), max(due, starts), starts, queue, f"Snoozed: {one.reason}")
        change = Change(
            row.id, Kind.SNOOZED, one.at, one.reason, scene.pursue(plan, row.owner_id),
            actor=scene.actor(one.by), data={"until": one.until.isoformat()},
        )  # fmt: skip
        return scene.apply([change], scene.actor(one.by))[row.id]


def _refusal(scene: Scene, one: Snooze, row: Prospect) -> str:
    rules = scene.procedure.snooze
    if row.state != "working":
        return "It is on no desk: its day to be looked at again can be moved instead."
    if row.queue == Queue.PROMISED:
        return "This was promised. Keep the promise, or agree another time with them."
    if row.next_action == NextAction.ACCEPT:
        return "Somebody waits for your yes or no. Say which."
    if not one.reason.strip():
        return "Say why it is put off."
    if one.until <= one.at:
        return "Choose a time that lies ahead."
    if said := too_long(scene, one.until - one.at) or before_a_try(row, one.until):
        return said
    if _in_a_row(row) >= rules.in_a_row:
        return (
            f"It was put off {rules.in_a_row} times running, which is all the procedure allows. Try them now."
        )
    return ""


def is_pursued(row: Prospect, action: NextAction) -> bool:
    """Whether its next action is one that nobody may put off at will; a deal has rules of its own."""
    early = row.state == State.WORKING and row.stage in (Stage.INQUIRY, Stage.LEAD)
    return early and action in (*ATTEMPTS, NextAction.QUALIFY)


def too_long(scene: Scene, away: timedelta) -> str:
    """Why it may not be put off for so long; "" if it may."""
    longest = scene.procedure.snooze.longest_days
    if away <= timedelta(days=longest):
        return ""
    return (
        f"It can be put off for at most {longest} days. If they named the day, it is a promise: say so. "
        "For longer, give it to nurture with a date."
    )


def before_a_try(row: Prospect, until: datetime) -> str:
    """Why it may not be put off beyond the clock of an inquiry that nobody has answered; "" if it may."""
    if row.clock_started_at and not row.responded_at and row.respond_by and until > row.respond_by:
        return f"Nobody has tried yet, and its clock runs until {row.respond_by:%d %b %H:%M} UTC. Try once first."
    return ""


def _in_a_row(row: Prospect) -> int:
    """How often it was put off since anything was tried or heard."""
    mine = Event.objects.filter(prospect=row)
    last = mine.filter(kind__in=ENDS_A_ROW).order_by("-id").values_list("id", flat=True).first() or 0
    return mine.filter(id__gt=last, kind=Kind.SNOOZED).count()
