"""The only writer of stage, state, outcome, owner, next action and their instants.

Everything here is set-wise and runs inside the caller's transaction: rows are locked, the lifecycle table decides,
prospects, Events and loads are written together. A change names its instant and its reason.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import connection

from winnow.people.models import Load
from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind, after
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import NextAction, Outcome, Queue, Stage, State

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a person (`user`) or, without one, the door, import, worker or simulator that acted."""

    by: str
    user: int | None = None


@dataclass(frozen=True, slots=True)
class Pursuit:
    """What is done next and when; `check_at` is when the worker must look whether it was."""

    next_action: NextAction
    due_at: datetime
    available_at: datetime
    queue: Queue
    check_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens to one prospect. `also` sets further columns; `data` goes to the Event."""

    prospect: int
    kind: Kind
    at: datetime
    reason: str = ""
    pursuit: Pursuit | None = None
    owner: int | None = None
    outcome: Outcome | None = None
    outcome_reason: str = ""
    state: State | None = None  # only for merges, undo: where the row goes back to
    stage: Stage | None = None
    actor: Actor | None = None  # if not the one who applies the whole list
    also: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


class Opening(NamedTuple):
    """A new prospect: its id was reserved, its person exists. A tuple, as a file makes many thousands."""

    id: int
    person: int
    company: int | None
    owner: int
    pursuit: Pursuit
    at: datetime
    channel: str
    campaign: int | None
    clock_started_at: datetime | None
    respond_by: datetime | None
    score: int
    band: str
    first_inquiry_at: datetime
    last_inquiry_at: datetime
    inquiries: int
    stage: Stage = Stage.INQUIRY
    state: State = State.WORKING
    reason: str = ""
    data: Mapping[str, Any] = NOTHING
    further_of: int | None = None


OPENING_COLUMNS = (
    "id", "person_id", "company_id", "stage", "state", "outcome", "outcome_reason", "owner_id",
    "next_action", "next_note", "due_at", "available_at", "queue", "check_at", "escalation",
    "channel", "campaign_id", "inquiries", "first_inquiry_at", "last_inquiry_at",
    "clock_started_at", "respond_by", "attempts", "conversations", "order_count", "score", "band", "further_of_id",
)  # fmt: skip
# `{pairs}` is a table of (user, change).
MORE = """INSERT INTO "people_load" ("user_id", "working") SELECT a, b FROM {pairs} WHERE true
    ON CONFLICT ("user_id") DO UPDATE SET "working" = "people_load"."working" + excluded."working" """
FEWER = """UPDATE "people_load" SET "working" = "working" + p.b FROM {pairs} WHERE p.a = "people_load"."user_id" """
UNCLAIMED = {"claimed_by_id": None, "claimed_until": None}
KEEPS_THE_CLAIM = (Kind.REPEATED, Kind.REPLIED, Kind.SIGNALLED)  # somebody may be on the line with them
EVENT_COLUMNS = (
    "prospect_id", "at", "kind", "actor_id", "by", "reason", "version",
    "stage", "state", "outcome", "owner_id", "data",
)  # fmt: skip


def lock(ids: Iterable[int]) -> dict[int, Prospect]:
    """The rows, locked in id order so that two writers cannot wait for each other."""
    return bulk.rows(Prospect, sorted(set(ids)), lock=True)


def open_new(openings: Sequence[Opening], *, actor: Actor, version: int) -> None:
    """Write new prospects with their first Event."""
    bulk.insert(Prospect, OPENING_COLUMNS, [_opening_row(one) for one in openings])
    bulk.insert(Event, EVENT_COLUMNS, [_opening_event(one, actor, version) for one in openings])
    _add_loads(Counter(one.owner for one in openings if one.state is State.WORKING))


def apply(
    changes: Sequence[Change], *, actor: Actor, version: int, rows: Mapping[int, Prospect] | None = None
) -> dict[int, Prospect]:
    """Apply changes in their order; several may concern one prospect. `rows`, if given, are locked already.

    Raises NotAllowed before anything is written if the lifecycle forbids one of them. Returns the changed rows.
    """
    if rows is None:
        rows = lock(change.prospect for change in changes)
    before = {change.prospect: _held_by(rows[change.prospect]) for change in changes}
    touched: dict[int, set[str]] = defaultdict(set)
    events = [_happen(rows[change.prospect], change, touched, actor, version) for change in changes]
    _save(rows, touched)
    bulk.insert(Event, EVENT_COLUMNS, events)
    _add_loads(_load_changes(before, rows))
    return {number: rows[number] for number in touched}


def _happen(
    row: Prospect, change: Change, touched: dict[int, set[str]], actor: Actor, version: int
) -> tuple[Any, ...]:
    stage, state = after(change.kind, Stage(row.stage), State(row.state))
    values = _values(row, change, change.stage or stage, change.state or state)
    data = {**change.data, "before": _before(row, values)}
    actor = change.actor or actor
    for column, value in values.items():
        setattr(row, column, value)
    touched[row.id].update(values)
    return (
        row.id, change.at, change.kind, actor.user, actor.by, change.reason, version,
        row.stage, row.state, row.outcome, row.owner_id, data,
    )  # fmt: skip


def _values(row: Prospect, change: Change, stage: Stage, state: State) -> dict[str, Any]:
    """The columns that change, closed and reopened rows made whole."""
    values: dict[str, Any] = {"stage": stage, "state": state, **change.also}
    if change.owner is not None:
        values["owner_id"] = change.owner
    if state is State.CLOSED:
        if row.state != State.CLOSED or change.outcome:
            values |= {**_closing(change), **change.also}
        return values
    if row.state == State.CLOSED:
        values |= {"outcome": "", "outcome_reason": "", "closed_at": None}
    if change.also.get("attempts") == 0:  # tried anew: the cadence begins again, and owes its mails again
        values |= {"steps": 0, "run": row.run + 1}
    if change.pursuit:
        values |= _pursuing(change.pursuit)
        if change.kind not in KEEPS_THE_CLAIM:
            values |= UNCLAIMED
    return values


def _closing(change: Change) -> dict[str, Any]:
    return {
        "outcome": change.outcome or "",
        "outcome_reason": change.outcome_reason,
        "closed_at": change.also.get("closed_at", change.at),  # an undo gives back the instant, too
        "next_action": "",
        "next_note": "",
        "queue": "",
        "due_at": None,
        "available_at": None,
        "check_at": None,
        "escalation": 0,
        **UNCLAIMED,
    }


def _pursuing(pursuit: Pursuit) -> dict[str, Any]:
    return {
        "next_action": pursuit.next_action,
        "next_note": pursuit.note[:300],
        "due_at": pursuit.due_at,
        "available_at": min(pursuit.available_at, pursuit.due_at),
        "queue": pursuit.queue,
        "check_at": pursuit.check_at,
        "escalation": 0,
    }


def _before(row: Prospect, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the Event must remember so that the change can be told and undone."""
    return {
        column: getattr(row, column)
        for column, value in values.items()
        if getattr(row, column) != value and not column.startswith("claimed")
    }


