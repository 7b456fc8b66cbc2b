"""Once a day: whoever rests without a row of their own, or whose track the procedure dropped, gets one that fits."""

from datetime import datetime

from django.db import transaction

from winnow.flow.nurturing.staying import begin
from winnow.flow.scene import Scene
from winnow.nurture import actions, queries
from winnow.prospects.words import State

AT_ONCE = 1_000
KIND = "stays"


def look_if_due(now: datetime) -> bool:
    """Whether this worker looked."""
    if queries.looked(KIND, now.date()):
        return False
    while enrol(now) == AT_ONCE:
        pass
    return actions.looked(KIND, now.date())


def enrol(now: datetime) -> int:
    """Begin stays for prospects that rest without one; returns how many."""
    numbers = queries.without_a_stay(AT_ONCE)
    if not numbers:
        return 0
    with transaction.atomic():
        scene = Scene.of(numbers, now=now, merged=True)
        there = queries.open_stays(numbers)
        rows = [row for row in scene.rows.values() if row.state == State.NURTURE and row.pk not in there]
        begin(scene.procedure, [(row, now, {}) for row in rows])
    return len(numbers)
