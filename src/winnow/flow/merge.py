"""Two prospects that are one person become one, by hand; nothing is lost, and it can be undone.

The rows of the one merged stay where they are and are read along by `merged_into`. What is left open is left open
once, with the promise, else the sooner next action; a wish not to be contacted outlives everything.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from winnow.flow.merge_choice import COUNTED, Kept, kept, revived, snapshot, stage_of
from winnow.flow.privacy import silence
from winnow.flow.pursuits import plan_of, rest
from winnow.flow.scene import Refused, Scene
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Identity, Person, Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Outcome, Role, Stage, State
from winnow.qualify import actions as qualify
from winnow.qualify.models import Handover

DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Merge:
    """`lose` becomes part of `keep`."""

    keep: int
    lose: int
    by: int
    reason: str


def merge(one: Merge, *, now: datetime) -> dict[int, Prospect]:
    """Merge two prospects. Raises Refused if one is merged already, or without a reason."""
    with transaction.atomic(savepoint=False):
        if one.keep == one.lose:
            raise Refused("Choose two different prospects.")
        scene = Scene.of([one.keep, one.lose], now=now, merged=True)
        keep, lose = scene.row(one.keep), scene.row(one.lose)
        _check(one, keep, lose)
        remembered = _remembered(scene, keep, lose)
        choice = kept(keep, lose, qualify.waiting([keep.id, lose.id]))
        actor, text = scene.actor(one.by), one.reason.strip()
        lost = Change(
            lose.id, Kind.MERGED, now, text, outcome=Outcome.INVALID, outcome_reason=DUPLICATE,
            state=State.CLOSED, also={"merged_into_id": keep.id}, data={"keep": keep.id},
        )  # fmt: skip
        going = Change(
            keep.id, Kind.MERGED, now, text, choice.pursuit, choice.owner, choice.outcome, choice.outcome_reason,
            choice.state, stage_of(keep, lose), also=choice.also, data={"lose": lose.id, **remembered},
        )  # fmt: skip
        _hand_on(scene, choice, keep, lose)
        return scene.apply([lost], actor) | scene.apply([going], actor)


def _check(one: Merge, keep: Prospect, lose: Prospect) -> None:
    if not one.reason.strip():
        raise Refused("Say how you know that they are the same person.")
    for row in (keep, lose):
        if row.further_of_id:
            raise Refused(
                f"{row.id} is a further opportunity. Merge prospect {row.further_of_id}, to whom it belongs; it comes "
                "along."
            )
        if row.merged_into_id:
            raise Refused(f"Prospect {row.id} was merged into prospect {row.merged_into_id} before.")


def _remembered(scene: Scene, keep: Prospect, lose: Prospect) -> dict[str, Any]:
    """Re-point the person's keys, and note everything that an undo needs."""
    winner, loser = scene.person(keep.id), scene.person(lose.id)
    further = list(Prospect.objects.filter(further_of=lose).values_list("id", flat=True))
    Prospect.objects.filter(id__in=further).update(further_of=keep, person=winner)
    data: dict[str, Any] = {
        "keep_was": snapshot(keep), "lose_was": snapshot(lose),
        "answers": qualify.copy_answers(lose.id, keep.id), "further": further,
    }  # fmt: skip
    if winner.id == loser.id:
        return data
    keys = list(Identity.objects.filter(person=loser).values_list("key", flat=True))
    Identity.objects.filter(person=loser).update(person=winner)
    asked = loser.do_not_contact_at
    forbids = asked is not None and winner.do_not_contact_at is None
    if forbids:
        Person.objects.filter(id=winner.id).update(do_not_contact_at=asked)
    Person.objects.filter(id=loser.id).update(merged_into=winner)
    return data | {"keys": keys, "person": loser.id, "into": winner.id, "forbids": forbids}


def _hand_on(scene: Scene, choice: Kept, keep: Prospect, lose: Prospect) -> None:
    """A waiting handover follows the next action that answers it, or is taken back."""
    waiting = qualify.waiting([lose.id]).get(lose.id)
    if waiting and choice.takes_handover:
        qualify.withdraw([keep.id], at=scene.now)
        qualify.move_handover(waiting, keep.id, scene.now)
    else:
        qualify.withdraw([lose.id], at=scene.now)
    if choice.state is State.CLOSED:
        qualify.withdraw([keep.id], at=scene.now)


