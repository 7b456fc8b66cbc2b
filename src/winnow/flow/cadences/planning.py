"""An attempt that was planned already is planned anew: by another cadence, or because the hours are others now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from winnow.flow.pursuits import course_of, tries_of
from winnow.flow.scene import Scene
from winnow.followup.attempts import Setting, next_attempt
from winnow.followup.course import NOT_TRIED, Tried
from winnow.followup.plan import Plan
from winnow.followup.windows import known_zone, meeting, welcome
from winnow.followup.worktime import is_open
from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Queue, State, TouchKind

CHUNK = 500
PLANNED = (Queue.RETRY, Queue.BY_ITSELF)
BY_CADENCE = frozenset(kind.value for kind in TouchKind if kind is not TouchKind.MEETING)


def chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many at a time as one statement, and one transaction, takes."""
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


def all_among(numbers: Collection[int], among: QuerySet[Prospect]) -> bool:
    """Whether all of them are."""
    return those_among(numbers, among).issuperset(numbers)


def those_among(numbers: Collection[int], among: QuerySet[Prospect]) -> set[int]:
    """Which of them are: one statement, however many."""
    which, wanted = bulk.given(numbers)
    is_one = RawSQL(f'"prospects_prospect"."id" {which}', [wanted], BooleanField())  # noqa: S611 - no part is given
    return set(among.filter(is_one).values_list("id", flat=True)) if numbers else set()


def is_attempt(row: Prospect) -> bool:
    """Whether its next action is one that a cadence set, and nobody promised."""
    return row.state == State.WORKING and row.queue in PLANNED and row.next_action in BY_CADENCE


def attempts_again(
    scene: Scene, row: Prospect, cadence: str, tried: Tried, not_before: datetime | None = None
) -> Plan:
    """The attempt that comes now under a cadence, counted from the last touch, and not in the past."""
    course = course_of(row, scene.procedure, tried)
    under = scene.procedure.cadence_of(row.channel, row.stage, row.band, cadence)
    zone = known_zone(scene.person(row.id).timezone)
    here = Setting(
        scene.procedure, row.last_touch_at or scene.now, scene.calendar(row.owner_id), zone, scene.ways(row.id),
        not_before or scene.now,
    )  # fmt: skip
    return next_attempt(here, replace(course, cadence=under))


def replan(*, now: datetime, among: QuerySet[Prospect] | None = None) -> tuple[int, int]:
    """Move attempts to come that lie outside the hours in force, as after a holiday or a new time zone of a team.

    What was promised, what is due already and clocks that run stay. Returns how many were looked at, and moved.
    """
    rows = ahead(Prospect.objects.all() if among is None else among, now)
    looked = moved = last = 0
    while some := list(rows.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:CHUNK]):
        last, looked = some[-1], looked + len(some)
        moved += len(replan_some(some, now))
    return looked, moved


def ahead(among: QuerySet[Prospect], now: datetime) -> QuerySet[Prospect]:
    """Those whose next attempt, which nobody promised, is still to come."""
    return among.filter(
        state=State.WORKING, queue=Queue.RETRY, available_at__gt=now, next_action__in=BY_CADENCE
    )


def replan_some(some: list[int], now: datetime, data: Mapping[str, Any] | None = None) -> list[int]:
    """Move those of them that lie outside the hours in force; returns which. `data` is kept with their Events."""
    with transaction.atomic():
        scene = Scene.of(some, now=now)
        rows = [scene.row(number) for number in some]
        wrong = [row for row in rows if is_attempt(row) and not _is_lawful(scene, row)]
        tries = tries_of(wrong)
        changes = []
        for row in wrong:
            plan = attempts_again(scene, row, row.cadence, tries.get(row.id, NOT_TRIED), row.available_at)
            said = "Planned anew: it lay outside the hours that are in force now."
            pursuit = scene.pursue(plan, row.owner_id)
            changes.append(Change(row.id, Kind.RESCHEDULED, now, said, pursuit, data=data or {}))
        scene.apply(changes, scene.actor(None, "worker"))
        return [change.prospect for change in changes]


def _is_lawful(scene: Scene, row: Prospect) -> bool:
    """Offered in the team's hours and in theirs, if there are such hours."""
    calendar = scene.calendar(row.owner_id)
    if row.available_at is None or not is_open(calendar, row.available_at):
        return False
    zone, hours = known_zone(scene.person(row.id).timezone), welcome(scene.procedure.calling)
    if row.next_action == NextAction.LETTER or not zone:
        return True
    return meeting(calendar, row.available_at, zone, hours) in (row.available_at, None)
