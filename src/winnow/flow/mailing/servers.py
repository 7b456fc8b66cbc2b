"""The servers through which mail goes out and comes in: set up, held by one worker at a time, and how they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q

from winnow.correspondence import actions
from winnow.correspondence.models import Mail, Server
from winnow.correspondence.reading import Limits, read
from winnow.correspondence.words import Kind, Status
from winnow.flow.mailing.incoming import Taken, take_in
from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.prospects.models import Event
from winnow.prospects.words import Direction

PORTS = {("smtp", "tls"): 465, ("smtp", "starttls"): 587, ("smtp", "none"): 25,
         ("imap", "tls"): 993, ("imap", "starttls"): 143, ("imap", "none"): 143}  # fmt: skip
FIRST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=10)
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SetUp:
    """Where mail goes out (`smtp`) or comes in (`imap`); a password of None keeps the one that is there."""

    kind: str
    host: str
    port: int | None
    security: str
    username: str
    password: str | None
    folder: str = "INBOX"


def set_up(one: SetUp, *, now: datetime, by: User | None) -> Server:
    """Write it down. Raises Refused where a password would travel in the clear, or go to another server."""
    with transaction.atomic():
        known = Server.objects.filter(kind=one.kind).first()
        server = known or Server(kind=one.kind)
        keeps = one.password is None and bool(server.password)
        if keeps and one.host.strip() != server.host:
            raise Refused("For another server the password must be entered again.")
        if one.security == "none" and (one.password or keeps) and one.host not in LOCAL:
            raise Refused(
                "Without encryption the password would travel in the clear. Choose TLS or STARTTLS."
            )
        if known is None or (one.host.strip(), one.folder) != (server.host, server.folder):
            server.validity, server.last_uid = None, 0
        server.host, server.security, server.username = one.host.strip(), one.security, one.username.strip()
        server.port = one.port or PORTS[one.kind, one.security]
        server.folder, server.changed_at, server.changed_by = one.folder.strip() or "INBOX", now, by
        actions.save_server(server, one.password)
        _note("mail_server_set", one.kind, {"host": server.host, "port": server.port}, now, by)
        return server


def forget(kind: str, *, now: datetime, by: User | None) -> bool:
    """No more mail that way; what waits, waits."""
    with transaction.atomic():
        gone = Server.objects.filter(kind=kind).delete()[0]
        if gone:
            _note("mail_server_forgotten", kind, {}, now, by)
        return bool(gone)


def _note(kind: str, which: str, data: Mapping[str, Any], now: datetime, by: User | None) -> None:
    Event.objects.create(
        at=now, kind=kind, actor=by, by="user" if by else "door", data={"server": which, **data}
    )


def hold(kind: str, *, now: datetime, until: datetime) -> Server | None:
    """The server, for this worker alone until then; None if there is none, or it rests, or another has it."""
    if awake(kind, now) is None:  # most looks end here, and take no lock
        return None
    free = Server.objects.filter(Q(rest_until=None) | Q(rest_until__lte=now), kind=kind)
    return Server.objects.get(kind=kind) if free.update(rest_until=until, asked_at=now) else None


def awake(kind: str, now: datetime) -> Server | None:
    """The server, unless it rests after a failure."""
    return Server.objects.filter(Q(rest_until=None) | Q(rest_until__lte=now), kind=kind).first()


def worked(server: Server, *, now: datetime, rest_until: datetime | None = None) -> None:
    Server.objects.filter(pk=server.pk).update(
        worked_at=now, asked_at=now, error="", failures=0, rest_until=rest_until
    )


def failed(server: Server, error: str, *, now: datetime) -> datetime:
    """It does not answer, or refuses us: it rests, longer each time. Returns until when."""
    failures = min(server.failures + 1, 20)
    until: datetime = now + min(FIRST_REST * 2 ** min(failures - 1, 10), LONGEST_REST)
    Server.objects.filter(pk=server.pk).update(
        error=error[:1000], failures=failures, rest_until=until, asked_at=now
    )
    return until


def start_at(server: Server, validity: int, last_uid: int) -> None:
    """The mailbox is read from the mail after `last_uid` on."""
    Server.objects.filter(pk=server.pk).update(validity=validity, last_uid=last_uid)
    server.validity, server.last_uid = validity, last_uid


def take_from(server: Server, uid: int, raw: bytes, size: int, *, now: datetime) -> Taken:
    """Take a mail of the mailbox in, and note in the same transaction that it has been: a crash takes none twice."""
    with transaction.atomic():
        taken = take_in(raw, now=now, size=size)
        _advance(server, uid)
        return taken


def set_aside(server: Server, uid: int, raw: bytes, error: str, *, now: datetime) -> Taken:
    """A mail on which taking in failed is kept for somebody to look at, and stops none of those behind it."""
    with transaction.atomic():
        taken = _of_head(raw, error, now=now)
        _advance(server, uid)
        return taken


def _of_head(raw: bytes, error: str, *, now: datetime) -> Taken:
    """Only the head is read, and it is held."""
    letter = read(raw, Limits(0, 0), max(len(raw), 1))
    before = Mail.objects.filter(message_id=letter.message_id).first()
    if before:
        return Taken(before.pk, Kind(before.kind), Status(before.status), before.prospect_id, again=True)
    mail = Mail.objects.create(
        key=f"in:{sha256(letter.message_id.encode()).hexdigest()}", direction=Direction.IN, kind=Kind.UNKNOWN,
        status=Status.HELD, from_name=letter.from_name, from_address=letter.from_address, subject=letter.subject,
        message_id=letter.message_id, at=now, why=[f"It could not be taken in: {error[:300]}"],
    )  # fmt: skip
    return Taken(mail.pk, Kind.UNKNOWN, Status.HELD)


def _advance(server: Server, uid: int) -> None:
    Server.objects.filter(pk=server.pk, last_uid__lt=uid).update(last_uid=uid)
    server.last_uid = max(server.last_uid, uid)
