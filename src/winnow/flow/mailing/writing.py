"""A person writes a mail: it is owed, its touch is logged and the next action set, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from winnow.correspondence.models import Mail
from winnow.flow.mailing.outgoing import LONGEST_KEY, Draft, queue_in
from winnow.flow.scene import Refused, Scene
from winnow.flow.work import Dispose, dispose_in
from winnow.followup.plan import Plan
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.prospects.words import NextAction, Queue, TouchKind

STAYS = frozenset(
    {NextAction.ACCEPT, NextAction.CLOSE_DEAL, NextAction.CARE, NextAction.REVIEW, NextAction.REVISIT}
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person writes to a prospect; `key` is of the form it was typed into, so that a double click sends one."""

    key: str
    prospect: int
    by: int
    subject: str
    text: str
    at: datetime
    template: str = ""
    answers: int | None = None
    minutes: int | None = None


def write(one: Letter, *, now: datetime) -> int:
    """The number of the mail. Raises Refused if it may not be sent or says nothing; nothing is written then."""
    if not one.subject.strip() or not one.text.strip():
        raise Refused("A mail needs a subject and a text.")
    with transaction.atomic(savepoint=False):
        scene = Scene.of([one.prospect], now=now)
        before = Mail.objects.filter(key=one.key[:LONGEST_KEY]).first()
        if before:
            return before.pk
        row = scene.open_row(one.prospect)
        kept = _kept(row, now)
        done = queue_in(scene, [_draft(one)])[0]
        if done.refused or done.mail is None:
            raise Refused(done.refused)
        dispose_in(scene, [_touch(one, scene.procedure, kept)])
        return done.mail


def _draft(one: Letter) -> Draft:
    return Draft(
        one.key, one.prospect, one.by, one.subject, one.text, one.at, template=one.template, answers=one.answers,
        logs=False, at_once=True,
    )  # fmt: skip


def _touch(one: Letter, procedure: Procedure, kept: Plan | None) -> Dispose:
    return Dispose(
        one.prospect, written_disposition(procedure), one.at, one.by, kind=TouchKind.EMAIL, minutes=one.minutes,
        note=one.subject.strip(), next=kept,
    )  # fmt: skip


def written_disposition(procedure: Procedure) -> str:
    """The result that a written mail is logged with: the procedure's own word for it, else that of any attempt."""
    if procedure.disposition(procedure.mail.written):
        return procedure.mail.written
    attempts = [
        one.key for one in procedure.dispositions if one.then == "retry" and one.attempt and not one.wrong
    ]
    if not attempts:
        raise Refused(
            "The procedure has no disposition for a mail that was written: name one in [mail] written."
        )
    return attempts[0]


def _kept(row: Prospect, now: datetime) -> Plan | None:
    """A promise, a handover, a deal or a rest goes on as it was; only an attempt is followed by the next one."""
    if row.due_at is None or row.available_at is None or row.due_at <= now:
        return None
    if row.queue != Queue.PROMISED and row.state == "working" and row.next_action not in STAYS:
        return None
    return Plan(NextAction(row.next_action), row.due_at, row.available_at, Queue(row.queue), row.next_note)
