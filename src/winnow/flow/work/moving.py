"""The next action at another time: moved with a reason, or passed over for an hour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from winnow.flow.scene import Refused, Scene
from winnow.flow.work.snoozing import before_a_try, is_pursued, too_long
from winnow.followup import actions as followup
from winnow.followup.plan import Plan, by_hand
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Another next action or instant, with the reason. A promise to the prospect is `promised`."""

    prospect: int
    when: datetime
    at: datetime
    by: int
    reason: str
    next_action: NextAction | None = None
    promised: bool = False


LONGEST_SNOOZE = timedelta(days=60)
TOO_FAR = "That is more than 60 days ahead. Give it to nurture with a date instead."


def reschedule(items: Sequence[Reschedule], *, now: datetime) -> dict[int, Prospect]:
    """Move the next action of open prospects; not into the past, and not for longer than 60 days at a desk."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        return scene.apply([_rescheduled(scene, one) for one in items], scene.actor(None))


def _rescheduled(scene: Scene, one: Reschedule) -> Change:
    row = scene.open_row(one.prospect)
    if one.when <= one.at:
        raise Refused("Choose a time that lies ahead.")
    if not one.reason.strip():
        raise Refused("Say why it is moved.")
    if row.state == "working" and one.when - one.at > LONGEST_SNOOZE:
        raise Refused(TOO_FAR)
    if row.next_action == NextAction.ACCEPT:
        raise Refused("Somebody waits for your yes or no. Say which.")
    action = one.next_action or (NextAction.CALL_BACK if one.promised else NextAction(row.next_action))
    plan = by_hand(action, one.when, one.reason, promised=one.promised)
    if not one.promised and one.next_action is not NextAction.MEETING:
        _may_wait(scene, row, plan, one.at)
    if plan.queue != Queue.PROMISED and row.state == "nurture":
        plan = replace(plan, queue=Queue.LATER)
    pursuit = scene.pursue(plan, row.owner_id)
    if row.state == "nurture":
        pursuit = replace(pursuit, check_at=one.when)
    return Change(one.prospect, Kind.RESCHEDULED, one.at, one.reason, pursuit, actor=scene.actor(one.by))


def _may_wait(scene: Scene, row: Prospect, plan: Plan, at: datetime) -> None:
    """Raises Refused where nothing new was agreed with them, and the procedure lets nobody wait for so long."""
    if row.queue == Queue.PROMISED:
        raise Refused(
            "This was promised. Keep the promise; or agree another time with them, and say that you have."
        )
    later = row.due_at is not None and plan.due_at > row.due_at and is_pursued(row, plan.next_action)
    if later and (said := too_long(scene, plan.due_at - at) or before_a_try(row, plan.due_at)):
        raise Refused(said)


@dataclass(frozen=True, slots=True)
class SkipIt:
    """Pass over the prospect that the queue offers, with the reason."""

    prospect: int
    at: datetime
    by: int
    reason: str


def skip(one: SkipIt, *, now: datetime) -> None:
    """It comes back within the hour; so many skips a day are allowed, a promised call cannot be skipped."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect], now=now)
        row, user = scene.open_row(one.prospect), scene.users[one.by]
        if not one.reason.strip():
            raise Refused("Say why you pass it over.")
        if row.queue == Queue.PROMISED:
            raise Refused("This was promised. Keep the promise, or agree another time with them.")
        today = datetime.combine(one.at.astimezone(ZoneInfo(user.zone)).date(), time(0), ZoneInfo(user.zone))
        allowed = scene.procedure.escalation.skips_a_day
        if followup.skips_since(one.by, today.astimezone(UTC)) >= allowed:
            raise Refused(f"You have skipped {allowed} today, which is all the procedure allows.")
        followup.record_skip(one.prospect, one.by, one.reason, now=one.at)
        back = one.at + timedelta(hours=1)
        also = {
            "available_at": back, "due_at": max(row.due_at or back, back), "claimed_by_id": None,
            "claimed_until": None,
        }  # fmt: skip
        scene.apply([Change(one.prospect, Kind.SKIPPED, one.at, one.reason, also=also)], scene.actor(one.by))
