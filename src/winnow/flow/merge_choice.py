"""Which of two prospects' ends, owners and next actions goes on after a merge, and what must be remembered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Pursuit
from winnow.prospects.words import NextAction, Outcome, Queue, Stage, State

STAGES = list(Stage)
COUNTED = (
    "channel", "campaign_id", "inquiries", "first_inquiry_at", "last_inquiry_at", "clock_started_at", "respond_by",
    "responded_at", "first_touch_at", "last_touch_at", "attempts", "conversations", "order_count", "score", "band",
    "company_id",
)  # fmt: skip
STANDING = (
    "stage", "state", "outcome", "outcome_reason", "closed_at", "owner_id", "next_action", "next_note", "due_at",
    "available_at", "queue",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """What becomes of the one that is kept; None and "" leave a thing as it is."""

    state: State | None = None
    owner: int | None = None
    pursuit: Pursuit | None = None
    outcome: Outcome | None = None
    outcome_reason: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)
    takes_handover: bool = False


def kept(keep: Prospect, lose: Prospect, waiting: Collection[int]) -> Kept:
    """`waiting` are the prospects of the two whose handover nobody has answered."""
    also = added(keep, lose)
    for row in (keep, lose):
        if row.outcome == Outcome.DO_NOT_CONTACT:
            return Kept(State.CLOSED, None, None, Outcome.DO_NOT_CONTACT, row.outcome_reason, also)
    rows = [row for row in (keep, lose) if row.state == State.WORKING]
    rows = rows or [row for row in (keep, lose) if row.is_open]
    if not rows:
        return _ended(keep, lose, also)
    if rows == [keep]:
        return Kept(also=also)
    lead = max(rows, key=lambda row: STAGES.index(Stage(row.stage)))
    pursuit = _pursuit(rows, lead, stage_of(keep, lose))
    takes = lead is lose and lead.next_action == NextAction.ACCEPT and lose.id in waiting
    return Kept(State(rows[0].state), lead.owner_id, pursuit, also=also, takes_handover=takes)


def stage_of(keep: Prospect, lose: Prospect) -> Stage:
    """The further one."""
    return max(Stage(keep.stage), Stage(lose.stage), key=STAGES.index)


def _ended(keep: Prospect, lose: Prospect, also: Mapping[str, Any]) -> Kept:
    """Both are closed: a purchase outweighs any other end."""
    if lose.outcome != Outcome.BOUGHT or keep.outcome == Outcome.BOUGHT:
        return Kept(also=also)
    ended = {**also, "closed_at": lose.closed_at}
    return Kept(State.CLOSED, None, None, Outcome.BOUGHT, lose.outcome_reason, ended)


def _pursuit(rows: list[Prospect], lead: Prospect, stage: Stage) -> Pursuit:
    """A handover that waits goes on; else a promise, else what comes sooner, as the further one does it."""
    if lead.next_action == NextAction.ACCEPT:
        return _of(lead, lead)
    free = [row for row in rows if row.next_action != NextAction.ACCEPT]
    first = min(free, key=lambda row: (row.queue != Queue.PROMISED, row.due_at or row.first_inquiry_at))
    pursuit = _of(first, first if first.queue == Queue.PROMISED else lead)
    if stage is Stage.OPPORTUNITY and pursuit.next_action is NextAction.QUALIFY:
        return Pursuit(
            NextAction.CLOSE_DEAL, pursuit.due_at, pursuit.available_at, pursuit.queue, pursuit.check_at
        )
    return pursuit


def _of(when: Prospect, what: Prospect) -> Pursuit:
    if when.due_at is None or when.available_at is None:
        raise ValueError("an open prospect always has a dated next action")
    return Pursuit(
        NextAction(what.next_action),
        when.due_at,
        when.available_at,
        Queue(when.queue),
        when.check_at or when.due_at,  # on the manager's list already: escalation begins anew
        what.next_note,
    )


def added(keep: Prospect, lose: Prospect) -> dict[str, Any]:
    """The counts and instants of both together."""
    first = keep if keep.first_inquiry_at <= lose.first_inquiry_at else lose
    rated = max(keep, lose, key=lambda row: row.score)
    also: dict[str, Any] = {
        "channel": first.channel, "campaign_id": first.campaign_id, "first_inquiry_at": first.first_inquiry_at,
        "last_inquiry_at": max(keep.last_inquiry_at, lose.last_inquiry_at),
        "inquiries": keep.inquiries + lose.inquiries, "conversations": keep.conversations + lose.conversations,
        "attempts": max(keep.attempts, lose.attempts), "order_count": keep.order_count + lose.order_count,
        "first_touch_at": _ends(min, keep.first_touch_at, lose.first_touch_at),
        "last_touch_at": _ends(max, keep.last_touch_at, lose.last_touch_at),
        "score": rated.score, "band": rated.band, "company_id": keep.company_id or lose.company_id,
    }  # fmt: skip
    if _runs(lose) and not (_runs(keep) and keep.respond_by <= lose.respond_by):  # type: ignore[operator]
        also |= {name: getattr(lose, name) for name in ("clock_started_at", "respond_by", "responded_at")}
    return also


def _runs(row: Prospect) -> bool:
    """Whether an inquiry still waits for its first answer."""
    return row.respond_by is not None and row.responded_at is None


def _ends(pick: Any, *instants: datetime | None) -> datetime | None:
    known = [one for one in instants if one]
    return pick(known) if known else None


# What an undo needs, kept in the Event


def snapshot(row: Prospect) -> dict[str, Any]:
    """The columns a merge may change; instants as text with all their digits."""
    values = {name: getattr(row, name) for name in (*STANDING, *COUNTED)}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def revived(kept_values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(one) if one and name.endswith(("_at", "_by")) else one
        for name, one in kept_values.items()
    }
