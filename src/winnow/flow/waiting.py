"""Handovers that wait with a manager while sellers are at their limit: handed on as soon as there is room."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.flow.scene import Scene
from winnow.followup import plan as plans
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Actor, Change
from winnow.prospects.words import NextAction, Role, State
from winnow.qualify import actions as qualify
from winnow.qualify.queries.waiting import first_waiting, refused_by
from winnow.route.rules import Routed

AT_ONCE = 200


def hand_on(now: datetime, limit: int = AT_ONCE) -> int:
    """Give what waits to sellers who have room again, who waits longest first; how many were given."""
    numbers = first_waiting(limit)
    if not numbers:
        return 0
    with transaction.atomic():
        scene = Scene.of(numbers, now=now)
        handovers, takers = qualify.waiting(numbers), _takers(scene, numbers)
        rows, changes, owing = [], [], []
        for number, routed in takers.items():
            handover = handovers.get(number)
            if handover is None or not _still_waits(scene.row(number)):
                continue
            plan = plans.handover(scene.procedure, now, scene.calendar(routed.owner))
            why = f"There is room again. {routed.reason}"
            rows.append((number, handover.giver_id, routed.owner, now, plan.due_at))
            pursuit = scene.pursue(plan, routed.owner)
            changes.append(Change(number, Kind.HANDED_OVER, now, why, pursuit, routed.owner))
            owing.append(Owed(f"handed_on:{handover.pk}", routed.owner, number, "yours_now", why))
        qualify.open_handovers(rows)
        scene.apply(changes, Actor("worker"))
        owed.owe(owing, now=now)
        return len(rows)


def _still_waits(row: Prospect) -> bool:
    return row.state == State.WORKING and row.next_action == NextAction.ACCEPT


def _takers(scene: Scene, numbers: Sequence[int]) -> dict[int, Routed]:
    """Whom each would go to; those alike to one for whom there is no room are not asked for again."""
    refused, in_vain = refused_by(numbers), set()
    found = {}
    for number in numbers:
        row, person, exclude = scene.row(number), scene.person(number), refused.get(number, [])
        alike = (row.channel, person.country, person.language, tuple(exclude))
        if alike in in_vain:
            continue
        routed = scene.pick(number, Role.SELLER, exclude)
        if scene.users[routed.owner].role == Role.SELLER:
            found[number] = routed
        else:
            in_vain.add(alike)
    return found
