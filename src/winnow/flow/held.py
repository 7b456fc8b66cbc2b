"""What is held back comes through after all, or is dismissed: by a person, with an Event, without loss."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from winnow.flow.intake import Terms, receive
from winnow.flow.scene import Refused
from winnow.intake import sieve
from winnow.intake.actions import settle_held, unsettle_held
from winnow.intake.arrival import Receipt
from winnow.intake.held import PUBLIC_DOORS, Trial, as_raw, sentences
from winnow.intake.models import Held, Import
from winnow.people.actions.record import record
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.transitions import Actor

AT_ONCE = 1_000


def release(numbers: Sequence[int], *, by: User, now: datetime) -> list[Receipt]:
    """A person has looked: each goes through unscreened. Its clock starts now; when it came stays on record.

    Raises Refused if one is settled already, or cannot be understood; then nothing is written.
    """
    with transaction.atomic():
        rows = _waiting(numbers)
        receipts = _taken(rows, {}, by, now)
        _record("held_released", rows, by, now)
        return receipts


def replay(number: int, corrected: Mapping[str, str], *, by: User, now: datetime) -> Receipt:
    """One that was not understood, with its fields put right. Raises Refused with what is still not understood."""
    with transaction.atomic():
        rows = _waiting([number])
        receipt = _taken(rows, {number: corrected}, by, now)[0]
        changed = sorted(name for name, value in corrected.items() if rows[0].fields.get(name, "") != value)
        _record("held_corrected", rows, by, now, corrected=changed)
        return receipt


def dismiss(numbers: Sequence[int], *, by: User, now: datetime) -> None:
    """Leave each for good: it is kept, starts no clock, and is not shown among those that wait."""
    with transaction.atomic():
        rows = _waiting(numbers)
        settle_held([row.id for row in rows], "dismissed", by=by.id, now=now)
        _record("held_dismissed", rows, by, now)


def bring_back(numbers: Sequence[int], *, by: User, now: datetime) -> int:
    """Undo of `dismiss`: they wait again. Those that were not dismissed are left alone; returns how many do."""
    with transaction.atomic():
        rows = list(Held.objects.filter(id__in=numbers, settlement="dismissed").order_by("id"))
        unsettle_held([row.id for row in rows])
        if rows:
            _record("held_brought_back", rows, by, now)
        return len(rows)


def would_pass(kind: str, *, now: datetime, limit: int = AT_ONCE) -> list[Trial]:
    """What the procedure in force would make of those that wait, oldest first. Nothing is written."""
    rows = list(Held.objects.filter(kind=kind, settled_at=None).order_by("id")[:limit])
    return _tried(rows, now)


def replay_passing(kind: str, *, by: User, now: datetime, limit: int = AT_ONCE) -> list[Receipt]:
    """Let through all that would pass now; the others stay where they are."""
    with transaction.atomic():
        passing = [one.held for one in would_pass(kind, now=now, limit=limit) if one.passes]
        rows = _waiting(passing)
        receipts = _taken(rows, {}, by, now)
        if rows:
            _record("held_replayed", rows, by, now)
        return receipts


def _tried(rows: Sequence[Held], now: datetime) -> list[Trial]:
    _, procedure = in_force(now)
    arrivals = sieve.understand([as_raw(row) for row in rows], procedure, now)
    sieve.hold_back(arrivals, procedure)
    return [
        Trial(row.id, one.status == "accepted", sentences(one.held_reasons))
        for row, one in zip(rows, arrivals, strict=True)
    ]


def _waiting(numbers: Sequence[int]) -> list[Held]:
    """The rows, locked. Raises Refused if one is gone or settled."""
    wanted = sorted(set(numbers))
    found: QuerySet[Held] = Held.objects.filter(id__in=wanted, settled_at=None).order_by("id")
    if connection.features.has_select_for_update:
        found = found.select_for_update()
    rows = list(found)
    if len(rows) < len(wanted):
        raise Refused("Somebody else has settled one of these meanwhile. Look at the list again.")
    return rows


def _taken(
    rows: Sequence[Held], corrected: Mapping[int, Mapping[str, str]], by: User, now: datetime
) -> list[Receipt]:
    """Receive them, all of the same import and kind of door at once, and settle them with what they became."""
    _, procedure = in_force(now)
    raws = {row.id: as_raw(row, corrected.get(row.id)) for row in rows}
    for one in sieve.understand(list(raws.values()), procedure, now):
        if one.status == "rejected":
            raise Refused(" ".join(sentences(one.held_reasons)))
    history = _history_of({row.batch for row in rows if row.batch})
    groups: dict[Terms, list[Held]] = {}
    for row in rows:
        terms = Terms(
            Actor("user", by.id), history=history.get(row.batch or 0, False), screened=False, batch=row.batch,
            may_create_campaigns=row.door not in PUBLIC_DOORS,
        )  # fmt: skip
        groups.setdefault(terms, []).append(row)
    given: dict[int, Receipt] = {}
    for terms, mine in groups.items():
        received = receive([raws[row.id] for row in mine], now=now, terms=terms)
        given |= {row.id: receipt for row, receipt in zip(mine, received, strict=True)}
    new = {number: one.inquiry for number, one in given.items() if one.status in ("accepted", "repeated")}
    settle_held([row.id for row in rows], "released", by=by.id, now=now, inquiries=new)
    return [given[row.id] for row in rows]


def _history_of(batches: set[int]) -> dict[int, bool]:
    """Whether each import was one of history, whose inquiries start no clocks."""
    rows = Import.objects.filter(id__in=batches).values_list("id", "options")
    return {number: not options.get("clocks", False) for number, options in rows}


def _record(kind: str, rows: Sequence[Held], by: User, now: datetime, **data: Any) -> None:
    record(kind, by=by, now=now, held=[row.id for row in rows], count=len(rows), **data)
