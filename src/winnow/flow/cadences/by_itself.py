"""Steps that Winnow takes by itself: the mail is owed and the next action set, in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import prefetch_related_objects

from winnow.correspondence.queries import last_letters
from winnow.correspondence.words import Purpose
from winnow.flow.finish import Rest, nurture_in
from winnow.flow.mailing.filling import filled
from winnow.flow.mailing.outgoing import CADENCE, Draft, Queued, queue_in
from winnow.flow.pursuits import course_of, tries_of
from winnow.flow.scene import Refused, Scene
from winnow.followup.after import ToNurture, by_itself_after
from winnow.followup.attempts import Setting, instead_of_sending, next_attempt
from winnow.followup.course import NOT_TRIED, Course, Tried
from winnow.followup.plan import GRACE, Plan
from winnow.followup.windows import known_zone
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Change


@dataclass(frozen=True, slots=True)
class _Step:
    """One that is due; `draft` is what goes out, or `why` says why nothing does."""

    row: Prospect
    course: Course
    draft: Draft | None = None
    why: str = ""


def take_in(scene: Scene, numbers: Sequence[int]) -> int:
    """Take the step that is due for each, inside a scene that is set already; how many were taken.

    What a person holds just now, or what is not due after all, is looked at again in time.
    """
    rows = [scene.row(number) for number in numbers]
    due = [row for row in rows if _again_at(row, scene.now) is None]
    waiting = [change for row in rows for change in _postponed(row, scene.now)]
    tries = tries_of(due)
    prefetch_related_objects([scene.person(row.id) for row in due], "company")
    before = last_letters([row.pk for row in due])
    steps = [_step(scene, row, tries.get(row.id, NOT_TRIED), before.get(row.pk)) for row in due]
    drafts = [one.draft for one in steps if one.draft]
    answers = {one.key: one for one in queue_in(scene, drafts)} if drafts else {}
    taken = [(one, answers.get(one.draft.key) if one.draft else None) for one in steps]
    planned = [(*one, _planned(scene, *one)) for one in taken]
    scene.apply([*waiting, *(_change(scene, *one) for one in planned)], scene.actor(None, "worker"))
    resting = [
        Rest(step.row.id, scene.now, None, plan.because, plan.plan.due_at, data=_unreachable(plan))
        for step, _, plan in planned
        if isinstance(plan, ToNurture)
    ]
    if resting:
        nurture_in(scene, resting, by="worker")
    return len(steps)


def _again_at(row: Prospect, now: datetime) -> datetime | None:
    """When to look again, if not now: who holds it may be writing to them at this moment."""
    if row.due_at and row.due_at - GRACE > now:
        return row.due_at - GRACE
    return row.claimed_until if row.claimed_until and row.claimed_until > now else None


def _postponed(row: Prospect, now: datetime) -> Iterator[Change]:
    if (at := _again_at(row, now)) is not None:
        yield Change(row.id, Kind.RESCHEDULED, now, "Looked at early; not yet due.", also={"check_at": at})


def _step(scene: Scene, row: Prospect, tried: Tried, before: int | None) -> _Step:
    """What is due; a mail about their own inquiry stands in one thread with the last one, `before`."""
    course, owner = course_of(row, scene.procedure, tried), scene.users[row.owner_id or 0]
    step = course.step
    if step is None or not step.automatic:
        return _Step(row, course)  # the procedure or the cadence is another one by now
    if not owner.is_active:
        return _Step(row, course, why=f"{owner} has left, and it would come from them.")
    template = scene.procedure.mail.template(step.template)
    try:
        text = filled(scene.procedure, step.template, scene.person(row.id), owner)
    except Refused as refused:
        return _Step(row, course, why=str(refused))
    purpose = Purpose(template.purpose) if template else Purpose.PERSONAL
    draft = Draft(
        key_of(row), row.id, owner.pk, text.subject, text.text, scene.now, purpose, template=step.template,
        answers=before if purpose is Purpose.PERSONAL else None,
    )  # fmt: skip
    return _Step(row, course, draft)


def key_of(row: Prospect) -> str:
    """A step of a run of a prospect owes one mail, whatever happens."""
    return f"{CADENCE}{row.pk}:{row.run}:{row.steps}"


def _planned(scene: Scene, one: _Step, answer: Queued | None) -> Plan | ToNurture:
    row = one.row
    at = (answer.due_at if answer else None) or scene.now
    zone = known_zone(scene.person(row.id).timezone)
    here = Setting(scene.procedure, at, scene.calendar(row.owner_id), zone, scene.ways(row.id))
    if why := one.why or (answer.refused if answer else ""):
        return instead_of_sending(here, why)
    if answer is None:
        return next_attempt(here, one.course)
    return by_itself_after(here, replace(one.course, steps=one.course.steps + 1), scene.now)


def _change(scene: Scene, one: _Step, answer: Queued | None, plan: Plan | ToNurture) -> Change:
    pursuit = scene.pursue(plan, one.row.owner_id) if isinstance(plan, Plan) else None
    data = {"step": one.row.steps + 1, "mail": answer.mail if answer else None, "template": _template(one)}
    gone = answer is not None and answer.mail is not None
    also = {"steps": one.row.steps + 1} if gone else {}
    said = f"Step {one.row.steps + 1} of {len(one.course.cadence.steps)}: "
    if gone:
        said += f"“{_template(one)}” goes out by itself."
    else:
        why = one.why or (answer.refused if answer else "")
        said += f"it could not go out by itself. {why}" if why else "the procedure has changed; planned anew."
    kept = {name: value for name, value in data.items() if value}
    return Change(one.row.id, Kind.STEPPED, scene.now, said, pursuit, also=also, data=kept)


def _template(one: _Step) -> str:
    return one.course.step.template if one.course.step else ""


def _unreachable(plan: ToNurture) -> dict[str, object]:
    return {"unreachable": True} if plan.unreachable else {}
