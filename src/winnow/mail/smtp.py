"""Outgoing mail: what is due is claimed, handed to the server one by one, and noted at once."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from winnow.correspondence.actions import password_of
from winnow.correspondence.models import Mail, Server
from winnow.flow.mailing import sending, servers
from winnow.flow.mailing.claiming import LEASE, Envelope, claim
from winnow.flow.mailing.returned import bounced

log = logging.getLogger("winnow.mail")

TIMEOUT = 30  # seconds that the server has for each answer
MARGIN = timedelta(seconds=3 * TIMEOUT)  # of a lease: a mail begun may still be finished within it
GONE = (550, 551, 553, 556)  # of a recipient: the address does not exist
Clock = Callable[[], datetime]


def send_due(clock: Clock, worker: str, stopped: Callable[[], bool], most: int = 10_000) -> int:
    """Send what is due until nothing is; returns how many mails the server took."""
    server = servers.awake("smtp", clock())
    if server is None:
        return 0
    line: smtplib.SMTP | None = None
    count = 0
    try:
        while not stopped() and count < most and (due := claim(now=clock(), worker=worker)):
            line = line or _reached(server, due, clock)
            if line is None:
                return count
            done = _send(line, due, clock, stopped)
            count += done
            if done < 0:
                break
    finally:
        hang_up(line)
    if count > 0:
        servers.worked(server, now=clock())
    return max(count, 0)


def _reached(server: Server, due: list[Envelope], clock: Clock) -> smtplib.SMTP | None:
    """A line to the server; if there is none, what was claimed goes back, and the server rests."""
    try:
        return connect(server)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        until = servers.failed(server, told(error), now=clock())
        sending.let_go([one.mail for one in due], until)
        log.warning("no mail goes out: %s", told(error))
        return None


def connect(server: Server) -> smtplib.SMTP:
    """A line on which we are signed in. Raises OSError, SMTPException or ValueError."""
    password = password_of(server)
    line: smtplib.SMTP
    if server.security == "tls":
        line = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            line.starttls(context=ssl.create_default_context())
        if server.username:
            line.login(server.username, password)
    except BaseException:
        line.close()
        raise
    return line


def hang_up(line: smtplib.SMTP | None) -> None:
    try:
        if line is not None:
            line.quit()
    except (OSError, smtplib.SMTPException):
        line.close() if line else None


def _send(line: smtplib.SMTP, due: list[Envelope], clock: Clock, stopped: Callable[[], bool]) -> int:
    """How many were taken; what is not begun in time goes back, and so does the rest if the line breaks."""
    ends, count = clock() + LEASE - MARGIN, 0
    for place, one in enumerate(due):
        if stopped() or clock() >= ends:
            sending.let_go([other.mail for other in due[place:]], clock())
            return count
        try:
            count += _send_one(line, one, clock)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            # It may have gone out: its twin has the same id.
            sending.put_off(one.mail, told(error), now=clock(), perhaps=True)
            sending.let_go([other.mail for other in due[place + 1 :]], clock())
            return count or -1
    return count


def _send_one(line: smtplib.SMTP, one: Envelope, clock: Clock) -> int:
    if not sending.last_look(one.mail):
        return 0
    try:
        line.sendmail(one.sender, [one.recipient], one.content)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        _not_taken(one, code, said, clock(), recipient=True)
        return 0
    except smtplib.SMTPResponseException as error:
        _not_taken(one, error.smtp_code, error.smtp_error, clock())
        return 0
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError, UnicodeError) as error:
        sending.refused(one.mail, told(error), now=clock())
        return 0
    sending.sent(one.mail, now=clock())
    return 1


def _not_taken(one: Envelope, code: int, said: bytes | str, now: datetime, recipient: bool = False) -> None:
    text = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    if code < 500:
        sending.put_off(one.mail, text, now=now)
    elif recipient and code in GONE and " 5.7." not in text:
        bounced_now(one.mail, text, now)
    else:
        sending.refused(one.mail, text, now=now)


def bounced_now(mail: int, text: str, now: datetime) -> None:
    with transaction.atomic():
        bounced(Mail.objects.select_for_update().get(id=mail), text, now=now)


def told(error: Exception) -> str:
    """What went wrong, in the server's words where it had any."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"[:500]
    return f"{type(error).__name__}: {error}"[:500]
