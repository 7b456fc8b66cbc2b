"""A firm that writes mail: its procedure with addresses, and mails as strangers send them."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from tests.world import NOW, Cast, inquire, people
from winnow.correspondence.models import Mail
from winnow.correspondence.words import Status
from winnow.flow.mailing import Draft, queue
from winnow.procedure.actions import default_text, publish
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect

MAILBOX = "sales@winnow.example"
INTAKE = "info@winnow.example"
LATER = NOW + timedelta(hours=2)
POSTAL = "Example Ltd, 1 High Street, London"


def firm(**mail: Any) -> Cast:
    """The cast of the tests under a procedure that says what mail needs."""
    cast = people()
    publish(that_writes(default_text(), **mail), reason="Mail", by=cast.ada, now=NOW - timedelta(days=1))
    assert in_force(NOW)[1].mail.mailbox == mail.get("mailbox", MAILBOX)
    return cast


def that_writes(text: str, **mail: Any) -> str:
    """The procedure with what mail needs."""
    rules = {
        "postal_address": POSTAL, "lawful_basis": "They asked us for information", "mailbox": MAILBOX,
        "checked_by": "mx.winnow.example", **mail,
    }  # fmt: skip
    start, end = text.index("[mail]"), text.index("#: [[mail.intake]]")
    lines = "\n".join(f"{name} = {written(value)}" for name, value in rules.items())
    intake = f'[[mail.intake]]\naddress = "{INTAKE}"\ncampaign = ""\n\n'
    return f"{text[:start]}[mail]\n{lines}\n\n{intake}{text[end:]}"


def written(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def incoming(
    sender: str,
    to: str = MAILBOX,
    subject: str = "Hello",
    text: str = "Hello there",
    at: datetime = NOW,
    **headers: str,
) -> bytes:
    """A mail as a stranger's program writes it; `message_id` and other headers by name."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = headers.pop("message_id", f"<{abs(hash((sender, subject, text)))}@there.test>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def prospect(**fields: str) -> Prospect:
    return Prospect.objects.get(id=inquire(**fields).prospect)


def sent_to(row: Prospect, key: str = "track:1") -> Mail:
    """A mail of ours that has gone out to them."""
    queue([Draft(key, row.pk, row.owner_id, "News", "Something new.", NOW)], now=NOW)
    mail = Mail.objects.get(key=key)
    Mail.objects.filter(id=mail.pk).update(status=Status.SENT, due_at=None, sent_at=NOW)
    return mail


def report(about: Mail, status: str = "5.1.1", action: str = "failed", recipient: str = "") -> bytes:
    """A delivery status notification (RFC 3464) about a mail of ours."""
    return (
        "From: MAILER-DAEMON@mx.there.test\r\nTo: " + MAILBOX + "\r\nSubject: Undelivered\r\nMessage-ID: <dsn"
        + status + "@mx.there.test>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.there.test\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient or about.to_address}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 No such user here\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about.message_id}\r\n\r\n--b--\r\n"
    ).encode()  # fmt: skip


def complaint(about: Mail) -> bytes:
    """A feedback report (RFC 5965)."""
    return (
        "From: feedback@isp.test\r\nTo: " + MAILBOX + "\r\nSubject: FW: News\r\nMessage-ID: <arf@isp.test>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nAbuse.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {about.message_id}\r\n\r\nHi\r\n--b--\r\n"
    ).encode()  # fmt: skip
