"""Opportunities follow their prospects: opened when the stage is reached, moved by conversations, undoubted at ends."""

from collections.abc import Mapping, Sequence

from winnow.deals import actions as deals
from winnow.deals.actions import Opened
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Stage

OPENS = frozenset({Kind.ACCEPTED, Kind.TAKEN_BACK, Kind.MERGED, Kind.UNMERGED})
ENDS = frozenset({Kind.NURTURED, Kind.CLOSED, Kind.ORDERED})


def follow(procedure: Procedure, changes: Sequence[Change], rows: Mapping[int, Prospect]) -> None:
    """Bring the rows of opportunities in line with what has happened to their prospects, in the same transaction."""
    here = [change for change in changes if rows[change.prospect].stage == Stage.OPPORTUNITY]
    if opened := [change for change in here if change.kind in OPENS]:
        first, currency = procedure.deals.stages[0].key, procedure.company.currency
        deals.open_rows([Opened(change.prospect, change.at, first, currency) for change in opened])
    if moved := {change.prospect: change.at for change in here if _is_progress(change)}:
        deals.progressed(moved)
    if ended := [change.prospect for change in changes if change.kind in ENDS and _was_one(change, rows)]:
        deals.relieve(ended)
    for change in changes:
        if change.kind is Kind.TAKEN_BACK and change.data.get("what") == Kind.NURTURED:
            deals.taken_back(list(change.data.get("undoes", ())), change.at)


def _is_progress(change: Change) -> bool:
    """They spoke with us, or wrote."""
    return change.kind is Kind.REPLIED or (change.kind is Kind.TOUCHED and "conversations" in change.also)


def _was_one(change: Change, rows: Mapping[int, Prospect]) -> bool:
    return rows[change.prospect].stage in (Stage.OPPORTUNITY, Stage.CUSTOMER)
