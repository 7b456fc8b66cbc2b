"""Touches and their dispositions: what was tried or said, and what that sets next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from winnow.flow.finish import Close, Rest, close_in, nurture_in
from winnow.flow.pursuits import course_of, current, tries_of
from winnow.flow.scene import Held, Refused, Scene
from winnow.flow.work.moving import LONGEST_SNOOZE, TOO_FAR
from winnow.flow.work.snoozing import is_pursued, too_long
from winnow.followup import actions as followup
from winnow.followup.after import Closing, ToNurture, ToOwner, after
from winnow.followup.course import NOT_TRIED, Tried, taken
from winnow.followup.plan import Plan
from winnow.procedure.schema import Disposition
from winnow.prospects.actions.edit import strike
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Direction, Outcome, Queue, TouchKind

A_MOMENT = timedelta(microseconds=1)  # the least by which an answer can be late


@dataclass(frozen=True, slots=True)
class Dispose:
    """The result of one touch. `holding`: it was done from the queue, so the claim must still be held.

    `promised`: of one who is not ready now, `when` is a day that they named, not one of our own choice.
    """

    prospect: int
    disposition: str
    at: datetime
    by: int
    kind: TouchKind = TouchKind.CALL
    direction: Direction = Direction.OUT
    minutes: int | None = None
    note: str = ""
    reason: str = ""
    when: datetime | None = None
    promised: bool = False
    competitor: str = ""
    checked: tuple[str, ...] = ()
    mirror: tuple[tuple[str, str], ...] = ()
    holding: bool = False
    next: Plan | None = None  # the person departed from what the procedure proposed


def dispose(items: Sequence[Dispose], *, now: datetime) -> dict[int, Prospect]:
    """Log each touch and do what its disposition sets next. Raises Refused or Held before anything is written."""
    with transaction.atomic(savepoint=False):
        return dispose_in(Scene.of([one.prospect for one in items], now=now), items)


def dispose_in(scene: Scene, items: Sequence[Dispose]) -> dict[int, Prospect]:
    """The same inside a scene that is set already."""
    tries = tries_of(scene.row(one.prospect) for one in items)
    plans = [_planned(scene, one, tries.get(one.prospect, NOT_TRIED)) for one in items]
    followup.record_touches([_touch(scene, one) for one in items])
    touched = [_touched(scene, one, plan) for one, plan in zip(items, plans, strict=True)]
    touched += _struck(scene, items)
    changed = scene.apply(touched, scene.actor(None))
    resting = [
        _rest(one, plan) for one, plan in zip(items, plans, strict=True) if isinstance(plan, ToNurture)
    ]
    closing = [_close(one, plan) for one, plan in zip(items, plans, strict=True) if isinstance(plan, Closing)]
    changed |= nurture_in(scene, resting) if resting else {}
    changed |= close_in(scene, closing) if closing else {}
    return changed


def _planned(scene: Scene, one: Dispose, tried: Tried) -> Plan | Closing | ToNurture | ToOwner:
    """What the procedure sets after this touch; everything that is missing is said now."""
    row, rule = scene.open_row(one.prospect), _rule(scene, one)
    if one.holding and (
        row.claimed_by_id != one.by or row.claimed_until is None or row.claimed_until <= one.at
    ):
        raise Held("Your hold on this prospect ran out and it went back to the queue. Open it again.")
    if rule.needs_reason and not (one.reason or one.note).strip():
        raise Refused(f"“{rule.text}” needs a reason.")
    try:
        plan = after(
            rule, scene.procedure, course_of(row, scene.procedure, tried), at=one.at,
            calendar=scene.calendar(row.owner_id), kind=one.kind, prospect_tz=scene.person(row.id).timezone,
            when=one.when, current=current(row), ways=scene.ways(row.id),
        )  # fmt: skip
    except ValueError as error:
        raise Refused(str(error)) from error
    if one.next is None or not isinstance(plan, Plan):
        return plan
    if one.next != current(row) and (said := _too_far(scene, row, one.next, one.at)):
        raise Refused(said)
    return one.next


def _too_far(scene: Scene, row: Prospect, plan: Plan, at: datetime) -> str:
    """Why what a person sets instead of the procedure may not be so far ahead; "" if it may."""
    if plan.queue != Queue.PROMISED and is_pursued(row, plan.next_action):
        return too_long(scene, plan.due_at - at)
    return TOO_FAR if plan.due_at - at > LONGEST_SNOOZE else ""


def _struck(scene: Scene, items: Sequence[Dispose]) -> list[Change]:
    """What a disposition says does not reach them comes off their cards; their Events keep it."""
    wrong = {scene.row(one.prospect).person_id: (one, _rule(scene, one).wrong) for one in items}
    gone = strike({person: str(way) for person, (_, way) in wrong.items() if way})
    return [
        Change(one.prospect, Kind.EDITED, one.at, _rule(scene, one).text, actor=scene.actor(one.by),
               data={"edited": {str(way): [gone[person], ""]}})
        for person, (one, way) in wrong.items() if person in gone
    ]  # fmt: skip


def _rule(scene: Scene, one: Dispose) -> Disposition:
    rule = scene.procedure.disposition(one.disposition)
    if rule is None:
        known = ", ".join(known.key for known in scene.procedure.dispositions)
        raise Refused(f"The procedure knows no disposition “{one.disposition}”. It knows: {known}.")
    return rule


def _touch(scene: Scene, one: Dispose) -> tuple[object, ...]:
    rule = _rule(scene, one)
    minutes = rule.default_minutes if one.minutes is None else one.minutes
    role = scene.users[one.by].role
    return (one.prospect, one.at, one.kind, one.direction, one.by, role, minutes, rule.key, rule.attempt,
            rule.reached, one.note)  # fmt: skip


def _touched(scene: Scene, one: Dispose, plan: Plan | Closing | ToNurture | ToOwner) -> Change:
    row, rule = scene.row(one.prospect), _rule(scene, one)
    also: dict[str, Any] = {"steps": row.steps + taken(rule, current(row), one.at)}
    also |= counted(row, one.at, rule.attempt, rule.reached)
    stays = plan if isinstance(plan, Plan) else plan.plan if isinstance(plan, ToOwner) else None
    pursuit = scene.pursue(stays, row.owner_id) if stays else None
    if pursuit is None:
        also |= {"claimed_by_id": None, "claimed_until": None}
    data: dict[str, Any] = {"disposition": rule.key, "minutes": one.minutes, "note": one.note}
    return Change(
        one.prospect, Kind.TOUCHED, one.at, _said(scene, one, rule), pursuit, actor=scene.actor(one.by),
        also=also, data={key: value for key, value in data.items() if value},
    )  # fmt: skip


def _said(scene: Scene, one: Dispose, rule: Disposition) -> str:
    """The reason in words, where a key of the procedure's reasons was given."""
    closing = scene.procedure.closing.get(rule.outcome) if rule.outcome else None
    texts = {reason.key: reason.text for reason in closing.reasons} if closing else {}
    return texts.get(one.reason, one.reason) or rule.text


