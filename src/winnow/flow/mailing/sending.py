"""The worker's side of outgoing mail: a last look whether it may go, and what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from winnow.correspondence import queries
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Scope, Status
from winnow.flow import owed
from winnow.flow.mailing.outgoing import is_unasked
from winnow.flow.owed import Owed
from winnow.flow.privacy.why import silent_among, withdrawn_among
from winnow.followup import actions as followup
from winnow.procedure.queries import in_force
from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Actor, Change, apply
from winnow.prospects.words import Direction, TouchKind

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
TRIES_A_DAY = 6


def last_look(mail: int) -> bool:
    """Whether a claimed mail may still go: who asked for no more a moment ago gets none now."""
    row = Mail.objects.get(id=mail)
    scopes = queries.suppressed({row.to_address.lower()}).get(row.to_address.lower(), set())
    asked = bool(row.person_id and silent_among([row.person_id])) or bool(withdrawn_among([row]))
    barred = Scope.EVERYTHING in scopes or (is_unasked(row.purpose, row.key) and bool(scopes))
    if row.status == Status.SENDING and not barred and not asked:
        return True
    Mail.objects.filter(id=mail, status=Status.SENDING).update(
        status=Status.STOPPED, due_at=None, error="They asked for no more mail."
    )
    return False


def sent(mail: int, *, now: datetime) -> None:
    """The server has it: noted with its touch, if that is not logged already. Twice is once."""
    sent_all([mail], now=now)


def sent_all(mails: Sequence[int], *, now: datetime) -> None:
    """The same for many; a constant number of statements."""
    with transaction.atomic():
        known = bulk.rows(Mail, mails, lock=True).values()
        rows = [one for one in known if one.status in (Status.SENDING, Status.WAITING)]
        bulk.update(
            Mail,
            ("status", "due_at", "sent_at", "error"),
            [(Status.SENT, None, now, "", one.pk) for one in rows],
        )
        _log([one for one in rows if one.logs and one.prospect_id], now)


def _log(rows: Sequence[Mail], now: datetime) -> None:
    """A mail that nobody wrote just now is no attempt of a person's, and stops no clock."""
    if not rows:
        return
    followup.record_touches(
        [
            (
                one.prospect_id,
                now,
                TouchKind.EMAIL,
                Direction.OUT,
                None,
                "",
                0,
                "automatic",
                False,
                False,
                one.subject,
            )
            for one in rows
        ]
    )
    changes = [
        Change(one.prospect_id or 0, Kind.MAILED, now, f"Sent by itself: “{one.subject}”", data=_told(one))
        for one in rows
    ]
    apply(changes, actor=Actor("worker"), version=in_force(now)[0])


def _told(mail: Mail) -> dict[str, object]:
    data = {"mail": mail.pk, "template": mail.template}
    return {key: value for key, value in data.items() if value}


def put_off(mail: int, error: str, *, now: datetime, perhaps: bool = False) -> bool:
    """It was not taken for now: tried again, longer apart each time; False if it is given up, and its writer told.

    `perhaps`: the line broke, and nobody knows whether it was taken. It counts as one that they got.
    """
    with transaction.atomic():
        row = Mail.objects.select_for_update().get(id=mail)
        if row.status != Status.SENDING:
            return True
        row.sent_at = row.sent_at or (now if perhaps else None)
        days = in_force(now)[1].mail.give_up_after_days
        if row.attempts >= max(1, days * TRIES_A_DAY):
            give_up(row, f"It was tried {row.attempts} times. {error}", now=now)
            return False
        row.status, row.due_at, row.error = Status.WAITING, now + pause(row.attempts), error[:2000]
        row.save(update_fields=["status", "due_at", "error", "sent_at"])
        return True


def let_go(mails: Sequence[int], at: datetime) -> None:
    """The server cannot be reached at all: none of the claimed mails is to blame."""
    Mail.objects.filter(id__in=mails, status=Status.SENDING).update(
        status=Status.WAITING, due_at=at, attempts=Greatest(F("attempts") - 1, 0)
    )


def refused(mail: int, error: str, *, now: datetime) -> None:
    """The server will never take it."""
    with transaction.atomic():
        row = Mail.objects.select_for_update().get(id=mail)
        if row.status == Status.SENDING:
            give_up(row, error, now=now)


def give_up(row: Mail, error: str, *, now: datetime) -> None:
    """In the caller's transaction: the mail has failed, and its writer and the record say so."""
    row.status, row.due_at, row.error = Status.FAILED, None, error[:2000]
    row.save(update_fields=["status", "due_at", "error", "sent_at"])
    said = f"Your mail “{row.subject[:80]}” to {row.to_name or row.to_address} could not be delivered. {error[:300]}"
    owed.owe([Owed(f"mail:{row.pk}:failed", row.user_id or 0, row.prospect_id, "mail_failed", said)], now=now)
    if row.prospect_id and Prospect.objects.filter(id=row.prospect_id).exists():
        change = Change(
            row.prospect_id, Kind.MAILED, now, f"Not delivered: {error[:300]}", data={"mail": row.pk}
        )
        apply([change], actor=Actor("worker"), version=in_force(now)[0])


def pause(attempts: int) -> timedelta:
    """After the first attempt a minute, then four times as long each time, up to four hours."""
    return min(FIRST_PAUSE * 4 ** max(attempts - 1, 0) if attempts < 8 else LONGEST_PAUSE, LONGEST_PAUSE)
