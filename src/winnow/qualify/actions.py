"""The writers of the qualifying room: answers, verdicts, handovers; set-wise, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from winnow.prospects import bulk
from winnow.prospects.whole import whole_rows
from winnow.prospects.words import Grade, Verdict
from winnow.qualify.models import Answer, Claim, Decision, Handover, Learned, Reaction
from winnow.qualify.queries.claims import taught_until

WITHDRAWN = """UPDATE "qualify_handover" SET "rejected_at" = %s, "reason" = 'withdrawn'
    WHERE "accepted_at" IS NULL AND "rejected_at" IS NULL AND "prospect_id" {among}"""
ANSWER = ("prospect_id", "question", "choice", "text", "grade", "evidence", "outcome", "at", "by_id")
LEARNED_KEPT = 50  # of what was learned before


@dataclass(frozen=True, slots=True)
class Said:
    """What a prospect said to one question, how it is known, and which of our outcomes a person saw in it."""

    prospect: int
    question: str
    choice: str
    at: datetime
    by: int | None
    text: str = ""
    grade: Grade = Grade.STATED
    evidence: str = ""
    outcome: str = ""
    seconds: int | None = None  # that it took to ask, where known


def record_answers(said: Sequence[Said]) -> None:
    """The newest answer to a question counts; each is kept as a claim for ever."""
    newest = {(one.prospect, one.question): one for one in said}
    bulk.insert(Answer, ANSWER, [_columns(one) for one in newest.values()], instead_of=ANSWER[:2])
    bulk.insert(Claim, (*ANSWER, "seconds"), [(*_columns(one), one.seconds) for one in said])


def _columns(one: Said) -> tuple[Any, ...]:
    return (
        one.prospect, one.question, one.choice, one.text, one.grade, one.evidence, one.outcome, one.at, one.by,
    )  # fmt: skip


def react(rows: Sequence[tuple[int, str, int | None]], *, at: datetime) -> None:
    """(prospect, question, by): they found it a great question; once is enough."""
    Reaction.objects.bulk_create(
        [
            Reaction(prospect_id=prospect, question=question, at=at, by_id=by)
            for prospect, question, by in rows
        ],
        ignore_conflicts=True,
    )


def take_back_reaction(prospect: int, question: str) -> None:
    Reaction.objects.filter(prospect_id=prospect, question=question).delete()


def learn(*, now: datetime, version: int, days: int) -> None:
    """Count what all claims have taught until now, for the pages to read."""
    learned = taught_until(now, days)
    newest = Learned.objects.create(at=now, version=version, figures=learned.figures)
    Learned.objects.filter(id__lte=newest.pk - LEARNED_KEPT).delete()


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict, with the points and answers on which it was given."""

    prospect: int
    verdict: Verdict
    at: datetime
    by: int | None
    reason: str
    note: str
    points: int
    answers: Mapping[str, Any]


def record_decisions(rows: Sequence[Decided]) -> None:
    columns = ("prospect_id", "verdict", "at", "by_id", "reason", "note", "points", "answers")
    bulk.insert(
        Decision, columns,
        [(one.prospect, one.verdict, one.at, one.by, one.reason, one.note, one.points, dict(one.answers))
         for one in rows],
    )  # fmt: skip


def record_verdicts(rows: Sequence[tuple[int, datetime, int | None, Verdict, str]]) -> list[int]:
    """(prospect, at, by, verdict, note) of verdicts given elsewhere, without answers; returns their numbers."""
    numbers = bulk.reserve(Decision, len(rows))
    columns = ("id", "prospect_id", "at", "by_id", "verdict", "note", "reason", "points", "answers")
    bulk.insert(
        Decision, columns, [(number, *row, "", 0, {}) for number, row in zip(numbers, rows, strict=True)]
    )
    return numbers


def take_back_verdicts(numbers: Sequence[int]) -> None:
    """Verdicts that an import brought and that are undone with it; the Events still tell of them."""
    Decision.objects.filter(id__in=numbers).delete()


def open_handovers(rows: Sequence[tuple[int, int | None, int, datetime, datetime]]) -> None:
    """(prospect, giver, taker, at, respond by); a waiting one of the same prospect is taken back first."""
    withdraw([row[0] for row in rows], at=rows[0][3] if rows else None)
    bulk.insert(Handover, ("prospect_id", "giver_id", "taker_id", "at", "respond_by", "reason", "note"),
                [(*row, "", "") for row in rows])  # fmt: skip


def waiting(prospects: Sequence[int]) -> dict[int, Handover]:
    """The handover of each prospect that nobody has answered yet."""
    if not prospects:
        return {}
    among, wanted = bulk.given(prospects)
    where = f'WHERE "accepted_at" IS NULL AND "rejected_at" IS NULL AND "prospect_id" {among}'
    return {row.prospect_id: row for row in whole_rows(Handover, where, [wanted])}


def accept(rows: Sequence[tuple[Handover, datetime]]) -> None:
    bulk.update(Handover, ("accepted_at",), [(at, one.pk) for one, at in rows])


def reject(rows: Sequence[tuple[Handover, datetime, str, str]]) -> None:
    """Each with the instant, the reason and a note."""
    bulk.update(
        Handover, ("rejected_at", "reason", "note"), [(at, why, note, one.pk) for one, at, why, note in rows]
    )


def withdraw(prospects: Sequence[int], *, at: datetime | None) -> None:
    """A handover whose prospect went elsewhere is answered by that."""
    if prospects and at is not None:
        among, wanted = bulk.given(prospects)
        with connection.cursor() as cursor:
            cursor.execute(
                WITHDRAWN.format(among=among), [connection.ops.adapt_datetimefield_value(at), wanted]
            )


def copy_answers(giver: int, taker: int) -> list[str]:
    """Answers of one prospect that the other lacks become the other's too; returns their questions."""
    known = set(Answer.objects.filter(prospect_id=taker).values_list("question", flat=True))
    rows = [row for row in Answer.objects.filter(prospect_id=giver) if row.question not in known]
    record_answers([_same(row, taker) for row in rows])
    return [row.question for row in rows]


def _same(row: Answer, prospect: int) -> Said:
    """The same answer, said by another prospect."""
    return Said(
        prospect, row.question, row.choice, row.at, row.by_id, row.text, Grade(row.grade), row.evidence, row.outcome
    )  # fmt: skip


def take_back_answers(giver: int, taker: int, questions: Sequence[str]) -> None:
    """The reverse, for answers that nobody has changed since."""
    copied = {row.question: row for row in Answer.objects.filter(prospect_id=giver, question__in=questions)}
    for row in Answer.objects.filter(prospect_id=taker, question__in=questions):
        if row.question in copied and row.at == copied[row.question].at:
            Claim.objects.filter(prospect=taker, question=row.question, at=row.at).delete()
            row.delete()


def move_handover(handover: Handover, prospect: int, at: datetime) -> None:
    """A waiting handover goes on under another prospect, its clock unchanged."""
    withdraw([handover.prospect_id], at=at)
    open_handovers([(prospect, handover.giver_id, handover.taker_id, handover.at, handover.respond_by)])
