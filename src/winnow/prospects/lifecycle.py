"""The one table of what may happen to a prospect, and what it becomes. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from winnow.prospects.words import OPEN_STATES, Stage, State


class Kind(StrEnum):
    """What an Event says happened."""

    OPENED = "opened"  # the first inquiry made this prospect
    REPEATED = "repeated"  # another inquiry while working
    RECYCLED = "recycled"  # back from nurture to a desk
    REOPENED = "reopened"  # back from closed to a desk
    INQUIRED_AGAIN = "inquired_again"  # another inquiry that changes nothing but the record
    TOUCHED = "touched"  # an attempt or conversation, and the next action it set
    REPLIED = "replied"  # they answered by mail: back to the desk at once
    STEPPED = "stepped"  # a step of its cadence that Winnow took by itself, or could not
    SIGNALLED = "signalled"  # another sign of interest, such as a click: first on its desk
    MAILED = "mailed"  # a mail went out, came in or came back, and changed nothing but the record
    ASKED = "asked"  # whether they bought
    REPORTED = "reported"  # what became of it, which changed nothing but the record
    RESCHEDULED = "rescheduled"
    SNOOZED = "snoozed"  # put off for a while
    CADENCE_CHANGED = "cadence_changed"
    SKIPPED = "skipped"
    REASSIGNED = "reassigned"
    WARNED = "warned"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    QUALIFIED = "qualified"
    HANDED_OVER = "handed_over"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEAL = "deal"  # what is known of an opportunity changed: stage, money, people, timeline
    DOUBTED = "doubted"  # neither big nor moving: its owner was warned, or no longer needs to be
    KEPT = "kept"  # a manager keeps it in the pipeline all the same
    OFFERED = "offered"  # an offer was made, changed, sent, opened, answered or revoked
    NURTURED = "nurtured"
    ORDERED = "ordered"
    CLOSED = "closed"
    TOLD = "told"  # a customer told why they buy and what they reached
    PLANNED = "planned"  # a customer's next step was set
    CORRECTED = "corrected"  # an order was mistyped
    TAKEN_BACK = "taken_back"  # it should not have been: an end, a rest, a move, an order
    EDITED = "edited"
    MERGED = "merged"
    UNMERGED = "unmerged"
    WITHDRAWN = "withdrawn"  # its import was undone
    ERASED = "erased"  # everything that told of the person is gone


@dataclass(frozen=True, slots=True)
class Move:
    """From which states and stages something may happen, and where it leads (None: stays)."""

    states: frozenset[State]
    to_state: State | None = None
    stages: frozenset[Stage] = frozenset(Stage)
    to_stage: Stage | None = None


ANY = frozenset(State)
OPEN = frozenset(OPEN_STATES)
WORKING = frozenset({State.WORKING})
NURTURE = frozenset({State.NURTURE})
CLOSED = frozenset({State.CLOSED})

MOVES: dict[Kind, Move] = {
    Kind.REPEATED: Move(WORKING),
    Kind.RECYCLED: Move(NURTURE, State.WORKING),
    Kind.REOPENED: Move(CLOSED, State.WORKING),
    Kind.INQUIRED_AGAIN: Move(ANY),
    Kind.TOUCHED: Move(OPEN),
    Kind.REPLIED: Move(WORKING),
    Kind.STEPPED: Move(WORKING),
    Kind.SIGNALLED: Move(ANY),
    Kind.MAILED: Move(ANY),
    Kind.ASKED: Move(ANY),
    Kind.REPORTED: Move(ANY),
    Kind.RESCHEDULED: Move(OPEN),
    Kind.SNOOZED: Move(WORKING),
    Kind.CADENCE_CHANGED: Move(WORKING),
    Kind.SKIPPED: Move(WORKING),
    Kind.REASSIGNED: Move(OPEN),
    Kind.WARNED: Move(OPEN),
    Kind.ESCALATED: Move(OPEN),
    Kind.ANSWERED: Move(ANY),
    Kind.QUALIFIED: Move(WORKING, None, frozenset({Stage.INQUIRY}), Stage.LEAD),
    Kind.HANDED_OVER: Move(WORKING, None, frozenset({Stage.LEAD, Stage.CUSTOMER})),
    Kind.ACCEPTED: Move(WORKING, None, frozenset({Stage.LEAD, Stage.CUSTOMER})),
    Kind.REJECTED: Move(WORKING, None, frozenset({Stage.LEAD, Stage.CUSTOMER})),
    Kind.DEAL: Move(WORKING, None, frozenset({Stage.OPPORTUNITY})),
    Kind.DOUBTED: Move(WORKING, None, frozenset({Stage.OPPORTUNITY})),
    Kind.KEPT: Move(WORKING, None, frozenset({Stage.OPPORTUNITY})),
    Kind.OFFERED: Move(ANY),
    Kind.NURTURED: Move(OPEN, State.NURTURE),
    Kind.ORDERED: Move(ANY, State.CLOSED, to_stage=Stage.CUSTOMER),
    Kind.CLOSED: Move(OPEN, State.CLOSED),
    Kind.TOLD: Move(ANY),
    Kind.PLANNED: Move(ANY),
    Kind.CORRECTED: Move(ANY),
    Kind.TAKEN_BACK: Move(ANY),
    Kind.EDITED: Move(ANY),
    Kind.MERGED: Move(ANY),
    Kind.UNMERGED: Move(ANY),
    Kind.WITHDRAWN: Move(ANY),
    Kind.ERASED: Move(CLOSED),
}


class NotAllowed(Exception):
    """Something was asked of a prospect that its stage or state does not allow; says what and why."""


def after(kind: Kind, stage: Stage, state: State) -> tuple[Stage, State]:
    """The stage and state that `kind` leads to, or NotAllowed."""
    move = MOVES[kind]
    if state not in move.states:
        raise NotAllowed(f"A prospect that is {state} cannot be {_said(kind)}.")
    if stage not in move.stages:
        raise NotAllowed(f"A prospect at stage {stage} cannot be {_said(kind)}.")
    to_stage = move.to_stage or (_accepted(stage) if kind is Kind.ACCEPTED else stage)
    return to_stage, move.to_state or state


def _accepted(stage: Stage) -> Stage:
    """A lead that a seller accepts is an opportunity; a customer stays a customer."""
    return Stage.OPPORTUNITY if stage is Stage.LEAD else stage


def _said(kind: Kind) -> str:
    return kind.value.replace("_", " ")
