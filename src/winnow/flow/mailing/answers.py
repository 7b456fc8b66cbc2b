"""They answered: the cadence stops, and the prospect comes to a person's desk at once, with what they wrote."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from winnow.correspondence import actions, queries
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Cause, Status
from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.flow.pursue import ATTEMPTS, back, owner_again, owners_before, stays_closed
from winnow.flow.pursuits import with_promise
from winnow.flow.scene import Scene
from winnow.followup import actions as followup
from winnow.followup.plan import Plan
from winnow.followup.worktime import add_working
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change, Pursuit
from winnow.prospects.words import Channel, Direction, NextAction, Outcome, Queue, State, TouchKind
from winnow.route.rules import manager_of


def answered(mail: Mail, excerpt: str, *, now: datetime) -> None:
    """In the caller's transaction: log the touch, move the prospect, tell its owner."""
    number = mail.prospect_id or 0
    scene = Scene.of([number], now=now)
    row, said = scene.row(number), f"They answered by mail: “{excerpt or mail.subject}”"
    actions.lift(queries.digest(mail.from_address), [Cause.BOUNCED], now=now)
    _stop_what_waits(number)
    touch = (number, now, TouchKind.EMAIL, Direction.IN, None, "", 0, "replied", False, True, mail.subject)
    followup.record_touches([touch])
    change = _change(scene, row, said, {"mail": mail.pk, "disposition": "replied"}, now)
    changed = scene.apply([change], scene.actor(None, "door"))
    _tell(scene, changed.get(number, row), mail, said, now)


def _stop_what_waits(prospect: int) -> None:
    """What was to go out by itself is not sent to somebody who has answered; what a person wrote is."""
    waiting = Mail.objects.filter(prospect_id=prospect, status=Status.WAITING, logs=True)
    waiting.update(status=Status.STOPPED, due_at=None, error="They answered.")


def _change(scene: Scene, row: Prospect, said: str, data: Mapping[str, Any], now: datetime) -> Change:
    also: dict[str, Any] = {"last_touch_at": now, "conversations": row.conversations + 1, "attempts": 0}
    if row.first_touch_at is None:
        also["first_touch_at"] = now
    match row.state:
        case State.WORKING:
            pursuit = _at_once(scene, row, said, now)
            return Change(row.pk, Kind.REPLIED, now, said, pursuit, also=also, data=data)
        case State.CLOSED if stays_closed(scene, row):
            return Change(row.pk, Kind.MAILED, now, said, data=data)
        case _:
            owner = owner_again(scene, row, owners_before(scene, [row.pk]))
            pursuit = scene.pursue(_plan(scene, owner, with_promise(row, said), now), owner)
            return back(scene, row, said, pursuit, owner, also=also, data=data)


def _at_once(scene: Scene, row: Prospect, said: str, now: datetime) -> Pursuit | None:
    """Before all but promises; a promise made, or a handover that waits, stays as it is: its owner is told."""
    if row.queue == Queue.PROMISED or row.next_action == NextAction.ACCEPT:
        return None
    pursuit = scene.pursue(_plan(scene, row.owner_id, said, now), row.owner_id)
    if row.next_action in ATTEMPTS or row.due_at is None:
        return pursuit
    return replace(pursuit, next_action=NextAction(row.next_action))


def _plan(scene: Scene, owner: int | None, said: str, now: datetime) -> Plan:
    within = timedelta(minutes=scene.procedure.clock_of(Channel.EMAIL).respond_within)
    due = add_working(scene.calendar(owner), now, within)
    return Plan(NextAction.EMAIL, due, now, Queue.NEW, said[:300])


def _tell(scene: Scene, row: Prospect, mail: Mail, said: str, now: datetime) -> None:
    """The owner; a manager where they had asked not to be contacted."""
    who = row.owner_id or 0
    if row.outcome == Outcome.DO_NOT_CONTACT:
        who = manager_of(scene.everybody(), row.owner_id)
        said = f"Wrote although they had asked not to be contacted. {said}"
    text = f"{scene.person(row.pk)}: {said}"
    owed.owe([Owed(f"mail:{mail.pk}:in", who, row.pk, "replied", text)], now=now)
