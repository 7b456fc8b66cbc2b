"""Incoming mail: the mailbox is read from where we stood, each mail taken in once; nothing in it is changed."""

import logging
import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from winnow.correspondence.actions import password_of
from winnow.correspondence.models import Server
from winnow.flow.mailing import servers
from winnow.procedure.queries import in_force

log = logging.getLogger("winnow.mail")

TIMEOUT = 30  # seconds for each answer
HOLD = timedelta(minutes=10)
REST = timedelta(seconds=20)  # between two looks
HEAD_MOST = 256 * 1024
Clock = Callable[[], datetime]


def fetch_due(clock: Clock, stopped: Callable[[], bool], *, rest: timedelta = REST) -> int:
    """Take in what has arrived since the last look; returns how many mails there were."""
    now = clock()
    server = servers.hold("imap", now=now, until=now + HOLD)
    if server is None:
        return 0
    try:
        with signed_in(server) as box:
            count = _read(box, server, clock, stopped)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:  # whatever a strange server makes of the protocol
        servers.failed(server, f"{type(error).__name__}: {error}", now=clock())
        log.warning("no mail comes in: %s: %s", type(error).__name__, error)
        return 0
    servers.worked(server, now=clock(), rest_until=clock() + rest)
    return count


def signed_in(server: Server) -> Any:
    """The mailbox, opened for reading only; used in a `with`. Raises OSError, ImapToolsError or ValueError."""
    box: BaseMailBox
    context = ssl.create_default_context()
    if server.security == "tls":
        box = MailBox(server.host, server.port, timeout=TIMEOUT, ssl_context=context)
    elif server.security == "starttls":
        box = MailBoxStartTls(server.host, server.port, timeout=TIMEOUT, ssl_context=context)
    else:
        box = MailBoxUnencrypted(server.host, server.port, timeout=TIMEOUT)
    try:
        box.login(server.username, password_of(server), initial_folder=None)
        box.folder.set(server.folder, readonly=True)
    except BaseException:
        box.client.shutdown()
        raise
    return box


def _read(box: BaseMailBox, server: Server, clock: Clock, stopped: Callable[[], bool]) -> int:
    largest = in_force(clock())[1].mail.largest_mail_mb * 1_000_000
    count = 0
    for uid in _new(box, server):
        if stopped():
            break
        size = _size(box, uid)
        raw = _fetched(box, uid, "BODY.PEEK[]" if size <= largest else f"BODY.PEEK[HEADER]<0.{HEAD_MOST}>")
        if raw is not None:
            _take(server, uid, raw, size, clock())
            count += 1
    return count


def _take(server: Server, uid: int, raw: bytes, size: int, now: datetime) -> None:
    """One mail that cannot be taken in does not keep the others waiting."""
    try:
        servers.take_from(server, uid, raw, size, now=now)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.exception("mail %s of the mailbox could not be taken in", uid)
        servers.set_aside(server, uid, raw, f"{type(error).__name__}: {error}", now=now)


def _new(box: BaseMailBox, server: Server) -> Iterator[int]:
    """The numbers of mails not yet taken in. A mailbox met first is read from now on; one that was numbered anew,
    by the day of the last look: what is known already is told by its Message-ID."""
    status = box.folder.status(server.folder, ["UIDVALIDITY", "UIDNEXT"])
    validity = int(status["UIDVALIDITY"])
    if server.validity is None:
        servers.start_at(server, validity, int(status["UIDNEXT"]) - 1)
        return
    criteria = f"UID {server.last_uid + 1}:*"
    if server.validity != validity:
        since = (server.worked_at or server.changed_at) - timedelta(days=1)
        servers.start_at(server, validity, 0)
        criteria = f"SINCE {since:%d-%b-%Y}"
    last = server.last_uid
    yield from sorted(uid for uid in map(int, box.uids(criteria)) if uid > last)


def _size(box: BaseMailBox, uid: int) -> int:
    _, answer = box.client.uid("FETCH", str(uid), "(RFC822.SIZE)")
    text = b" ".join(one if isinstance(one, bytes) else one[0] for one in answer if one)
    _, _, behind = text.upper().partition(b"RFC822.SIZE ")
    digits = behind.split(b")")[0].split()[:1]
    return int(digits[0]) if digits and digits[0].isdigit() else 0


def _fetched(box: BaseMailBox, uid: int, what: str) -> bytes | None:
    """The bytes; None if the mail has gone meanwhile."""
    _, answer = box.client.uid("FETCH", str(uid), f"({what})")
    return next((bytes(one[1]) for one in answer if isinstance(one, tuple)), None)
