"""The worker's side of tracks: what is due is written as mail, once for each person, stay and step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from winnow.correspondence.words import Purpose
from winnow.flow.mailing.filling import values_of
from winnow.flow.mailing.outgoing import Draft, queue_in
from winnow.flow.nurturing.links import Linked, linked
from winnow.flow.one_by_one import handled
from winnow.flow.scene import Scene
from winnow.nurture import actions, queries
from winnow.nurture.interest import faded
from winnow.nurture.models import Link, Stay, Taken
from winnow.nurture.tracks import ripe, room, upcoming
from winnow.people.models import User
from winnow.procedure.merging import Unfilled, fill
from winnow.procedure.nurturing import Track, TrackStep
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.prospects.models import Company, Prospect
from winnow.prospects.words import Queue, State

LOOK_AGAIN = timedelta(days=1)  # while the company itself may send nothing
AFTER_A_FAILURE = timedelta(hours=1)


@dataclass(slots=True)
class _Round:
    """What one round decides on, read once, and what it decides."""

    scene: Scene
    taken: Mapping[int, set[str]]
    interest: Mapping[int, float]
    texts: dict[str, tuple[Stay, Linked]] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    rows: list[Taken] = field(default_factory=list)


def step_due(now: datetime, limit: int = 200) -> int:
    """Take the steps that are due, up to `limit`; returns how many stays were looked at."""
    due = queries.due(now, limit)
    handled(
        due, lambda prospects: _advance(prospects, now), lambda prospect: _put_off(prospect, now), now=now
    )
    return len(due)


def _put_off(prospect: int, now: datetime) -> tuple[int, str]:
    stays = list(queries.open_stays([prospect]).values())
    for one in stays:
        one.due_at = now + AFTER_A_FAILURE
    actions.plan(stays)
    return prospect, "track"


def why_nothing_goes_out(procedure: Procedure) -> str:
    """Why the company itself can send no mail of tracks; "" if it can."""
    if not procedure.mail.postal_address.strip():
        return "The procedure names no postal address, and no marketing mail goes out without one."
    if not settings.PUBLIC_URL:
        return (
            "Nobody could unsubscribe: Winnow does not know under which address it is reached (WINNOW_URL)."
        )
    return ""


def _advance(prospects: Sequence[int], now: datetime) -> None:
    """Lock the prospects, look at the stays again, and take the one step that is due in each."""
    scene = Scene.of(prospects, now=now, merged=True)
    stays = [one for one in queries.open_stays(prospects).values() if one.due_at and one.due_at <= now]
    if not stays:
        return
    this = _look(scene, stays)
    why = why_nothing_goes_out(scene.procedure)
    for stay in stays:
        _decide(stay, this, why)
    _write(this)
    for stay in stays:
        _plan(stay, this)
    actions.plan(stays)


def _look(scene: Scene, stays: Sequence[Stay]) -> _Round:
    numbers = [one.pk for one in stays]
    firms = bulk.rows(Company, {one.company_id for one in scene.persons.values() if one.company_id})
    for person in scene.persons.values():
        person.company = firms.get(person.company_id or 0)
    half = scene.procedure.nurture.interest.half_life_days
    points = {stay: faded(signs, scene.now, half) for stay, signs in queries.signs(numbers).items()}
    return _Round(scene, queries.taken(numbers), points)


def _decide(stay: Stay, this: _Round, why: str) -> None:
    """Owe the mail of the step that is due, if it may be taken now."""
    step = _step(stay, this)
    row = this.scene.row(stay.prospect_id)
    if step is None or row.state != State.NURTURE or why:
        return
    space = room(this.scene.now, promised_at(row), this.scene.procedure.nurture.quiet_before_promise_days)
    if space.later is not None:
        return
    try:
        draft = _draft(stay, step, this, space.until)
    except Unfilled as error:
        this.rows.append(_not_taken(stay, step.key, this.scene.now, str(error)))
        return
    this.drafts.append(draft)


def _step(stay: Stay, this: _Round) -> TrackStep | None:
    """The mail that their interest has earned, else that of the day."""
    track, taken = _track(stay, this), this.taken.get(stay.pk, set())
    earned = ripe(track, taken, this.interest.get(stay.pk, 0))
    if earned is not None or track is None:
        return earned
    comes = upcoming(track, stay.entered_at, taken, this.scene.procedure.nurture.horizon_days)
    return track.step(comes.step) if comes.at and comes.at <= this.scene.now else None


def _track(stay: Stay, this: _Round) -> Track | None:
    return this.scene.procedure.nurture.track(stay.track)


def promised_at(row: Prospect) -> datetime | None:
    """What was promised to a person comes before every track."""
    return row.due_at if row.queue == Queue.PROMISED else None


def _draft(stay: Stay, step: TrackStep, this: _Round, until: datetime | None) -> Draft:
    scene, row = this.scene, this.scene.row(stay.prospect_id)
    values = values_of(scene.procedure, scene.person(row.pk), _writer(scene, row))
    body = linked(step.body.strip(), stay.pk, step.key, scene.procedure.nurture)
    key = f"track:{stay.pk}:{step.key}"
    this.texts[key] = (stay, body)
    return Draft(
        key, row.pk, row.owner_id or 0, fill(step.subject, values), fill(body.text, values), scene.now,
        purpose=Purpose.MARKETING, template=f"{stay.track}/{step.key}"[:60], until=until,
    )  # fmt: skip


def _writer(scene: Scene, row: Prospect) -> User:
    return scene.users[row.owner_id or 0]


def _write(this: _Round) -> None:
    """The mails, their links, and that the steps were taken: or why there is no mail."""
    answers = queue_in(this.scene, this.drafts)
    now, links = this.scene.now, list[Link]()
    for draft, answer in zip(this.drafts, answers, strict=True):
        stay, body = this.texts[draft.key]
        step = draft.key.rpartition(":")[2]
        if answer.mail is None:
            this.rows.append(_not_taken(stay, step, now, answer.refused))
            continue
        links += body.links
        this.rows.append(Taken(stay=stay, person_id=stay.person_id, step=step, at=now, mail=answer.mail))
    actions.link(links)
    actions.take(this.rows)


def _not_taken(stay: Stay, step: str, now: datetime, why: str) -> Taken:
    return Taken(
        stay=stay, person_id=stay.person_id, step=step, at=now, why_not=why[:300] or "It may not go out."
    )


def _plan(stay: Stay, this: _Round) -> None:
    """What comes next; while the company may send nothing, or a promise comes first, the same step later."""
    scene = this.scene
    done = this.taken.get(stay.pk, set()) | {one.step for one in this.rows if one.stay_id == stay.pk}
    comes = upcoming(_track(stay, this), stay.entered_at, done, scene.procedure.nurture.horizon_days)
    stay.next_step, stay.due_at = comes.step, comes.at
    if scene.row(stay.prospect_id).state != State.NURTURE:
        stay.due_at = None
    elif comes.at is not None and comes.at <= scene.now:
        promised = promised_at(scene.row(stay.prospect_id))
        stay.due_at = promised if promised and promised > scene.now else scene.now + LOOK_AGAIN
