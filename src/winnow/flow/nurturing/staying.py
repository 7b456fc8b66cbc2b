"""Stays follow their prospects: begun when one goes to nurture, ended when it leaves, in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from winnow.correspondence import actions as correspondence
from winnow.flow.nurturing.choosing import chosen, why_word
from winnow.nurture import actions, queries
from winnow.nurture.models import Sign, Stay
from winnow.nurture.tracks import Chosen, upcoming
from winnow.nurture.words import Left, Shown
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Outcome, Queue, State

MOVES = frozenset(
    {Kind.NURTURED, Kind.RECYCLED, Kind.CLOSED, Kind.ORDERED, Kind.TAKEN_BACK, Kind.MERGED, Kind.UNMERGED,
     Kind.WITHDRAWN}
)  # fmt: skip
UNDOING = frozenset({Kind.TAKEN_BACK, Kind.UNMERGED, Kind.WITHDRAWN})
HEARD = {one.value: one for one in Left}


def follow(procedure: Procedure, changes: Sequence[Change], rows: Mapping[int, Prospect]) -> None:
    """Bring stays in line with what has happened to their prospects."""
    last = {change.prospect: change for change in changes if change.kind in MOVES}
    if last:
        there = queries.open_stays(list(last))
        _leave(procedure, there, last, rows)
        entering = [
            change for number, change in last.items()
            if rows[number].state == State.NURTURE and (number not in there or change.kind is Kind.NURTURED)
        ]  # fmt: skip
        begin(procedure, [(rows[one.prospect], one.at, one.data) for one in entering])
    promised = [one.prospect for one in changes if one.kind is Kind.RESCHEDULED and _is_promise(one)]
    resting = [number for number in promised if rows[number].state == State.NURTURE]
    if resting:
        _make_room(list(queries.open_stays(resting).values()))
    noted = [one for one in changes if one.kind is Kind.INQUIRED_AGAIN]
    if forms := [one for one in noted if rows[one.prospect].state == State.NURTURE]:
        _note_forms(procedure, forms)


def _leave(
    procedure: Procedure, there: Mapping[int, Stay], last: Mapping[int, Change], rows: Mapping[int, Prospect]
) -> None:
    gone = {
        stay.pk: how_left(last[number], rows[number]) for number, stay in there.items()
        if rows[number].state != State.NURTURE or last[number].kind is Kind.NURTURED
    }  # fmt: skip
    if not gone:
        return
    leaving = [(stay, gone[stay.pk], last[stay.prospect_id].at) for stay in there.values() if stay.pk in gone]
    _note(procedure, leaving)
    correspondence.stop(queries.mails_of(list(gone)), "They are no longer in nurture.")
    actions.leave(leaving)


def _note(procedure: Procedure, leaving: Sequence[tuple[Stay, Left, datetime]]) -> None:
    """An answer and another inquiry are signs of the stay that they end."""
    interest = procedure.nurture.interest
    shown = {Left.REPLY: (Shown.REPLY, interest.reply), Left.INQUIRY: (Shown.FORM, interest.form)}
    signs = [(stay, at, *shown[left]) for stay, left, at in leaving if left in shown]
    actions.sign(
        [Sign(stay=stay, at=at, kind=kind, points=points) for stay, at, kind, points in signs if points]
    )


def how_left(change: Change, row: Prospect) -> Left:
    """What ended a stay."""
    if change.kind in UNDOING:
        return Left.UNDONE
    if row.state == State.CLOSED:
        if row.merged_into_id:
            return Left.MERGED
        return Left.BOUGHT if row.outcome == Outcome.BOUGHT else Left.CLOSED
    if change.kind is Kind.NURTURED:
        return Left.ANEW
    return _brought_back(change)


def _brought_back(change: Change) -> Left:
    data = change.data
    if said := HEARD.get(str(data.get("back", ""))):
        return said
    if data.get("disposition") == "replied":
        return Left.REPLY
    if "inquiries" in data:
        return Left.INQUIRY
    return Left.PERSON if change.kind is Kind.RECYCLED else Left.UNDONE


def begin(procedure: Procedure, entering: Sequence[tuple[Prospect, datetime, Mapping[str, Any]]]) -> None:
    """A stay for each, with its track and the first step of it."""
    if not entering:
        return
    reasons = {row.pk: why_word(data) for row, _, data in entering}
    unchosen = [row for row, _, data in entering if "track" not in data]
    found = chosen(procedure, unchosen, reasons) if unchosen else {}
    actions.enter([_stay(procedure, *one, reasons, found) for one in entering])


def _stay(
    procedure: Procedure, row: Prospect, at: datetime, data: Mapping[str, Any], reasons: Mapping[int, str],
    found: Mapping[int, Chosen],
) -> Stay:  # fmt: skip
    mine = found.get(row.pk) or Chosen(str(data["track"]), str(data.get("track_because", "")))
    comes = upcoming(procedure.nurture.track(mine.track), at, (), procedure.nurture.horizon_days)
    return Stay(
        prospect_id=row.pk, person_id=row.person_id, entered_at=at, reason=reasons[row.pk][:40], track=mine.track,
        because=mine.because[:200], next_step=comes.step, due_at=comes.at,
    )  # fmt: skip


def _is_promise(change: Change) -> bool:
    return change.pursuit is not None and change.pursuit.queue == Queue.PROMISED


def _make_room(stays: Sequence[Stay]) -> None:
    """Something was promised: what waits by itself is not sent before it is seen anew whether it may."""
    correspondence.stop(
        queries.mails_of([one.pk for one in stays]), "Something was promised to them, and that comes first."
    )


def _note_forms(procedure: Procedure, changes: Sequence[Change]) -> None:
    stays = queries.open_stays([one.prospect for one in changes])
    points = procedure.nurture.interest.form
    actions.sign(
        [Sign(stay=stays[one.prospect], at=one.at, kind=Shown.FORM, points=points)
         for one in changes if points and one.prospect in stays]
    )  # fmt: skip
