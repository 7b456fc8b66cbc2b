"""They gave a sign (an answer, a click, a form): back on a person's desk at once, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.flow.pursuits import ANEW, with_promise
from winnow.flow.scene import Scene
from winnow.followup.plan import Plan
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Change, Pursuit
from winnow.prospects.words import NextAction, Outcome, Queue, Role, Stage, State

ATTEMPTS = frozenset(
    {
        NextAction.CALL,
        NextAction.EMAIL,
        NextAction.MESSAGE,
        NextAction.LETTER,
        NextAction.SOCIAL,
        NextAction.MEETING,
    }
)


@dataclass(frozen=True, slots=True)
class Back:
    """One prospect that gave a sign; `why` is a sentence for the desk.

    `key` names the sign, so that its owner is told once; "" tells nobody. `reopens`: strong enough to take up again
    who was closed, where the procedure's rule for repeats lets it; who has bought or asked for no contact stays.
    """

    prospect: int
    why: str
    key: str = ""
    reopens: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)


def bring_back(items: Sequence[Back], *, now: datetime, by: str = "door") -> dict[int, Prospect]:
    """Put each on a person's desk, due within its channel's clock; those on one already come first there.

    A promise made, a handover that waits and a deadline that is sooner stay as they are. Returns the changed rows.
    """
    if not items:
        return {}
    with transaction.atomic(savepoint=False):
        return bring_back_in(Scene.of([one.prospect for one in items], now=now), items, by)


def bring_back_in(scene: Scene, items: Sequence[Back], by: str = "door") -> dict[int, Prospect]:
    """The same inside a scene that is set already."""
    before = owners_before(scene, [one.prospect for one in items])
    changed: dict[int, Prospect] = {}
    # One sign after the other of the same prospect: the second finds it on the desk.
    for together in _apart(items):
        changed |= scene.apply([_change(scene, one, before) for one in together], scene.actor(None, by))
    _tell(scene, items)
    return changed


def _apart(items: Sequence[Back]) -> list[list[Back]]:
    """In rounds, each with a prospect at most once."""
    rounds: list[list[Back]] = []
    seen: dict[int, int] = {}
    for one in items:
        place = seen[one.prospect] = seen.get(one.prospect, -1) + 1
        if place == len(rounds):
            rounds.append([])
        rounds[place].append(one)
    return rounds


def _change(scene: Scene, one: Back, before: Mapping[int, int]) -> Change:
    row = scene.row(one.prospect)
    if row.state == State.WORKING:
        pursuit, also = _first(scene, row, one.why)
        return Change(row.pk, Kind.SIGNALLED, scene.now, one.why, pursuit, also=also, data=one.data)
    if row.state == State.CLOSED and (not one.reopens or stays_closed(scene, row)):
        return Change(row.pk, Kind.SIGNALLED, scene.now, one.why, data=one.data)
    owner = owner_again(scene, row, before)
    pursuit = scene.pursue(_plan(scene, row, one.why, owner), owner)
    return back(scene, row, one.why, pursuit, owner, data=one.data)


def back(
    scene: Scene, row: Prospect, why: str, pursuit: Pursuit, owner: int,
    also: Mapping[str, Any] | None = None, data: Mapping[str, Any] | None = None,
) -> Change:  # fmt: skip
    """From nurture or a closed end to a desk: tried anew, and on no clock of an inquiry."""
    kind = Kind.RECYCLED if row.state == State.NURTURE else Kind.REOPENED
    return Change(
        row.pk, kind, scene.now, why, pursuit, owner, also={**ANEW, **(also or {})}, data=data or {}
    )


def stays_closed(scene: Scene, row: Prospect) -> bool:
    """Who has bought, or asked not to be contacted, is no pursuit again because of a sign: a person is told."""
    return row.outcome in (Outcome.BOUGHT, Outcome.DO_NOT_CONTACT) or scene.procedure.repeat.closed == "keep"


def owners_before(scene: Scene, prospects: Sequence[int]) -> dict[int, int]:
    """Who had each on the desk when it went to nurture last."""
    resting = [number for number in prospects if scene.row(number).state == State.NURTURE]
    events = Event.objects.filter(prospect_id__in=resting, kind=Kind.NURTURED).order_by("id")
    return {
        number or 0: owner for number, owner in events.values_list("prospect_id", "data__before__owner_id")
    }


def owner_again(scene: Scene, row: Prospect, before: Mapping[int, int]) -> int:
    """Whoever worked on it last, if they still can; else as the routing says. A deal is a seller's.

    Whoever rested is qualified anew, so they go to the first desk, whoever had them when they went to rest.
    """
    user = scene.users.get(before.get(row.pk) or row.owner_id or 0)
    deal = row.stage in (Stage.OPPORTUNITY, Stage.CUSTOMER)
    desk = Role.SELLER if deal else Role(scene.procedure.routing.first_desk)
    fits = (desk,) if deal or row.state == State.NURTURE else (Role.SELLER, Role.QUALIFIER)
    if user is not None and user.is_active and user.role in fits:
        return user.pk
    return scene.pick(row.pk, desk).owner


def _plan(scene: Scene, row: Prospect, why: str, owner: int | None) -> Plan:
    """As a new inquiry would be, in their own hours; it says what was agreed with them."""
    return replace(scene.first(row.pk, scene.now, owner), note=with_promise(row, why))


def _first(scene: Scene, row: Prospect, why: str) -> tuple[Pursuit | None, dict[str, Any]]:
    """On a desk already: before all but promises, and never later than it was due."""
    if row.queue == Queue.PROMISED or row.next_action == NextAction.ACCEPT or row.due_at is None:
        return None, {}
    plan = _plan(scene, row, why, row.owner_id)
    if plan.due_at >= row.due_at:
        sooner = min(plan.available_at, row.available_at or plan.available_at)
        return None, {"queue": Queue.NEW, "next_note": why[:300], "available_at": sooner}
    pursuit = scene.pursue(plan, row.owner_id)
    if row.next_action in ATTEMPTS:
        return pursuit, {}
    return replace(pursuit, next_action=NextAction(row.next_action)), {}


def _tell(scene: Scene, items: Sequence[Back]) -> None:
    told = [
        Owed(one.key, scene.row(one.prospect).owner_id or 0, one.prospect, "signalled",
             f"{scene.person(one.prospect)}: {one.why}")
        for one in items if one.key
    ]  # fmt: skip
    owed.owe(told, now=scene.now)
