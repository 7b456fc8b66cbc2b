"""What they say became of it: noted, and acted on. It is a claim; only an order makes a customer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from winnow.flow import owed
from winnow.flow.owed import Owed
from winnow.flow.pursue import Back, bring_back_in, stays_closed
from winnow.flow.scene import Refused, Scene
from winnow.followup import actions as followup
from winnow.nurture import actions, queries
from winnow.nurture.models import Question
from winnow.nurture.words import Bought, Left
from winnow.procedure.queries import in_force
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.queries import survivors
from winnow.prospects.transitions import Change
from winnow.prospects.words import Direction, Grade, Outcome, State, TouchKind
from winnow.qualify import actions as qualify

SAID = {
    Bought.FROM_US: "They say that they bought from us: find the order, or ask for its number.",
    Bought.ELSEWHERE: "They say that they bought from somebody else.",
    Bought.DECIDING: "They say that they are still deciding.",
    Bought.NO_LONGER: "They say that they need it no longer.",
}
ENDS = {Bought.ELSEWHERE: Outcome.BOUGHT_ELSEWHERE, Bought.NO_LONGER: Outcome.NOT_BUYING}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer; `by` is who heard it on the telephone, None if they gave it themselves."""

    question: int
    answer: Bought
    whom: str = ""
    why: str = ""
    reason: str = ""  # a key of the procedure's reasons to close
    by: int | None = None


def standing(one: Question, *, now: datetime) -> str:
    """Why the page takes no answer any more; "" if it does."""
    days = in_force(now)[1].did_you_buy.change_days
    if one.answered_at and now > one.answered_at + timedelta(days=days):
        return "You have answered already. Thank you."
    if not one.answered_at and now > one.expires_at:
        return "This question was open for a while and is closed now. Thank you all the same."
    return ""


def answer(one: Answered, *, now: datetime) -> None:
    """Note it and act on it. Raises Refused, in words for who answers, if it is too late."""
    with transaction.atomic():
        number = queries.prospect_of_question(one.question)
        scene = Scene.of(survivors([number]).values(), now=now)
        asked = Question.objects.select_for_update(of=("self",)).get(id=one.question)
        if said := standing(asked, now=now):
            raise Refused(said)
        first, same = asked.answered_at, asked.answer == one.answer
        actions.answered(asked, one.answer, one.whom, one.why, one.by, now=now)
        if one.by is not None and first is None:
            _log_call(scene, one.by, SAID[one.answer], reached=True)
        _act(scene, asked, one, first, same)


def not_reached(question: int, *, by: int, now: datetime) -> None:
    """They were called in vain: an attempt is logged, and nobody calls again for this question."""
    with transaction.atomic():
        number = queries.prospect_of_question(question)
        scene = Scene.of(survivors([number]).values(), now=now)
        row = next(iter(scene.rows.values()))
        _log_call(scene, by, "Did you buy?", reached=False)
        actions.not_reached(question)
        said = "Called for one question, “did you buy?”, and not reached."
        scene.apply([Change(row.pk, Kind.REPORTED, now, said, data={"asked": question})], scene.actor(by))


def _log_call(scene: Scene, by: int, said: str, *, reached: bool) -> None:
    """An attempt if they were not reached, a conversation if they were."""
    number, role = next(iter(scene.rows)), scene.users[by].role
    call = (TouchKind.CALL, Direction.OUT, by, role, 0, "asked", not reached, reached, said)
    followup.record_touches([(number, scene.now, *call)])


def _act(scene: Scene, asked: Question, one: Answered, first: datetime | None, same: bool) -> None:
    row = next(iter(scene.rows.values()))
    data = {
        "asked": asked.pk, "answer": one.answer.value, "grade": Grade.STATED.value, "back": Left.ANSWER.value,
        "competitor": one.whom, "note": one.why,
    }  # fmt: skip
    told = {key: value for key, value in data.items() if value}
    free = row.state != State.WORKING or _only_their_answer_moved(row, first)
    if (
        same
        or row.outcome == Outcome.DO_NOT_CONTACT
        or (row.state == State.CLOSED and stays_closed(scene, row))
    ):
        _note(scene, row, one, told)
    elif one.answer in ENDS:
        (_end if free else _tell)(scene, row, one, told)
    else:
        back = Back(row.pk, SAID[one.answer], f"asked:{asked.pk}:{asked.changes}", reopens=True, data=told)
        bring_back_in(scene, [back])


def _only_their_answer_moved(row: Prospect, first: datetime | None) -> bool:
    """On a desk because of what they answered before, and nobody has touched it since."""
    return first is not None and (row.last_touch_at is None or row.last_touch_at <= first)


def _note(scene: Scene, row: Prospect, one: Answered, data: dict[str, Any]) -> None:
    scene.apply(
        [Change(row.pk, Kind.REPORTED, scene.now, SAID[one.answer], data=data)], scene.actor(one.by, _by(one))
    )


def _by(one: Answered) -> str:
    return "user" if one.by else "door"


def _tell(scene: Scene, row: Prospect, one: Answered, data: dict[str, Any]) -> None:
    """Somebody works on it: they decide."""
    _note(scene, row, one, data)
    said = f"{scene.person(row.pk)}: {SAID[one.answer]} {one.whom}".strip()
    key = f"asked:{data['asked']}:{scene.now.isoformat()}"
    owed.owe([Owed(key, row.owner_id or 0, row.pk, "replied", said)], now=scene.now)


def _end(scene: Scene, row: Prospect, one: Answered, data: dict[str, Any]) -> None:
    """Closed by what they say; of one that was closed already, the outcome is put right."""
    outcome = ENDS[one.answer]
    if row.state == State.CLOSED and row.outcome == outcome:
        _note(scene, row, one, data)
        return
    reasons = scene.procedure.closing[outcome].reasons
    known = next((reason for reason in reasons if reason.key == one.reason), None)
    untold = next((reason for reason in reasons if reason.key == "not_told"), None)
    reason = known or untold or (reasons[0] if reasons else None)
    qualify.withdraw([row.pk], at=scene.now)
    kind = Kind.CORRECTED if row.state == State.CLOSED else Kind.CLOSED
    said = f"{SAID[one.answer]} {one.whom}".strip()
    change = Change(
        row.pk, kind, scene.now, said, outcome=outcome, outcome_reason=reason.key if reason else "",
        actor=scene.actor(one.by, _by(one)), data=data,
    )  # fmt: skip
    scene.apply([change], scene.actor(one.by, _by(one)))
