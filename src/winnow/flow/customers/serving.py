"""Time that a customer takes beside what is on a desk: support, answered by whoever was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from winnow.customers import queries
from winnow.flow.scene import Refused, Scene
from winnow.followup import actions as followup
from winnow.prospects.lifecycle import Kind
from winnow.prospects.transitions import Change
from winnow.prospects.words import Direction, TouchKind

LONGEST = 1440  # minutes of one note
LEAST = 3  # characters


@dataclass(frozen=True, slots=True)
class Served:
    """What one of a customer's people needed, and how long it took."""

    prospect: int
    at: datetime
    by: int
    kind: TouchKind
    minutes: int
    note: str


def serve(items: Sequence[Served], *, now: datetime) -> None:
    """Note it: it counts in time against value, and moves nothing. Raises Refused for what says nothing."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect for one in items], now=now)
        members = queries.members(one.prospect for one in items)
        for one in items:
            _check(one, members)
        followup.record_touches(
            [
                (one.prospect, one.at, one.kind, Direction.IN, one.by, scene.users[one.by].role, one.minutes, "",
                 False, True, one.note.strip())
                for one in items
            ]
        )  # fmt: skip
        changes = [
            Change(one.prospect, Kind.TOLD, one.at, f"Support, {one.minutes} min: {one.note.strip()}"[:300],
                   actor=scene.actor(one.by), data={"support": one.minutes})
            for one in items
        ]  # fmt: skip
        scene.apply(changes, scene.actor(None))


def _check(one: Served, members: dict[int, int]) -> None:
    if one.prospect not in members:
        raise Refused("They have not ordered yet: log what you did as a touch.")
    if not 1 <= one.minutes <= LONGEST:
        raise Refused("How many minutes did it take?")
    if len(one.note.strip()) < LEAST:
        raise Refused("What did they need?")
