"""Another cadence for many at once: what was promised stays, the attempts that are left follow the new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from winnow.flow.cadences.planning import all_among, attempts_again, chunks, is_attempt
from winnow.flow.pursuits import tries_of
from winnow.flow.scene import Refused, Scene
from winnow.followup import actions as followup
from winnow.followup.course import NOT_TRIED
from winnow.followup.models import CadenceChange
from winnow.procedure.queries import in_force
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import State


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change came to: `planned` got another next action, `kept` went on with what was agreed or begun."""

    change: CadenceChange
    planned: int
    kept: int


def change(prospects: Sequence[int], to: str, *, by: int | None, reason: str, now: datetime) -> Changed:
    """Put these on the cadence `to`; "" is the procedure's own choice. Those that are closed are left out.

    Each chunk is a transaction of its own; what is asked again for the same ones changes nothing.
    """
    _, procedure = in_force(now)
    if to and to not in procedure.cadences:
        raise Refused(f"The procedure has no cadence “{to}”. It has: {', '.join(procedure.cadences)}.")
    if not reason.strip():
        raise Refused("Say why the cadence is changed.")
    kept = followup.record_cadence_change(by, to, reason, sorted(set(prospects)), now=now)
    planned = whole = 0
    for some in chunks(kept.prospects):
        done = _change_some(dict.fromkeys(some, to), reason, {"change": kept.pk}, by, now)
        planned, whole = planned + done[0], whole + done[1]
    return Changed(kept, planned, whole - planned)


def undo(number: int, *, by: int | None, now: datetime, among: QuerySet[Prospect] | None = None) -> int:
    """Give each the cadence that it had before a change; returns how many. Who was changed again since is left.

    `among` are those whom `by` may change: of others nothing is undone. Raises Refused.
    """
    done = CadenceChange.objects.filter(pk=number).first()
    if done is None or (among is not None and not all_among(done.prospects, among)):
        raise Refused(f"There is no change {number} that you may undo.")
    if done.undone_at is not None or not followup.undo_cadence_change(number, now=now):
        raise Refused("That was undone already.")
    count = 0
    for some in chunks(done.prospects):
        before = _before(some, number)
        count += _change_some(before, f"Undone: {done.reason}", {"undoes_change": number}, by, now)[1]
    return count


def _before(some: Sequence[int], number: int) -> dict[int, str]:
    """The cadence that each had, as the newest change of it remembers."""
    newest: dict[int, Event] = {}
    for event in Event.objects.filter(prospect_id__in=some, kind=Kind.CADENCE_CHANGED).order_by("id"):
        newest[event.prospect_id or 0] = event
    return {
        prospect: event.data.get("before", {}).get("cadence", "")
        for prospect, event in newest.items()
        if event.data.get("change") == number
    }


def _change_some(
    to: dict[int, str], reason: str, data: dict[str, Any], by: int | None, now: datetime
) -> tuple[int, int]:
    """How many got another next action, and how many were changed at all."""
    with transaction.atomic():
        scene = Scene.of(to, now=now, merged=True)
        rows = [scene.row(one) for one in to]
        rows = [row for row in rows if row.state == State.WORKING and row.cadence != to[row.id]]
        tries = tries_of(rows)
        changes = []
        for row in rows:
            row_to, planned = to[row.id], None
            if is_attempt(row):
                planned = attempts_again(scene, row, row_to, tries.get(row.id, NOT_TRIED))
            pursuit = scene.pursue(planned, row.owner_id) if planned else None
            changes.append(
                Change(
                    row.id, Kind.CADENCE_CHANGED, now, reason, pursuit, also={"cadence": row_to}, data=data
                )
            )
        scene.apply(changes, scene.actor(by, "user" if by else "door"))
        return sum(one.pursuit is not None for one in changes), len(changes)
