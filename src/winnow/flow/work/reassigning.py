"""Somebody else's from now on, with the reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from winnow.flow.pursuits import ANEW
from winnow.flow.scene import Refused, Scene
from winnow.followup.plan import handover, handover_due, history
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue, Role, State
from winnow.qualify import actions as qualify


@dataclass(frozen=True, slots=True)
class Reassign:
    """Give a prospect to somebody else; `to` None lets the routing decide."""

    prospect: int
    at: datetime
    by: int | None
    reason: str
    to: int | None = None


def reassign(items: Sequence[Reassign], *, now: datetime, by: str = "user") -> dict[int, Prospect]:
    """Change owners, with the reason; the next action stays, its clock does not start anew.

    Who does not market and is given one in nurture has it on the desk: it gets a next action, and a day that leaves
    them room for the others they are given with it.
    """
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        given = Counter[int]()
        changes = [reassigned(scene, one, by, given=given) for one in items]
        return scene.apply(changes, scene.actor(None, by))


def reassigned(
    scene: Scene,
    one: Reassign,
    by: str = "user",
    kind: Kind = Kind.REASSIGNED,
    given: Counter[int] | None = None,
) -> Change:
    """`given` counts what each person was given from nurture along with this one."""
    row = scene.open_row(one.prospect)
    if not one.reason.strip():
        raise Refused("Say why it is reassigned.")
    owner, why = new_owner(scene, one, row)
    markets = scene.users[owner].role == Role.MARKETER
    if row.state == State.NURTURE and not markets:
        return _taken_up(scene, one, owner, by, Counter() if given is None else given)
    if row.state == State.WORKING and markets:
        raise Refused(
            f"{scene.users[owner].name} markets. Give it to nurture instead, with a day to look again."
        )
    also = {"claimed_by_id": None, "claimed_until": None}
    pursuit = None
    if row.next_action == NextAction.ACCEPT and owner != row.owner_id:
        renew_handover(scene, row, owner)
        pursuit = scene.pursue(handover(scene.procedure, one.at, scene.calendar(owner)), owner)
    return Change(one.prospect, kind, one.at, why, pursuit, owner, actor=scene.actor(one.by, by), also=also)


def _taken_up(scene: Scene, one: Reassign, owner: int, by: str, given: Counter[int]) -> Change:
    """Back from nurture: nobody waits for an answer, so no clock starts, and many are spread over working days."""
    row, calendar = scene.row(one.prospect), scene.calendar(owner)
    plan = history(scene.procedure, row.channel, one.at, calendar, given[owner], scene.ways(row.id))
    given[owner] += 1
    pursuit = scene.pursue(replace(plan, queue=Queue.RETRY, note=f"From nurture: {one.reason}"), owner)
    return Change(
        row.id, Kind.RECYCLED, one.at, one.reason, pursuit, owner, actor=scene.actor(one.by, by), also=ANEW
    )


def renew_handover(scene: Scene, row: Prospect, to: int) -> datetime:
    """Who takes over what waits for a yes or no gets a handover of their own; returns by when they must answer."""
    before = qualify.waiting([row.id]).get(row.id)
    due = handover_due(scene.procedure, scene.now, scene.calendar(to))
    qualify.open_handovers([(row.id, before.giver_id if before else None, to, scene.now, due)])
    return due


def new_owner(scene: Scene, one: Reassign, row: Prospect) -> tuple[int, str]:
    if one.to is None:
        before = scene.users.get(row.owner_id or 0)
        role = Role(before.role) if before else Role.QUALIFIER
        routed = scene.pick(one.prospect, role, [row.owner_id] if row.owner_id else [])
        return routed.owner, f"{one.reason} ({routed.reason})"
    user = scene.users.get(one.to)
    if user is None or not user.is_active:
        raise Refused("That person is not active here. Choose somebody else.")
    return user.id, one.reason
