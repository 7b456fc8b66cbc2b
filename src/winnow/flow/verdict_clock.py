"""The clock of the verdict: by when whoever answered an inquiry must have decided about it.

Until the first answer the clock of the response warns, so that one silence is not told twice. From then on the worker
looks again when the verdict is late, too: the owner is warned, then the manager is told. It stays with who has spoken
to them: another would have to begin anew.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from winnow.flow.owed import Owed
from winnow.flow.pursuits import look_at
from winnow.followup.escalation import next_check
from winnow.followup.worktime import Calendar, add_working
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Effect, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Stage, State
from winnow.route.rules import Candidate, manager_of

WARN, MANAGER = 0, 2  # the steps of escalation that it takes
STAYS = frozenset(
    {
        Kind.TOUCHED,
        Kind.STEPPED,
        Kind.SIGNALLED,
        Kind.SNOOZED,
        Kind.CADENCE_CHANGED,
        Kind.RESCHEDULED,
        Kind.SKIPPED,
        Kind.REASSIGNED,
        Kind.WARNED,
        Kind.ESCALATED,
        Kind.ANSWERED,
    }
)


class Circumstances(Protocol):
    """What must be known to say when a verdict is due."""

    now: datetime
    procedure: Procedure
    rows: dict[int, Prospect]

    def calendar(self, user: int | None) -> Calendar: ...

    def everybody(self) -> list[Candidate]: ...


def watched(scene: Circumstances, changes: Sequence[Change]) -> list[Change]:
    """The same changes, the worker's next look brought forward to the verdict's clock where that comes first."""
    return [_watched(scene, change) if change.kind in STAYS else change for change in changes]


def late(scene: Circumstances, rows: Sequence[Prospect]) -> dict[int, int]:
    """By prospect, the first step that is due and was not taken for this clock; at most one statement."""
    due = {
        _key(row, step): (row.id, step)
        for row in rows
        if _runs(row, row.responded_at)
        for step, at in _steps(scene, row).items()
        if at <= scene.now
    }
    taken = set(Effect.objects.filter(key__in=list(due)).values_list("key", flat=True)) if due else set()
    left = [of for key, of in due.items() if key not in taken]
    return dict(sorted(left, reverse=True))  # of two steps of one prospect the earlier stays


def take(scene: Circumstances, row: Prospect, step: int) -> tuple[Change, Owed]:
    """The Event that says it is late, and who is told."""
    until, next_step = _due(scene, row), max(_steps(scene, row)[MANAGER], scene.now)
    said = f"The verdict was due on {until:%d %b at %H:%M} UTC and has not been given."
    check = look_at(
        row.queue, row.due_at or scene.now, row.escalation, scene.procedure, scene.calendar(row.owner_id)
    )
    if step == WARN:
        also = {"check_at": min(check, next_step) if check else next_step}
        told = Owed(_key(row, step), row.owner_id or 0, row.id, "verdict_overdue", said)
        return Change(row.id, Kind.WARNED, scene.now, said, also=also), told
    said = f"Still no verdict. {said}"
    told = Owed(_key(row, step), manager_of(scene.everybody(), row.owner_id), row.id, "verdict_overdue", said)
    return Change(row.id, Kind.ESCALATED, scene.now, said, also={"check_at": check}), told


def _watched(scene: Circumstances, change: Change) -> Change:
    row = scene.rows[change.prospect]
    check = change.pursuit.check_at if change.pursuit else change.also.get("check_at", row.check_at)
    if not _runs(row, change.also.get("responded_at", row.responded_at)) or _is_long(scene, row, check):
        return change
    first = min((at for at in _steps(scene, row).values() if at > scene.now), default=None)
    if first is None or (check is not None and check <= first):
        return change
    if change.pursuit:
        return replace(change, pursuit=replace(change.pursuit, check_at=first))
    return replace(change, also={**change.also, "check_at": first})


def _is_long(scene: Circumstances, row: Prospect, check: datetime | None) -> bool:
    """Whether the verdict cannot be due before that look, as working time never runs faster than the clock."""
    within = timedelta(minutes=scene.procedure.qualification.verdict_within)
    return check is not None and row.clock_started_at is not None and check <= row.clock_started_at + within


def _runs(row: Prospect, responded_at: datetime | None) -> bool:
    is_asked = row.stage == Stage.INQUIRY and row.state == State.WORKING
    return is_asked and row.clock_started_at is not None and responded_at is not None


def _steps(scene: Circumstances, row: Prospect) -> dict[int, datetime]:
    """When the owner is warned and when the manager is told."""
    calendar, due = scene.calendar(row.owner_id), _due(scene, row)
    steps = {step: next_check(scene.procedure.escalation, due, step, calendar) for step in (WARN, MANAGER)}
    return {step: at for step, at in steps.items() if at is not None}


def _due(scene: Circumstances, row: Prospect) -> datetime:
    within = timedelta(minutes=scene.procedure.qualification.verdict_within)
    return add_working(scene.calendar(row.owner_id), row.clock_started_at or scene.now, within)


def _key(row: Prospect, step: int) -> str:
    return f"verdict:{step}:{row.id}:{row.clock_started_at}"