def unmerge(event: int, *, by: int, reason: str = "", now: datetime) -> dict[int, Prospect]:
    """Take a merge back: both stand by themselves again; what was done since stays with the one that was kept."""
    with transaction.atomic(savepoint=False):
        said = Event.objects.filter(id=event, kind=Kind.MERGED).first()
        if said is None or said.prospect_id is None or "lose" not in said.data:
            raise Refused("That was no merge.")
        scene = Scene.of([said.prospect_id, said.data["lose"]], now=now, merged=True)
        keep, lose = scene.row(said.prospect_id), scene.row(said.data["lose"])
        untouched = not Event.objects.filter(prospect=keep, id__gt=said.id).exists()
        keep_was, lose_was = revived(said.data["keep_was"]), revived(said.data["lose_was"])
        _check_undo(keep, lose, lose_was, untouched)
        _give_back(said.data, said.at, keep, lose)
        silent = silence.among([keep.person_id, lose.person_id])
        undo = _Undo(scene, reason.strip() or "The merge was undone.", silent)
        parted = (
            undo.restored(keep, keep_was, {"lose": lose.id})
            if untouched
            else undo.parted(keep, lose_was, lose.id)
        )
        back = undo.restored(lose, lose_was, {"keep": keep.id}, {"merged_into_id": None})
        actor = scene.actor(by)
        return scene.apply([parted], actor) | scene.apply([back], actor)


def _check_undo(keep: Prospect, lose: Prospect, lose_was: Mapping[str, Any], untouched: bool) -> None:
    if lose.merged_into_id != keep.id:
        raise Refused("This merge was undone before.")
    if keep.merged_into_id:
        raise Refused(f"Undo first that prospect {keep.id} was merged into {keep.merged_into_id}.")
    if untouched:
        return
    if keep.person_id == lose.person_id and keep.is_open and lose_was["state"] != State.CLOSED:
        raise Refused("They are one person, who is being worked on. Finish this one first.")
    if keep.outcome == Outcome.BOUGHT and keep.order_count <= lose_was["order_count"]:
        raise Refused(
            "It is a customer only by the other one's order. Record its own order first, or take it up again."
        )


def _give_back(data: Mapping[str, Any], since: datetime, keep: Prospect, lose: Prospect) -> None:
    """Keys and person, the answers that came from there, and further opportunities."""
    qualify.take_back_answers(lose.id, keep.id, data["answers"])
    theirs = Prospect.objects.filter(id__in=data.get("further", ()), further_of=keep)
    theirs.update(further_of=lose, person=data.get("person", lose.person_id))
    if "person" not in data:
        return
    Identity.objects.filter(key__in=data["keys"], person_id=data["into"]).update(person_id=data["person"])
    Person.objects.filter(id=data["person"]).update(merged_into=None)
    if data["forbids"] and not silence.asked_since(data["into"], since):
        Person.objects.filter(id=data["into"]).update(do_not_contact_at=None)


@dataclass(frozen=True, slots=True)
class _Undo:
    """How rows go back to what a snapshot says of them."""

    scene: Scene
    text: str
    silent: Collection[int]  # persons who want no contact by now

    def restored(
        self,
        row: Prospect,
        was: Mapping[str, Any],
        data: Mapping[str, Any],
        more: Mapping[str, Any] | None = None,
    ) -> Change:
        """As it was; open ones with an owner who is still here, but closed if they want no contact by now."""
        also = {**{name: was[name] for name in COUNTED}, **(more or {})}
        if row.person_id in self.silent and was["state"] != State.CLOSED:
            was = {**was, **silence.ended(self.scene)}
        state, stage = State(was["state"]), Stage(was["stage"])
        qualify.withdraw([row.id], at=self.scene.now)  # a handover that came from the other one goes
        if state is State.CLOSED:
            return Change(
                row.id, Kind.UNMERGED, self.scene.now, self.text, outcome=Outcome(was["outcome"]), state=state,
                stage=stage, outcome_reason=was["outcome_reason"], owner=was["owner_id"],
                also={**also, "closed_at": was["closed_at"]}, data=data,
            )  # fmt: skip
        owner = self._owner(row, was)
        self._renew_handover(row, was, owner)
        plan = plan_of(was)
        pursuit = rest(plan) if state is State.NURTURE else self.scene.pursue(plan, owner)
        return Change(
            row.id, Kind.UNMERGED, self.scene.now, self.text, pursuit, owner, state=state, stage=stage, also=also,
            data=data,
        )  # fmt: skip

    def parted(self, keep: Prospect, lose_was: Mapping[str, Any], lose: int) -> Change:
        """As it is by now, without the other one's counts."""
        also = {
            name: max(0, getattr(keep, name) - lose_was[name]) for name in ("conversations", "order_count")
        }
        also["inquiries"] = max(1, keep.inquiries - lose_was["inquiries"])
        return Change(keep.id, Kind.UNMERGED, self.scene.now, self.text, also=also, data={"lose": lose})

    def _owner(self, row: Prospect, was: Mapping[str, Any]) -> int:
        owner = self.scene.users.get(was["owner_id"])
        if owner is not None and owner.is_active:
            return owner.id
        return self.scene.pick(row.id, Role(owner.role) if owner else Role.QUALIFIER).owner

    def _renew_handover(self, row: Prospect, was: Mapping[str, Any], owner: int) -> None:
        """One that waited when the two were merged waits again, on its own clock."""
        if was["next_action"] != NextAction.ACCEPT:
            return
        last = Handover.objects.filter(prospect=row).order_by("-id").first()
        if last is not None:
            qualify.open_handovers([(row.id, last.giver_id, owner, last.at, last.respond_by)])
