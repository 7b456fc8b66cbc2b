"""The desk's decisions: answers, verdict, handover to a seller, and the seller's yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from winnow.flow.finish import Close, Rest, close_in, nurture_in
from winnow.flow.scene import Refused, Scene
from winnow.followup import plan as plans
from winnow.followup.plan import Plan
from winnow.followup.windows import days_later, end_of_day
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change
from winnow.prospects.words import Grade, NextAction, Outcome, Queue, Role, Stage, Verdict
from winnow.qualify import actions as qualify
from winnow.qualify.actions import Said
from winnow.qualify.answers import Given, Weighing, weigh
from winnow.qualify.models import Handover
from winnow.qualify.queries.standing import Standing, standing
from winnow.qualify.queries.waiting import refused_by


@dataclass(frozen=True, slots=True)
class Decide:
    """The verdict on one prospect. `to` names the seller, if the desk departs from the routing."""

    prospect: int
    verdict: Verdict
    at: datetime
    by: int
    reason: str = ""  # a key of the procedure's reasons; not needed for qualified
    note: str = ""
    revisit: datetime | None = None
    to: int | None = None
    despite: str = ""  # why qualified although the procedure advises otherwise
    promised: bool = False  # to nurture: they were told the day of `revisit`


def answer(said: Sequence[Said], *, now: datetime) -> dict[int, Prospect]:
    """Record claims; questions and choices must be the procedure's."""
    with transaction.atomic(savepoint=False):
        return answer_in(Scene.of([one.prospect for one in said], now=now), said)


def answer_in(scene: Scene, said: Sequence[Said]) -> dict[int, Prospect]:
    """The same inside a scene that is set already."""
    for one in said:
        _check(scene.procedure, one)
    qualify.record_answers(said)
    return scene.apply([_answered(scene, one) for one in said], scene.actor(None))


def _check(procedure: Procedure, one: Said) -> None:
    question = next((known for known in procedure.qualification.questions if known.key == one.question), None)
    if question is None:
        raise Refused(f"The procedure does not ask “{one.question}”.")
    if one.choice not in {choice.key for choice in question.choices}:
        raise Refused(f"“{one.choice}” is not an answer to “{question.text}”.")
    if one.outcome and one.outcome not in {outcome.key for outcome in procedure.outcomes}:
        raise Refused(f"“{one.outcome}” is not an outcome that we deliver.")


def _answered(scene: Scene, one: Said) -> Change:
    data = {"question": one.question, "choice": one.choice, "grade": one.grade, "text": one.text}
    data |= {"evidence": one.evidence, "outcome": one.outcome}
    return Change(one.prospect, Kind.ANSWERED, one.at, "", actor=scene.actor(one.by), data=data)


def _given(known: Standing) -> dict[str, Given]:
    return {question: Given(one.choice, Grade(one.grade)) for question, one in known.counting.items()}


def decide(items: Sequence[Decide], *, now: datetime) -> dict[int, Prospect]:
    """Qualified makes a lead and hands it over; nurture and disqualified take it off the desk, with a reason."""
    with transaction.atomic(savepoint=False):
        return decide_in(Scene.of([one.prospect for one in items], now=now), items)


def decide_in(scene: Scene, items: Sequence[Decide]) -> dict[int, Prospect]:
    """The same inside a scene that is set already."""
    known = standing([one.prospect for one in items])
    weighings = {number: weigh(_given(mine), scene.procedure.qualification) for number, mine in known.items()}
    for one in items:
        _check_verdict(scene, one, weighings[one.prospect], known[one.prospect])
    qualify.record_decisions([_decided(one, weighings[one.prospect], known[one.prospect]) for one in items])
    changed = _hand_over(scene, [one for one in items if one.verdict is Verdict.QUALIFIED])
    resting = [_to_nurture(scene, one) for one in items if one.verdict is Verdict.NURTURE]
    ending = [_to_close(scene, one) for one in items if one.verdict is Verdict.DISQUALIFIED]
    changed |= nurture_in(scene, resting) if resting else {}
    changed |= close_in(scene, ending) if ending else {}
    return changed