def _save(rows: Mapping[int, Prospect], touched: Mapping[int, set[str]]) -> None:
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for number, columns in touched.items():
        names = tuple(sorted(columns))
        groups[names].append((*(getattr(rows[number], name) for name in names), number))
    for names, values in groups.items():
        bulk.update(Prospect, names, values)


def _held_by(row: Prospect) -> int | None:
    return row.owner_id if row.state == State.WORKING else None


def _load_changes(before: Mapping[int, int | None], rows: Mapping[int, Prospect]) -> Counter[int]:
    changes: Counter[int] = Counter()
    for number, holder in before.items():
        now = _held_by(rows[number])
        if now != holder:
            changes.update({now: 1} if now else {})
            changes.subtract({holder: 1} if holder else {})
    return changes


def _add_loads(changes: Mapping[int, int]) -> None:
    """Add to people's loads, locked in id order; a missing row is made."""
    rows = sorted((user, change) for user, change in changes.items() if change)
    if not rows:
        return
    more, fewer = [row for row in rows if row[1] > 0], [row for row in rows if row[1] < 0]
    if more and fewer and connection.features.has_select_for_update:
        list(Load.objects.select_for_update().filter(user_id__in=changes).order_by("user_id"))
    for statement, several in ((MORE, more), (FEWER, fewer)):
        if several:
            bulk.execute_for(statement, several)


def _opening_row(one: Opening) -> tuple[Any, ...]:
    pursuit = one.pursuit
    return (
        one.id, one.person, one.company, one.stage, one.state, "", "", one.owner,
        pursuit.next_action, pursuit.note[:300], pursuit.due_at, min(pursuit.available_at, pursuit.due_at),
        pursuit.queue, pursuit.check_at, 0,
        one.channel, one.campaign, one.inquiries, one.first_inquiry_at, one.last_inquiry_at,
        one.clock_started_at, one.respond_by, 0, 0, 0, one.score, one.band, one.further_of,
    )  # fmt: skip


def _opening_event(one: Opening, actor: Actor, version: int) -> tuple[Any, ...]:
    return (
        one.id, one.at, Kind.OPENED, actor.user, actor.by, one.reason, version,
        one.stage, one.state, "", one.owner, dict(one.data),
    )  # fmt: skip
