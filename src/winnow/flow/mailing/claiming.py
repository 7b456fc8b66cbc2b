"""The worker claims what is due, and looks again whether it may go now, later or not at all."""

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
from winnow.flow.mailing.outgoing import by_itself, outgoing, unsubscribe_link, waking
from winnow.flow.owed import Owed
from winnow.flow.privacy.why import silent_among, withdrawn_among
from winnow.followup import queries as calendars
from winnow.followup.queries import last_heard
from winnow.nurture.queries import asks, may_be_asked, over, stay_of
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.prospects.models import Person, Prospect
from winnow.prospects.queries import family
from winnow.prospects.whole import whole_rows
from winnow.prospects.words import State

LEASE = timedelta(minutes=5)  # longer than any server takes to answer
OWED_NOW = '"due_at" IS NOT NULL AND "due_at" <= %s'
# In the order of its index, as in `flow/due.py`: a kept plan would take much to be due, and read the table for it.
ANY_OWED = f'SELECT 1 FROM "correspondence_mail" WHERE {OWED_NOW} ORDER BY "due_at" LIMIT 1'  # noqa: S608
OWED_FIRST = f'WHERE {OWED_NOW} ORDER BY "due_at", "id" LIMIT %s'
LATE = timedelta(hours=1)
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
    heard: Mapping[int, datetime]  # when prospects were last heard of, or spoken with
    prospects: Mapping[int, Prospect]  # of what goes out by itself
    ended: Collection[int]  # stays in nurture that are over
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
    alone = {one.prospect_id for one in due if one.logs and one.prospect_id}
    return _Round(
        now, in_force(now)[1], locked | bulk.rows(Person, everybody - locked.keys()),
        queries.suppressed({one.to_address.lower() for one in due}),
        silent_among(everybody, tops), withdrawn_among(due, tops),
        queries.sent_instants(marketed, now) if marketed else defaultdict(list),
        queries.sent_to_domains({one.domain for one in due}, now),
        last_heard(alone), bulk.rows(Prospect, alone),
        over({stay for one in due if (stay := stay_of(one.key))}),
    )  # fmt: skip


def _decide(mail: Mail, this: _Round) -> None:
    rules, person = this.procedure.mail, this.persons.get(mail.person_id or 0)
    if mail.kind == Letters.NOTICE:
        _decide_notice(mail, this)
    elif person is None:
        this.stopped.append((mail, "Nobody is there any more to get it."))
    elif why := _why_not(mail, person, this) or _why_no_more(mail, this):
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
        unsubscribe_link(mail.purpose, mail.key, person, mail.to_address),
        (mail.purpose, person.pk) in this.withdrawn, by_itself(mail.key),
    )  # fmt: skip
    return why_not(asked, this.procedure.mail)


def _why_no_more(mail: Mail, this: _Round) -> str:
    """What was to go out by itself, and came back or could not be handed over meanwhile, may be wanted no more."""
    row = this.prospects.get(mail.prospect_id or 0) if mail.logs else None
    if row is not None:
        heard = this.heard.get(row.pk)
        if heard is not None and heard > mail.at:
            return "They answered."
        if row.last_inquiry_at > mail.at:
            return "They have inquired again."
        if by_itself(mail.key) and row.state == State.CLOSED:
            return "They are not pursued any more."
        if asks(mail.key) and not may_be_asked(row):
            return "They are worked on, or it is known by now what became of it."
    return "They are no longer in nurture." if stay_of(mail.key) in this.ended else ""


def _allowed(mail: Mail, person: Person, this: _Round) -> datetime:
    """A claim that ran out goes again at any hour: its twin may have gone out already, and is counted."""
    if mail.status == Status.SENDING:
        return this.now
    rules, at = this.procedure.mail, this.now
    if mail.purpose == Purpose.MARKETING:
        taken = [] if mail.sent_at else this.taken.get(person.pk, [])
        found = allowed_at(taken, this.now, rules.most_a_week, rules.most_a_month)
        at = found or this.now + timedelta(days=1)
    elif not (mail.logs and _waited(mail, this.now)):
        return at
    return waking(at, person, rules, calendars.calendar(this.procedure, "", this.now).timezone)


def _waited(mail: Mail, now: datetime) -> bool:
    """For a server or a worker, longer than its hour of the day was chosen for."""
    return bool(mail.attempts) or (mail.due_at is not None and now - mail.due_at > LATE)


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