def _check_verdict(scene: Scene, one: Decide, weighing: Weighing, known: Standing) -> None:
    row, rules = scene.row(one.prospect), scene.procedure.qualification
    if row.state != "working":
        raise Refused("Only a prospect on a desk gets a verdict. Take it up first.")
    if row.stage == Stage.OPPORTUNITY:
        raise Refused("This is an opportunity already: close it, or give it to nurture.")
    if one.verdict is Verdict.QUALIFIED:
        if weighing.missing:
            before = (
                " What was said before it was taken up again only needs to be confirmed."
                if known.before
                else ""
            )
            raise Refused(f"Before it is a lead, ask: {', '.join(weighing.missing)}.{before}")
        if weighing.advice is not Verdict.QUALIFIED and not one.despite.strip():
            raise Refused(f"The answers advise {weighing.advice.value}. Say why it is a lead all the same.")
        return
    allowed = rules.nurture_reasons if one.verdict is Verdict.NURTURE else rules.disqualify_reasons
    if one.reason not in {reason.key for reason in allowed}:
        raise Refused(f"Choose a reason: {', '.join(reason.text for reason in allowed)}.")


def _decided(one: Decide, weighing: Weighing, known: Standing) -> qualify.Decided:
    answers = {
        question: {"choice": row.choice, "grade": row.grade, "text": row.text}
        for question, row in known.counting.items()
    }
    return qualify.Decided(
        one.prospect,
        one.verdict,
        one.at,
        one.by,
        one.reason,
        one.note or one.despite,
        weighing.points,
        answers,
    )


def _hand_over(scene: Scene, items: Sequence[Decide]) -> dict[int, Prospect]:
    """To the routed seller; a seller who qualified it keeps it, and has thereby accepted it."""
    if not items:
        return {}
    changes: list[Change] = []
    rows = []
    refused = refused_by([one.prospect for one in items])
    for one in items:
        row, actor = scene.row(one.prospect), scene.actor(one.by)
        said = one.despite or one.note or "The answers qualify it."
        if row.stage == Stage.INQUIRY:
            changes.append(Change(row.id, Kind.QUALIFIED, one.at, said, actor=actor))
        if scene.users[one.by].role == Role.SELLER and one.to in (None, one.by):
            pursuit = scene.pursue(first_of_deal(scene, one.by, one.at), one.by)
            changes.append(
                Change(
                    row.id, Kind.ACCEPTED, one.at, "Qualified by the seller.", pursuit, one.by, actor=actor
                )
            )
            continue
        taker, why = _taker(scene, one, refused.get(row.id, ()))
        plan = plans.handover(scene.procedure, one.at, scene.calendar(taker))
        rows.append((row.id, one.by, taker, one.at, plan.due_at))
        waits = {"waits": True} if scene.users[taker].role in (Role.MANAGER, Role.ADMIN) else {}
        why = f"Nobody who may take it has room, so it waits with the manager ({why})." if waits else why
        pursuit = scene.pursue(plan, taker)
        changes.append(Change(row.id, Kind.HANDED_OVER, one.at, why, pursuit, taker, actor=actor, data=waits))
    if rows:
        qualify.open_handovers(rows)
    return scene.apply(changes, scene.actor(None))


def _taker(scene: Scene, one: Decide, refused: Sequence[int]) -> tuple[int, str]:
    """The seller named by the desk, else the routed one; whoever rejected it before is left out."""
    if one.to is not None:
        user = scene.users.get(one.to)
        if user is None or not user.is_active or user.role != Role.SELLER:
            raise Refused("Hand it over to an active seller.")
        return user.id, "Chosen by the desk."
    routed = scene.pick(one.prospect, Role.SELLER, refused)
    return routed.owner, routed.reason


def proposed(row: Prospect, by: int, *, now: datetime) -> tuple[int, str]:
    """Whom a handover of this prospect would go to now, and why; nothing is written."""
    version, procedure = in_force(now)
    users = {user.id: user for user in User.objects.select_related("team")}
    scene = Scene(now, version, procedure, {row.id: row}, {row.person_id: row.person}, users)
    if users[by].role == Role.SELLER:
        return by, "You qualified it, so you keep it."
    return _taker(scene, Decide(row.id, Verdict.QUALIFIED, now, by), refused_by([row.id]).get(row.id, ()))


