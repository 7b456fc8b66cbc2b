"""The writers of nurture, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from winnow.nurture.models import Click, Link, Look, Question, Sign, Stay, Taken
from winnow.nurture.words import Bought, Left
from winnow.prospects import bulk

MOST_CLICKS = 50  # of one link; more say nothing that these do not
AT_ONCE = 2_000


def enter(stays: Sequence[Stay]) -> None:
    Stay.objects.bulk_create(stays, batch_size=AT_ONCE)


def leave(leaving: Sequence[tuple[Stay, Left, datetime]]) -> None:
    """End each stay: how, and when."""
    stays = [stay for stay, _, _ in leaving]
    for one, left, at in leaving:
        one.left_at, one.left, one.due_at, one.next_step = max(at, one.entered_at), left, None, ""
    rows = [(one.left_at, one.left, None, "", one.pk) for one in stays]
    bulk.update(Stay, ("left_at", "left", "due_at", "next_step"), rows)


def plan(stays: Sequence[Stay]) -> None:
    """Write what comes next in each."""
    rows = [(one.track, one.because, one.next_step, one.due_at, one.pk) for one in stays]
    bulk.update(Stay, ("track", "because", "next_step", "due_at"), rows)


def take(rows: Sequence[Taken]) -> None:
    """A step that was taken already is refused by the database."""
    Taken.objects.bulk_create(rows)


def link(rows: Sequence[Link]) -> None:
    Link.objects.bulk_create(rows, ignore_conflicts=True)  # the same step makes the same links


def click(of: Link, machine: str, *, now: datetime, judged_after: timedelta) -> None:
    """Note that it was followed; one that may be a person's is judged a little later."""
    if of.clicks.count() < MOST_CLICKS:
        judge_at = None if machine else now + judged_after
        Click.objects.create(link=of, at=now, machine=machine[:60], judge_at=judge_at)


def judge(clicks: Sequence[Click], machine: Mapping[int, str]) -> None:
    for one in clicks:
        one.judge_at, one.machine = None, machine.get(one.pk, "")[:60]
    Click.objects.bulk_update(clicks, ["judge_at", "machine"])


def judge_later(number: int, at: datetime) -> Click:
    """It could not be judged now."""
    Click.objects.filter(id=number).update(judge_at=at)
    return Click.objects.select_related("link__stay").get(id=number)


def sign(rows: Sequence[Sign]) -> None:
    Sign.objects.bulk_create(rows)


def looked(kind: str, day: date) -> bool:
    """Note that everybody was looked at on that day; False if somebody did so at this moment."""
    try:
        with transaction.atomic():
            Look.objects.create(kind=kind, day=day)
    except IntegrityError:
        return False
    return True


def put(questions: Sequence[Question]) -> None:
    """One that was put already is refused by the database."""
    Question.objects.bulk_create(questions, batch_size=AT_ONCE)


def hand_out(questions: Sequence[Question]) -> None:
    """To be asked by a call."""
    Question.objects.bulk_update(questions, ["caller", "call_at", "drawn_at"])


def expire_calls(now: datetime) -> int:
    """Nobody is called for a question that has run out."""
    return Question.objects.filter(call_at__isnull=False, expires_at__lte=now).update(call_at=None)


def answered(one: Question, answer: Bought, whom: str, why: str, by: int | None, *, now: datetime) -> None:
    """Write what they said; a later answer takes the place of the one before."""
    one.changes += 1 if one.answered_at else 0
    one.by_call, one.answered_by_id = (
        (by is not None, by) if one.answered_at is None else (one.by_call, one.answered_by_id)
    )
    one.answer, one.whom, one.why = answer, whom.strip()[:300], why.strip()[:2000]
    one.answered_at, one.call_at = one.answered_at or now, None
    one.save(
        update_fields=["answer", "whom", "why", "answered_at", "call_at", "changes", "by_call", "answered_by"]
    )


def not_reached(question: int) -> None:
    """Nobody calls again for this question."""
    Question.objects.filter(id=question).update(call_at=None)
