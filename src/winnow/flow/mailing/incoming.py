"""A mail for us: read without trust, taken once, matched to its prospect, and answered by what it sets next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from winnow.correspondence import actions, queries
from winnow.correspondence.judging import Judged, Known, judge
from winnow.correspondence.models import Mail
from winnow.correspondence.reading import Letter, Limits, Part, read
from winnow.correspondence.words import Kind, Status
from winnow.flow.intake import Terms, receive
from winnow.flow.mailing.answers import answered
from winnow.flow.mailing.copies import copied
from winnow.flow.mailing.returned import complained, returned
from winnow.flow.mailing.wishes import record
from winnow.intake import queries as persons
from winnow.intake.clean_mail import checked, domain_of_mail
from winnow.intake.inquiry import Raw
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects import bulk
from winnow.prospects.models import Inquiry, Prospect
from winnow.prospects.queries import survivors
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Channel, Direction

OUR_ADDRESSES = 'SELECT "email" FROM "people_user" WHERE "is_active"'
DOOR = Terms(Actor("door"), may_create_campaigns=False)
LOOKED_AT = Terms(Actor("door"), may_create_campaigns=False, screened=False)
EXCERPT, EXCERPT_FROM, READ_MOST = 280, 3_000, 20_000
SPACES, EMPTY_LINES = re.compile(r"[^\S\n]+"), re.compile(r"\n[\s]*\n")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a mail was found to be. `again`: it was taken before, and nothing was done."""

    mail: int
    kind: Kind
    status: Status
    prospect: int | None = None
    why: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whom a letter concerns."""

    known: Known
    user: User | None
    about: Mail | None
    prospect: int | None


def take_in(raw: bytes, *, now: datetime, size: int | None = None) -> Taken:
    """Take a mail in, once for each Message-ID; never raises for what it holds. `size`: only its head was fetched."""
    _, procedure = in_force(now)
    letter = read(raw, limits(procedure), size)
    with transaction.atomic(savepoint=False):
        return take(letter, procedure, now=now)


def limits(procedure: Procedure) -> Limits:
    rules = procedure.mail
    return Limits(
        rules.largest_mail_mb * 1_000_000, rules.largest_attachment_mb * 1_000_000, rules.checked_by
    )


def take(letter: Letter, procedure: Procedure, *, now: datetime) -> Taken:
    """The same for a mail that has been read, in the caller's transaction."""
    before = queries.taken_before(letter.message_id)
    if before:
        return Taken(before.pk, Kind(before.kind), Status(before.status), before.prospect_id, again=True)
    whose = _whose(letter, procedure)
    judged = judge(letter, whose.known)
    mail = _row(letter, judged, whose, now)
    return _act(mail, letter, judged, whose, procedure, now, new=True)


def release(number: int, *, now: datetime, by: User) -> Taken:
    """Somebody looked at a mail that was held, and says that it is genuine."""
    with transaction.atomic(savepoint=False):
        mail = Mail.objects.select_for_update().get(id=number)
        if mail.status != Status.HELD:
            return Taken(mail.pk, Kind(mail.kind), Status(mail.status), mail.prospect_id, again=True)
        _, procedure = in_force(now)
        letter = _as_it_was(mail)
        whose = _whose(letter, procedure)
        judged = judge(letter, whose.known, trusted=True)
        mail.kind, mail.status = judged.kind, judged.status
        mail.why = [*mail.why, f"{by} let it in."]
        return _act(mail, letter, judged, whose, procedure, now, new=False)


def _act(
    mail: Mail, letter: Letter, judged: Judged, whose: _Whose, procedure: Procedure, now: datetime, new: bool
) -> Taken:
    """Write the mail, and do what it sets."""
    mail.prospect_id = whose.prospect if judged.status != Status.HELD else None
    if judged.kind is Kind.INQUIRY and judged.status is Status.FILED:
        mail.prospect_id = _inquired(letter, whose.known.intake, procedure, now, new)
        if mail.prospect_id is None:
            mail.why = [*mail.why, "What was made of it is under “Held back”."]
    if mail.prospect_id:
        mail.person_id = Prospect.objects.values_list("person_id", flat=True).get(id=mail.prospect_id)
    if new:
        actions.write([mail])
        actions.attach(mail, letter.parts)
    else:
        mail.save()
    if judged.status in (Status.FILED, Status.SENT):
        _follow(mail, letter, judged, whose, now)
    return Taken(mail.pk, judged.kind, judged.status, mail.prospect_id, judged.why)


def _follow(mail: Mail, letter: Letter, judged: Judged, whose: _Whose, now: datetime) -> None:
    match judged.kind:
        case Kind.REPLY if mail.prospect_id:
            answered(mail, excerpt(mail), now=now)
        case Kind.AUTOMATIC if mail.prospect_id:
            record(mail.prospect_id, f"An automatic answer: “{mail.subject}”", {"mail": mail.pk}, now=now)
        case Kind.COPY if whose.user:
            copied(mail, letter.to, whose.user, now=now)
        case Kind.BOUNCE if whose.about and letter.report:
            returned(mail, whose.about, letter.report, now=now)
        case Kind.COMPLAINT if whose.about:
            complained(mail, whose.about, now=now)


# Whose it is


def _whose(letter: Letter, procedure: Procedure) -> _Whose:
    ours = queries.ours(letter.about)
    about = next(iter(queries.ours(letter.report.about)), None) if letter.report else None
    user = queries.whose_secret(_secrets(letter.reached, procedure.mail.copies_to))
    intake = next((one.address for one in procedure.mail.intake if one.address.lower() in letter.reached), "")
    sender = _known_sender(letter.from_address)
    known = Known(
        ours=[one.message_id for one in ours], reported=about is not None, own_domains=_own_domains(procedure),
        logging=user.email.lower() if user else "", intake=intake, sender_known=sender is not None,
    )  # fmt: skip
    first = about or next(iter(ours), None)
    return _Whose(known, user, about, now_of(first.prospect_id) if first and first.prospect_id else sender)