def first_of_deal(scene: Scene, seller: int, at: datetime) -> Plan:
    """An accepted lead: contact by the end of the next working day."""
    calendar = scene.calendar(seller)
    due = end_of_day(calendar, days_later(calendar, at, 1))
    return Plan(NextAction.CLOSE_DEAL, due, at, Queue.RETRY, "Accepted: agree the next step with them")


def _to_nurture(scene: Scene, one: Decide) -> Rest:
    reasons = scene.procedure.qualification.nurture_reasons
    why = next(reason for reason in reasons if reason.key == one.reason)
    data: dict[str, object] = {"verdict": "nurture", "reason": one.reason}
    return Rest(
        one.prospect, one.at, one.by, why.text, one.revisit, one.note, data, one.promised, why.nobody_reached
    )


def _to_close(scene: Scene, one: Decide) -> Close:
    """A disqualified inquiry will not buy; why is the verdict's reason, written out."""
    reasons = scene.procedure.qualification.disqualify_reasons
    text = next(reason.text for reason in reasons if reason.key == one.reason)
    closing = scene.procedure.closing[Outcome.NOT_BUYING]
    keys = {reason.key for reason in closing.reasons}
    known = one.reason if one.reason in keys else next(iter(sorted(keys)), one.reason)
    return Close(
        one.prospect, Outcome.NOT_BUYING, one.at, one.by, known, one.note or text, "", closing.checklist
    )


@dataclass(frozen=True, slots=True)
class Respond:
    """A seller's yes or no to a handover; a no has one of the procedure's reasons."""

    prospect: int
    accepted: bool
    at: datetime
    by: int
    reason: str = ""
    note: str = ""


def respond(items: Sequence[Respond], *, now: datetime) -> dict[int, Prospect]:
    """Accepted: an opportunity of the seller's. Rejected: back to the desk that gave it."""
    with transaction.atomic(savepoint=False):
        return respond_in(Scene.of([one.prospect for one in items], now=now), items)


def respond_in(scene: Scene, items: Sequence[Respond]) -> dict[int, Prospect]:
    """The same inside a scene that is set already."""
    waiting = qualify.waiting([one.prospect for one in items])
    changes = [_responded(scene, one, waiting.get(one.prospect)) for one in items]
    qualify.accept([(waiting[one.prospect], one.at) for one in items if one.accepted])
    qualify.reject(
        [(waiting[one.prospect], one.at, one.reason, one.note) for one in items if not one.accepted]
    )
    return scene.apply(changes, scene.actor(None))


def _responded(scene: Scene, one: Respond, handover: Handover | None) -> Change:
    if handover is None:
        raise Refused("No handover of this prospect waits for an answer.")
    if handover.taker_id != one.by and scene.users[one.by].role not in (Role.MANAGER, Role.ADMIN):
        raise Refused("This was handed over to somebody else.")
    if one.accepted:
        pursuit = scene.pursue(first_of_deal(scene, handover.taker_id, one.at), handover.taker_id)
        return Change(
            one.prospect, Kind.ACCEPTED, one.at, one.note or "Accepted.", pursuit, actor=scene.actor(one.by)
        )
    return _rejected(scene, one, handover)


def _rejected(scene: Scene, one: Respond, handover: Handover) -> Change:
    reasons = {reason.key: reason.text for reason in scene.procedure.qualification.reject_reasons}
    if one.reason not in reasons:
        raise Refused(f"Say why: {', '.join(reasons.values())}.")
    giver = scene.users.get(handover.giver_id or 0)
    owner = giver.id if giver and giver.is_active else scene.pick(one.prospect, Role.QUALIFIER).owner
    due = end_of_day(scene.calendar(owner), one.at)
    plan = Plan(NextAction.QUALIFY, due, one.at, Queue.NEW, f"Came back: {reasons[one.reason]}")
    return Change(
        one.prospect, Kind.REJECTED, one.at, reasons[one.reason], scene.pursue(plan, owner), owner,
        actor=scene.actor(one.by), data={"reason": one.reason, "note": one.note},
    )  # fmt: skip
