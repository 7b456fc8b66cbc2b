"""The worker's side of outgoing mail: claim what is due, look again whether it may go, and note what became of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from winnow.correspondence import queries
from winnow.correspondence.caps import allowed_at
from winnow.correspondence.composing import compose, wire
from winnow.correspondence.models import Mail
from winnow.correspondence.permission import Asked, why_not
from winnow.correspondence.words import Kind as Letters
from winnow.correspondence.words import Purpose, Scope, Status
from winnow.flow import owed
from winnow.flow.mailing.outgoing import outgoing, unsubscribe_link, waking
from winnow.flow.owed import Owed
from winnow.flow.privacy.why import silent_among, withdrawn_among
from winnow.followup import actions as followup
from winnow.followup import queries as calendars
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Person, Prospect
from winnow.prospects.queries import family
from winnow.prospects.transitions import Actor, Change, apply
from winnow.prospects.whole import whole_rows
from winnow.prospects.words import Direction, TouchKind

LEASE = timedelta(minutes=5)  # longer than any server takes to answer
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
TRIES_A_DAY = 6
OWED_NOW = '"due_at" IS NOT NULL AND "due_at" <= %s'
ANY_OWED = f'SELECT 1 FROM "correspondence_mail" WHERE {OWED_NOW} LIMIT 1'  # noqa: S608 - nothing of it is given
OWED_FIRST = f'WHERE {OWED_NOW} ORDER BY "due_at", "id" LIMIT %s'
A_WHILE = timedelta(seconds=20)  # until a domain that has its fill may be sent to again


@dataclass(frozen=True, slots=True)
class Envelope:
    """One claimed mail, ready for the wire."""

    mail: int
    sender: str
    recipient: str
    content: bytes


@dataclass(slots=True)
class _Round:
    """What one claim decides on, read once."""

    now: datetime
    procedure: Procedure
    persons: Mapping[int, Person]
    scopes: Mapping[str, set[Scope]]
    silent: Collection[int]
    withdrawn: Collection[tuple[str, int]]  # purposes and persons
    taken: dict[int, list[datetime]]
    gone: dict[str, int]
    going: list[tuple[Mail, bytes]] = field(default_factory=list)
    later: list[tuple[datetime, int]] = field(default_factory=list)
    stopped: list[tuple[Mail, str]] = field(default_factory=list)


def claim(*, now: datetime, worker: str, limit: int = 25) -> list[Envelope]:
    """Mails that are due, held by this worker until the lease runs out; others are put off or stopped for good."""
    instant = connection.ops.adapt_datetimefield_value(now)
    if not bulk.read(ANY_OWED, [instant]):  # most looks end here, and take no lock
        return []
    locked = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with transaction.atomic():
        due = whole_rows(Mail, OWED_FIRST + locked, [instant, limit])
        if not due:
            return []
        this = _look(due, now)
        for mail in due:
            _decide(mail, this)
        _save(this, worker)
        return [_envelope(mail, content, this.procedure) for mail, content in this.going]


def _look(due: Sequence[Mail], now: datetime) -> _Round:
    """Persons are locked, so that two workers cannot both find room under one person's cap."""
    marketed = {one.person_id for one in due if one.purpose == Purpose.MARKETING and one.person_id}
    everybody = {one.person_id for one in due if one.person_id}
    tops = family(everybody)
    theirs = {tops[one] for one in marketed if one in tops}
    locked = bulk.rows(Person, sorted(one for one, top in tops.items() if top in theirs), lock=True)
    return _Round(
        now, in_force(now)[1], locked | bulk.rows(Person, everybody - locked.keys()),
        queries.suppressed({one.to_address.lower() for one in due}),
        silent_among(everybody, tops), withdrawn_among(due, tops),
        queries.sent_instants(marketed, now) if marketed else defaultdict(list),
        queries.sent_to_domains({one.domain for one in due}, now),
    )  # fmt: skip


def _decide(mail: Mail, this: _Round) -> None:
    rules, person = this.procedure.mail, this.persons.get(mail.person_id or 0)
    if mail.kind == Letters.NOTICE:
        _decide_notice(mail, this)
    elif person is None:
        this.stopped.append((mail, "Nobody is there any more to get it."))
    elif why := _why_not(mail, person, this):
        this.stopped.append((mail, why))
    elif (at := _allowed(mail, person, this)) > this.now:
        this.later.append((at, mail.pk))
    elif this.gone.get(mail.domain, 0) >= rules.per_domain_a_minute:
        this.later.append((this.now + A_WHILE, mail.pk))
    else:
        _go(mail, this)


