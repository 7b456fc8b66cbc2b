"""A procedure was published: the worker moves attempts to come into the hours that are in force now, by itself."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from winnow.flow.cadences.planning import CHUNK, ahead, all_among, chunks, replan_some
from winnow.flow.merge_choice import revived
from winnow.flow.pursuits import plan_of
from winnow.flow.scene import Refused, Scene
from winnow.followup import actions as followup
from winnow.followup.models import Replanning
from winnow.followup.plan import Plan
from winnow.procedure.queries import in_force
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Change

PLAN = ("next_action", "due_at", "available_at", "queue", "next_note")
AT_ONCE = 4  # chunks a tick: the rest waits for the next one, so that nothing else does


def replan_if_published(now: datetime) -> int:
    """Go on with the newest version's round; returns how many attempts were looked at, 0 if the round is done.

    Each chunk is a transaction with the place it has come to: whoever dies leaves nothing half done.
    """
    version, _ = in_force(now)
    if version < 2 or Replanning.objects.filter(version=version, done_at__isnull=False).exists():
        return 0
    looked = 0
    for _ in range(AT_ONCE):
        count = _chunk(version, now)
        looked += count
        if count < CHUNK:
            break
    return looked


def _chunk(version: int, now: datetime) -> int:
    with transaction.atomic():
        round_ = followup.replanning(version, now=now)
        if round_.done_at is not None:
            return 0
        rows = ahead(Prospect.objects.all(), now).filter(id__gt=round_.reached).order_by("id")
        some = list(rows.values_list("id", flat=True)[:CHUNK])
        moved = replan_some(some, now, {"replanning": round_.pk}) if some else []
        followup.replanned(round_, some, moved, now=now, done=len(some) < CHUNK)
        return len(some)


def undo(number: int, *, by: int | None, now: datetime, among: QuerySet[Prospect] | None = None) -> int:
    """Put back each attempt that the round moved and nothing has happened to since, if its instant still lies ahead.

    Returns how many. `among` are those whom `by` may change: of others nothing is undone. Raises Refused.
    """
    found = Replanning.objects.filter(pk=number, done_at__isnull=False).first()
    if found is None:
        raise Refused("There is no such round, or it is not done yet.")
    if among is not None and not all_among(found.moved, among):
        raise Refused("It moved attempts of other teams, too. Whoever manages everybody can undo it.")
    if not followup.undo_replanning(number, now=now):
        raise Refused("That was undone already.")
    return sum(_undo_some(some, number, by, now) for some in chunks(found.moved))


def _undo_some(some: Sequence[int], number: int, by: int | None, now: datetime) -> int:
    with transaction.atomic():
        scene = Scene.of(some, now=now, merged=True)
        newest = {
            event.prospect_id or 0: event
            for event in Event.objects.filter(prospect_id__in=some).order_by("id")
        }
        changes = []
        for prospect, event in newest.items():
            plan = _before(event, scene.row(prospect)) if event.data.get("replanning") == number else None
            if plan is not None and plan.available_at > now:
                pursuit = scene.pursue(plan, scene.row(prospect).owner_id)
                changes.append(
                    Change(prospect, Kind.RESCHEDULED, now, "As it was before the hours changed.", pursuit)
                )
        scene.apply(changes, scene.actor(by, "user" if by else "door"))
        return len(changes)


def _before(event: Event, row: Prospect) -> Plan | None:
    """The next action before the newest Event of a row: what it does not name it left as it is."""
    kept = revived(event.data.get("before", {}))
    was = {name: kept.get(name, getattr(row, name)) for name in PLAN}
    if was["due_at"] is None or was["available_at"] is None:
        return None
    return plan_of(was)
