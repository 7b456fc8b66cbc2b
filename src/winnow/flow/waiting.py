"""Handovers that wait with a manager while sellers are at their limit: handed on as soon as there is room."""

from datetime import datetime

from django.db import transaction

from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.flow.scene import Scene
from winnow.followup import plan as plans
from winnow.prospects.lifecycle import Kind
from winnow.prospects.transitions import Actor, Change
from winnow.prospects.words import NextAction, Role, State
from winnow.qualify import actions as qualify
from winnow.qualify.queries.waiting import first_waiting, refused_by

AT_ONCE = 200


def hand_on(now: datetime, limit: int = AT_ONCE) -> int:
    """Give what waits to sellers who have room again, who waits longest first; how many were given."""
    numbers = first_waiting(limit)
    if not numbers:
        return 0
    with transaction.atomic():
        scene = Scene.of(numbers, now=now)
        handovers, refused = qualify.waiting(numbers), refused_by(numbers)
        changes, rows, owing = [], [], []
        for number in numbers:
            row, handover = scene.row(number), handovers.get(number)
            if handover is None or row.next_action != NextAction.ACCEPT or row.state != State.WORKING:
                continue
            routed = scene.pick(number, Role.SELLER, refused.get(number, ()))
            if routed.waits or scene.users[routed.owner].role != Role.SELLER:
                continue
            plan = plans.handover(scene.procedure, now, scene.calendar(routed.owner))
            why = f"There is room again. {routed.reason}"
            rows.append((number, handover.giver_id, routed.owner, now, plan.due_at))
            pursuit = scene.pursue(plan, routed.owner)
            changes.append(Change(number, Kind.HANDED_OVER, now, why, pursuit, routed.owner))
            owing.append(Owed(f"handed_on:{handover.pk}", routed.owner, number, "yours_now", why))
        if rows:
            qualify.open_handovers(rows)
            scene.apply(changes, Actor("worker"))
            owed.owe(owing, now=now)
        return len(rows)