def _decide_notice(mail: Mail, this: _Round) -> None:
    """To one of us: no consent is asked, and no hours but their own; an address that is known to be bad gets none."""
    if this.scopes.get(mail.to_address.lower()):
        this.stopped.append((mail, "The address does not reach them, or they want no mail there."))
    elif this.gone.get(mail.domain, 0) >= this.procedure.mail.per_domain_a_minute:
        this.later.append((this.now + A_WHILE, mail.pk))
    else:
        _go(mail, this)


def _go(mail: Mail, this: _Round) -> None:
    try:
        content = compose(outgoing(mail, this.procedure.mail))
    except ValueError as error:
        this.stopped.append((mail, str(error)))
        return
    this.gone[mail.domain] = this.gone.get(mail.domain, 0) + 1
    if mail.purpose == Purpose.MARKETING:
        this.taken.setdefault(mail.person_id or 0, []).append(this.now)
    this.going.append((mail, content))


def _why_not(mail: Mail, person: Person, this: _Round) -> str:
    asked = Asked(
        Purpose(mail.purpose), mail.to_address, person.pk in this.silent,
        this.scopes.get(mail.to_address.lower(), set()), mail.basis,
        unsubscribe_link(mail.purpose, person, mail.to_address),
        (mail.purpose, person.pk) in this.withdrawn,
    )  # fmt: skip
    return why_not(asked, this.procedure.mail)


def _allowed(mail: Mail, person: Person, this: _Round) -> datetime:
    """A claim that ran out goes again at any hour: its twin may have gone out already, and is counted."""
    if mail.purpose != Purpose.MARKETING or mail.status == Status.SENDING:
        return this.now
    rules = this.procedure.mail
    taken = [] if mail.sent_at else this.taken.get(person.pk, [])
    at = allowed_at(taken, this.now, rules.most_a_week, rules.most_a_month)
    ours = calendars.calendar(this.procedure, "", this.now).timezone
    return waking(at or this.now + timedelta(days=1), person, rules, ours)


def _save(this: _Round, worker: str) -> None:
    until = this.now + LEASE
    bulk.update(Mail, ("status", "held_by", "due_at", "attempts"),
                [(Status.SENDING, worker, until, one.attempts + 1, one.pk) for one, _ in this.going])  # fmt: skip
    bulk.update(Mail, ("due_at",), this.later)
    bulk.update(Mail, ("status", "due_at", "error"),
                [(Status.STOPPED, None, why, one.pk) for one, why in this.stopped])  # fmt: skip
    owed.owe(
        [
            Owed(f"mail:{one.pk}:stopped", one.user_id or 0, one.prospect_id, "mail_stopped",
                 f"Your mail “{one.subject[:80]}” to {one.to_name or one.to_address} was not sent. {why}")
            for one, why in this.stopped if one.purpose == Purpose.PERSONAL
        ],
        now=this.now,
    )  # fmt: skip


def _envelope(mail: Mail, content: bytes, procedure: Procedure) -> Envelope:
    """Bounces come back to the mailbox that Winnow reads, where there is one."""
    sender = procedure.mail.mailbox or mail.from_address
    return Envelope(mail.pk, wire(sender), wire(mail.to_address), content)


def last_look(mail: int) -> bool:
    """Whether a claimed mail may still go: who asked for no more a moment ago gets none now."""
    row = Mail.objects.get(id=mail)
    scopes = queries.suppressed({row.to_address.lower()}).get(row.to_address.lower(), set())
    asked = bool(row.person_id and silent_among([row.person_id])) or bool(withdrawn_among([row]))
    barred = Scope.EVERYTHING in scopes or (row.purpose == Purpose.MARKETING and bool(scopes))
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
    for row in Mail.objects.filter(id__in=mails, status=Status.SENDING):
        row.status, row.due_at, row.attempts = Status.WAITING, at, max(row.attempts - 1, 0)
        row.save(update_fields=["status", "due_at", "attempts"])


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
