"""Taking back what was done by mistake: an end, a rest, an order, a move, a new owner.

The prospect is what it was, on the same clock; nothing that was built on the mistake since is torn down with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from winnow.flow.imports.before import before
from winnow.flow.privacy import silence
from winnow.flow.scene import Refused, Scene
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Order, Person, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import OPEN_STATES, NextAction, Outcome, Role, Stage, State
from winnow.qualify import actions as qualify
from winnow.qualify.models import Decision, Handover

TAKEN = (Kind.CLOSED, Kind.NURTURED, Kind.ORDERED, Kind.RESCHEDULED, Kind.SNOOZED, Kind.REASSIGNED,
         Kind.RECYCLED)  # fmt: skip
BUILDS_NOTHING = (
    Kind.INQUIRED_AGAIN, Kind.ANSWERED, Kind.EDITED, Kind.CORRECTED, Kind.WARNED, Kind.DEAL, Kind.DOUBTED, Kind.KEPT,
    Kind.TOLD, Kind.PLANNED, Kind.OFFERED, Kind.ASKED, Kind.REPORTED, Kind.MAILED,
)  # fmt: skip
BY_A_PERSON = (Kind.REASSIGNED, Kind.RECYCLED)  # an inquiry or the clock may do so, too
STANDING = (
    "stage", "state", "outcome", "outcome_reason", "closed_at", "owner_id", "next_action", "next_note", "due_at",
    "available_at", "queue", "check_at", "escalation",
)  # fmt: skip
SAID = {
    Kind.ORDERED: "another order was recorded", Kind.REOPENED: "it was taken up again",
    Kind.RECYCLED: "it was taken up again", Kind.MERGED: "another prospect was merged into it",
    Kind.UNMERGED: "a merge was undone", Kind.TOUCHED: "a touch was logged", Kind.CLOSED: "it was closed",
    Kind.NURTURED: "it went to nurture", Kind.RESCHEDULED: "its next action was moved",
    Kind.SNOOZED: "its next action was put off", Kind.CADENCE_CHANGED: "its cadence was changed",
    Kind.STEPPED: "a mail went out by itself", Kind.SIGNALLED: "they gave a sign of interest",
    Kind.REASSIGNED: "it was given to somebody else", Kind.REPEATED: "they inquired again",
    Kind.WITHDRAWN: "its import was undone", Kind.HANDED_OVER: "it was handed over",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakeBack:
    """One Event of a prospect that should not have been, and why."""

    prospect: int
    event: int
    at: datetime
    by: int
    reason: str


def take_back(one: TakeBack, *, now: datetime) -> Prospect:
    """Undo it, by an Event of its own. Raises Refused if something was built on it since, or they may not."""
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect], now=now)
        wrong = Event.objects.filter(id=one.event, prospect_id=one.prospect, kind__in=TAKEN).first()
        if wrong is None or (wrong.kind in BY_A_PERSON and wrong.actor_id is None):
            raise Refused("This cannot be taken back.")
        if not one.reason.strip():
            raise Refused("Say why it is taken back.")
        _check_since(wrong)
        was = {name: getattr(scene.row(one.prospect), name) for name in STANDING}
        was |= before([wrong])
        _check_person(scene, one, wrong, State(was["state"]))
        _undo_beside(scene, wrong)
        return scene.apply([_restored(scene, one, wrong, was)], scene.actor(one.by))[one.prospect]


def last_end(prospect: int) -> int:
    """The number of the Event that closed it last; 0 if nobody closed it by hand."""
    ends = Event.objects.filter(prospect_id=prospect, kind=Kind.CLOSED).order_by("-id")
    return ends.values_list("id", flat=True).first() or 0


def order_event(order: Order) -> int:
    """The number of the Event that recorded an order; 0 if there is none."""
    told = Event.objects.filter(prospect_id=order.prospect_id, kind=Kind.ORDERED, data__order=order.pk)
    return told.values_list("id", flat=True).first() or 0


def _check_since(wrong: Event) -> None:
    """What stands on it must be gone first."""
    since = list(Event.objects.filter(prospect=wrong.prospect_id or 0, id__gt=wrong.pk).order_by("id"))
    undone = {number for event in since for number in event.data.get("undoes", ())}
    if wrong.pk in undone:
        raise Refused("This was taken back already.")
    for event in since:
        if event.pk in undone or event.kind in (*BUILDS_NOTHING, Kind.TAKEN_BACK):
            continue
        what = SAID.get(Kind(event.kind), event.kind.replace("_", " "))
        more = " Take that back first." if event.kind in TAKEN else ""
        raise Refused(f"Something else has happened since: {what} on {event.at:%Y-%m-%d}.{more}")


def _check_person(scene: Scene, one: TakeBack, wrong: Event, state: State) -> None:
    row = scene.row(one.prospect)
    forbids = wrong.kind == Kind.CLOSED and wrong.outcome == Outcome.DO_NOT_CONTACT
    if forbids and scene.users[one.by].role not in (Role.MANAGER, Role.ADMIN):
        raise Refused(
            "That they do not want to be contacted can be taken back only by a manager or an admin, if it was "
            "typed by mistake. Ask one of them."
        )
    others = Prospect.objects.filter(person_id=row.person_id, state__in=OPEN_STATES, further_of=None)
    alone = state is not State.CLOSED and not row.further_of_id
    if alone and (other := others.exclude(id=row.id).first()):
        raise Refused(f"This person is being pursued as prospect {other.pk} by now. Merge the two instead.")


def _undo_beside(scene: Scene, wrong: Event) -> None:
    """What was written beside the prospect: the order, the verdict, the wish not to be contacted."""
    number = wrong.prospect_id or 0
    if wrong.kind == Kind.ORDERED:
        Order.objects.filter(id=wrong.data["order"], withdrawn_at=None).update(withdrawn_at=scene.now)
        return
    verdicts = Decision.objects.filter(prospect_id=number, at=wrong.at, by_id=wrong.actor_id)
    qualify.take_back_verdicts(list(verdicts.values_list("id", flat=True)))
    if wrong.outcome == Outcome.DO_NOT_CONTACT:
        person = scene.row(number).person_id
        if Person.objects.filter(id=person, do_not_contact_at__gte=wrong.at).exists():
            silence.allow([person], now=scene.now)


def _restored(scene: Scene, one: TakeBack, wrong: Event, was: Mapping[str, Any]) -> Change:
    row, also = scene.row(one.prospect), dict(was)
    state, stage, outcome = State(also.pop("state")), Stage(also.pop("stage")), also["outcome"]
    if state is not State.CLOSED:
        also["owner_id"] = _owner(scene, row, also["owner_id"], stage)
        _handover_again(row, was, also["owner_id"])
    data: dict[str, Any] = {"undoes": [wrong.pk], "what": wrong.kind}
    if wrong.kind == Kind.ORDERED:
        also["order_count"] = row.order_count - 1
        data |= {name: wrong.data[name] for name in ("order", "amount", "currency") if name in wrong.data}
    return Change(
        row.id, Kind.TAKEN_BACK, one.at, one.reason.strip(), state=state, stage=stage,
        outcome=Outcome(outcome) if outcome else None, outcome_reason=also["outcome_reason"],
        actor=scene.actor(one.by), also=also, data=data,
    )  # fmt: skip


def _owner(scene: Scene, row: Prospect, owner: int | None, stage: Stage) -> int:
    """Who had it; somebody else only if they have left."""
    user = scene.users.get(owner or 0)
    if user is not None and user.is_active:
        return user.pk
    selling = stage in (Stage.OPPORTUNITY, Stage.CUSTOMER)
    role = Role(user.role) if user else Role.SELLER if selling else Role.QUALIFIER
    return scene.pick(row.id, role).owner


def _handover_again(row: Prospect, was: Mapping[str, Any], owner: int) -> None:
    """One that waited for a yes or no waits again, on its own clock."""
    if was["next_action"] != NextAction.ACCEPT:
        return
    gone = Handover.objects.filter(prospect=row, reason="withdrawn").order_by("-id").first()
    if gone is not None:
        qualify.open_handovers([(row.id, gone.giver_id, owner, gone.at, gone.respond_by)])
