"""Undo of a whole import: what it alone brought is closed and let go, what was there before is as it was.

It goes in chunks, each one transaction, and goes on where it stood after a kill. What somebody has worked on since
stays with them and is listed.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from winnow.flow.imports import lease
from winnow.flow.imports.before import History, histories
from winnow.flow.imports.lease import Clock, Lost
from winnow.flow.imports.patience import patiently
from winnow.flow.imports.running import Progress, Stop
from winnow.flow.imports.undoing_outcomes import take_back
from winnow.flow.scene import Refused, Scene
from winnow.intake.models import Brought, Held, Import
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Identity, Inquiry, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Outcome, State

log = logging.getLogger("winnow.imports")

CHUNK = 500  # inquiries
LISTED = 1_000  # prospects that stay, by number
UNDOABLE = ("done", "failed", "running", "waiting", "undoing", "undo_failed")
REASON = "import_undone"


def undo(
    number: int, by: int | None, clock: Clock, reason: str = "", progress: Progress | None = None
) -> Import:
    """Undo an import; `found` then says how many inquiries and prospects were withdrawn, restored and kept.

    Raises Refused if there is no such import, it is undone already, its run is going on, or something stops the undo:
    then it stands at undo_failed with the error, what is undone stays so, and another undo goes on with the rest.
    """
    row = lease.take(number, UNDOABLE, "undoing", clock())
    work = _Undo(row, by, clock, reason or row.found.get("reason", ""))
    try:
        while patiently(work.some):
            if progress:
                progress(row)
        patiently(work.end)
    except Lost as error:
        raise Refused(f"Import {number} was taken over by another process.") from error
    except Stop:
        lease.leave(row)  # stays undoing: the next worker goes on
    except KeyboardInterrupt:
        lease.leave(row)
        raise
    except Exception as error:
        lease.leave(row, status="undo_failed", error=str(error)[:2_000])
        log.warning("the undo of import %s stopped: %r", number, error)
        raise Refused(
            f"The undo of import {number} stopped: {str(error).rstrip('.')}. What is undone stays so: "
            f"put that right, then go on with `winnow import undo {number}`."
        ) from error
    return row


class _Undo:
    """One process at work on one undo; all it knows is in the row, so that each step can be asked for again."""

    def __init__(self, row: Import, by: int | None, clock: Clock, reason: str) -> None:
        self.row, self.by, self.clock, self.reason = row, by, clock, reason
        self.last = 0

    def some(self) -> bool:
        """The next chunk, one transaction; False if there is none left."""
        self.row.refresh_from_db(fields=["found"])
        part = self._part()
        if not part:
            return False
        now = self.clock()
        with transaction.atomic():
            counts, staying = _undo_some(self.row, part, self.by, now, self.reason)
            kept = [*self.row.found.get("kept", ()), *staying][:LISTED]
            found = self._found(counts, kept=kept)
            lease.renew(self.row, now, expected=self.row.rows_done, values={"found": found})
        self.last = part[-1].id
        return True

    def end(self) -> None:
        """What was held back goes with the rest."""
        self.row.refresh_from_db(fields=["found"])
        now = self.clock()
        with transaction.atomic():
            held = Held.objects.filter(batch=self.row.pk, settled_at=None)
            count = held.update(settled_at=now, settled_by_id=self.by, settlement="withdrawn")
            found = self._found(Counter(held=count))
            lease.leave(self.row, status="undone", undone_at=now, found=found)

    def _found(self, counts: Counter[str], **more: object) -> dict[str, object]:
        total = Counter[str](self.row.found.get("undone", {}))
        total.update(counts)
        return {**self.row.found, "undone": dict(total), "reason": self.reason, **more}

    def _part(self) -> list[Any]:
        """What is still to be undone, some at a time; the last number leads on, so that nothing is read twice."""
        if self.row.kind == "outcomes":
            brought = Brought.objects.filter(batch=self.row, undone_at=None, id__gt=self.last)
            return list(brought.order_by("id")[:CHUNK])
        live = Inquiry.objects.filter(batch=self.row.pk, withdrawn_at=None, id__gt=self.last).order_by("id")
        return list(live.only("id", "prospect_id")[:CHUNK])


def _undo_some(
    row: Import, part: Sequence[Any], by: int | None, now: datetime, reason: str
) -> tuple[Counter[str], list[int]]:
    scene = Scene.of({one.prospect_id for one in part}, now=now)
    if row.kind == "outcomes":
        return take_back(row, scene, by, reason)
    return _withdraw(row, scene, by, reason)


def _withdraw(row: Import, scene: Scene, by: int | None, reason: str) -> tuple[Counter[str], list[int]]:
    """Withdraw all inquiries of these prospects that came with the import, and put the prospects right."""
    counts: Counter[str] = Counter()
    known = histories(scene.rows, row.pk)
    mine = [one.id for history in known.values() for one in history.withdrawn]
    counts["inquiries"] = Inquiry.objects.filter(id__in=mine, withdrawn_at=None).update(
        withdrawn_at=scene.now
    )
    changes: list[Change] = []
    gone: list[int] = []
    kept: list[int] = []
    for number, history in known.items():
        prospect = scene.row(number)
        if history.remaining:
            changes.append(_restored(prospect, history, scene.now, reason))
            counts["restored"] += 1
        elif history.worked or prospect.merged_into_id:
            changes.append(
                Change(number, Kind.WITHDRAWN, scene.now, _said(reason, "It is being worked on and stays."))
            )
            kept.append(number)
            counts["kept"] += 1
        else:
            changes.append(_closed(prospect, history, scene.now, reason))
            gone.append(prospect.person_id)
            counts["closed"] += 1
    scene.apply(changes, scene.actor(by, "user" if by else "import"))
    _release(gone, list(scene.rows))
    return counts, kept


def _closed(prospect: Prospect, history: History, now: datetime, reason: str) -> Change:
    """It exists only because of the import, and nobody has touched it."""
    return Change(
        prospect.id, Kind.WITHDRAWN, now, _said(reason), outcome=Outcome.INVALID, outcome_reason=REASON,
        state=State.CLOSED, data={"undoes": history.events},
    )  # fmt: skip


def _restored(prospect: Prospect, history: History, now: datetime, reason: str) -> Change:
    """Other inquiries remain: it is counted without those withdrawn and, if nobody did anything since, as it was."""
    before = {} if history.worked_since else history.before()
    also = {**before, **history.counted()}
    state, stage, outcome = also.pop("state", None), also.pop("stage", None), before.get("outcome")
    return Change(
        prospect.id, Kind.WITHDRAWN, now, _said(reason), state=State(state) if state else None, stage=stage,
        outcome=Outcome(outcome) if outcome else None, also=also, data={"undoes": history.events},
    )  # fmt: skip


def _release(persons: Sequence[int], prospects: Sequence[int]) -> None:
    """Who is known only from what was withdrawn is known no more: a later import makes them anew."""
    others = Prospect.objects.filter(person_id__in=persons).exclude(id__in=prospects)
    elsewhere = set(others.values_list("person_id", flat=True))
    Identity.objects.filter(person_id__in=[one for one in persons if one not in elsewhere]).delete()


def _said(reason: str, more: str = "") -> str:
    return " ".join(part for part in ("Its import was undone.", reason.strip(), more) if part)