def _secrets(reached: frozenset[str], copies_to: str) -> list[str]:
    """The words added to our address for copies, behind its plus sign."""
    local, _, domain = copies_to.lower().partition("@")
    starts, ends = f"{local}+", f"@{domain}"
    return [one[len(starts) : -len(ends)] for one in reached if one.startswith(starts) and one.endswith(ends)]


def _own_domains(procedure: Procedure) -> frozenset[str]:
    """Where we write from; not the providers at which anybody may have an address."""
    mine = {email for (email,) in bulk.read(OUR_ADDRESSES)} | {procedure.mail.mailbox}
    domains = {one.rpartition("@")[2].lower() for one in mine if one}
    return frozenset(one for one in domains if domain_of_mail(one).kind == "business")


def _known_sender(address: str) -> int | None:
    """The prospect of who writes from this address."""
    email = checked(address)[0] if address else ""
    found = persons.known([f"e:{email.lower()}"]) if email else {}
    person = next((one.person_id for one in found.values()), 0)
    row = persons.prospects_of({person}).get(person) if person else None
    return row.pk if row else None


def now_of(prospect: int) -> int:
    """Where this is pursued now: another open prospect of the same person, or the one it was merged into.

    A further opportunity that is open goes on by itself.
    """
    number = survivors([prospect])[prospect]
    row = bulk.rows(Prospect, [number])[number]
    if row.further_of_id and row.is_open:
        return int(row.pk)
    found = persons.prospects_of({row.person_id}).get(row.person_id)
    return found.pk if found else int(row.pk)


# What is kept


def _row(letter: Letter, judged: Judged, whose: _Whose, now: datetime) -> Mail:
    copy = judged.kind is Kind.COPY
    to_name, to = letter.to[0] if letter.to else ("", "")
    mail = Mail(
        key=f"in:{sha256(letter.message_id.encode()).hexdigest()}", direction=Direction.OUT if copy else Direction.IN,
        kind=judged.kind, status=judged.status, user=whose.user, from_name=letter.from_name,
        from_address=letter.from_address, to_name=to_name, to_address=to, domain=to.rpartition("@")[2],
        subject=letter.subject, text=letter.text, message_id=letter.message_id,
        in_reply_to=letter.about[0] if letter.about else "", references=" ".join(reversed(letter.about)), at=now,
        written_at=letter.written_at, why=[*judged.why, *letter.notes], sent_at=now if copy else None,
    )  # fmt: skip
    mail.pk = bulk.reserve(Mail, 1)[0]
    return mail


def _as_it_was(mail: Mail) -> Letter:
    """A kept mail as it was read; who was reached besides To is not known any more."""
    about = [*mail.references.split()[::-1]]
    return Letter(
        mail.message_id, mail.from_name, mail.from_address, ((mail.to_name, mail.to_address),),
        frozenset({mail.to_address}), mail.subject, mail.text, mail.written_at, tuple(about),
    )  # fmt: skip


def excerpt(mail: Mail) -> str:
    """What they wrote themselves, without what they quote, on a line."""
    from mailparser_reply import EmailReplyParser

    # The library's patterns take hours for thousands of empty lines: it gets none, and not more than is shown needs.
    start = EMPTY_LINES.sub("\n\n", SPACES.sub(" ", mail.text[:READ_MOST]))[:EXCERPT_FROM]
    newest = EmailReplyParser(languages=["en", "de"]).parse_reply(start) or start
    words = " ".join(" ".join(line for line in newest.splitlines() if not line.startswith(">")).split())
    return f"{words[:EXCERPT]}…" if len(words) > EXCERPT else words


# A mail that is an inquiry


def _inquired(letter: Letter, intake: str, procedure: Procedure, now: datetime, screened: bool) -> int | None:
    """The prospect whose inquiry it is now; None if it is held back for review."""
    campaign = next((one.campaign for one in procedure.mail.intake if one.address == intake), "")
    receipt = receive([raw_of(letter, intake, campaign)], now=now, terms=DOOR if screened else LOOKED_AT)[0]
    if receipt.status == "already":
        return _already(letter, intake)
    return receipt.prospect or None


def raw_of(letter: Letter, intake: str, campaign: str) -> Raw:
    said = f"{letter.subject}\n\n{letter.text}".strip()
    return Raw(
        fields={"name": letter.from_name, "email": letter.from_address, "message": said},
        payload={"from": letter.from_address, "name": letter.from_name, "to": intake, "subject": letter.subject,
                 "text": letter.text, "message_id": letter.message_id, "attachments": _names(letter.parts)},
        channel=Channel.EMAIL, door="mail", campaign=campaign, source=_source(intake), external_id=_number(letter),
    )  # fmt: skip


def _names(parts: Sequence[Part]) -> list[str]:
    return [one.name for one in parts]


def _source(intake: str) -> str:
    return f"mail {intake}".strip()[:120]


def _number(letter: Letter) -> str:
    """Unique for a mail, however long its own id is: fetched twice, it is one inquiry."""
    return sha256(letter.message_id.encode()).hexdigest()[:40]


def _already(letter: Letter, intake: str) -> int | None:
    found = Inquiry.objects.filter(source=_source(intake), external_id=_number(letter), withdrawn_at=None)
    return found.values_list("prospect_id", flat=True).first()
