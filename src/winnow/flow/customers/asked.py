"""A customer who is on nobody's desk answers or asks: back to whoever looks after them, with a clock or a promise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from winnow.customers import actions, queries
from winnow.customers.actions import Next
from winnow.customers.models import Customer
from winnow.customers.words import Step
from winnow.flow.pursue import back
from winnow.flow.scene import Scene
from winnow.followup.plan import Plan
from winnow.prospects.lifecycle import Kind
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue


def to_keeper(scene: Scene, prospect: int, why: str, data: Mapping[str, Any]) -> None:
    """On that desk now, to be answered as soon as an inquiry of theirs."""
    owner = keeper(scene, prospect)
    plan = replace(scene.first(prospect, scene.now, owner), next_action=NextAction.CARE, note=why)
    _take_up(scene, prospect, owner, plan, data)


def called_back(
    scene: Scene, prospect: int, when: datetime, why: str, data: Mapping[str, Any], *, is_far: bool
) -> None:
    """On that desk at the instant that they named; one that `is_far` away is the customer's next step."""
    customer = queries.members([prospect]).get(prospect)
    if not is_far or customer is None:
        plan = Plan(NextAction.CALL_BACK, when, when, Queue.PROMISED, why)
        return _take_up(scene, prospect, keeper(scene, prospect), plan, data)
    row = Customer.objects.select_for_update().get(pk=customer)
    actions.next_steps([_dated(row, when, why)])
    changed = Change(prospect, Kind.PLANNED, scene.now, why, data={**data, "customer": row.pk})
    scene.apply([changed], scene.actor(None, "door"))
    return None


def _dated(row: Customer, when: datetime, why: str) -> Next:
    """What a person planned for a reason stays, and tells of this, too."""
    if not row.next_note or row.due_at is None:
        return Next(row.pk, Step.CHECK_IN, when, why)
    return Next(row.pk, Step(row.next_step), min(row.due_at, when), f"{row.next_note}. {why}")


def _take_up(scene: Scene, prospect: int, owner: int, plan: Plan, data: Mapping[str, Any]) -> None:
    again = back(scene, scene.row(prospect), plan.note, scene.pursue(plan, owner), owner, data=data)
    scene.apply([again], scene.actor(None, "door"))


def keeper(scene: Scene, prospect: int) -> int:
    """Who looks after them, if they are here; else who would."""
    user = scene.users.get(queries.owners_of([prospect]).get(prospect, 0))
    return user.pk if user is not None and user.is_active else scene.looked_after_by(prospect)