def counted(row: Prospect, at: datetime, attempt: bool, reached: bool) -> dict[str, Any]:
    """What a human touch adds up to; the response clock stops at the first one after it started."""
    also: dict[str, Any] = {"last_touch_at": at}
    if row.first_touch_at is None:
        also["first_touch_at"] = at
    if attempt:
        also["attempts"] = row.attempts + 1
        if row.responded_at is None:
            also["responded_at"] = _responded(row, at)
    if (
        reached
    ):  # a conversation: whoever is not reached after it is tried anew, and not given up for old attempts
        also |= {"conversations": row.conversations + 1, "attempts": 0}
    return also


def _responded(row: Prospect, at: datetime) -> datetime:
    """Not before the question, nor in time for what the worker has seen to be late: the clock was set back then."""
    started, until = row.clock_started_at or at, row.respond_by
    seen_late = row.escalation and until and row.due_at and row.due_at >= until
    return max(at, started, until + A_MOMENT) if seen_late and until else max(at, started)


def _rest(one: Dispose, plan: ToNurture) -> Rest:
    if plan.unreachable:
        return Rest(one.prospect, one.at, one.by, plan.because, None, one.note, {"unreachable": True})
    data: dict[str, object] = {"reason": one.disposition}
    named = one.when is not None
    reason, revisit = one.reason or plan.because, plan.plan.due_at if named else None
    return Rest(one.prospect, one.at, one.by, reason, revisit, one.note, data, named and one.promised)


def _close(one: Dispose, plan: Closing) -> Close:
    reason = one.reason
    return Close(
        one.prospect,
        Outcome(plan.outcome),
        one.at,
        one.by,
        reason,
        one.note or reason,
        one.competitor,
        one.checked,
        one.mirror,
    )
