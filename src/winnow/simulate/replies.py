"""Mails of the world outside, as they come over the wire."""

import re
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from winnow.simulate.fates import Fate

SAID = "Thank you for your mail. Yes, we are interested; please call me."
LINK = re.compile(r"https?://\S+/l/([\w-]+)/")
QUESTION = re.compile(r"https?://\S+/asked/(\w+)/")
AWAY = "I am out of the office and back next week."
REPORT = """Content-Type: multipart/report; report-type={kind}; boundary="b"
MIME-Version: 1.0
From: Mail System <mailer-daemon@{domain}>
To: {to}
Date: {date}
Message-ID: <{number}@{domain}>
Subject: {subject}

--b
Content-Type: text/plain

{subject}
--b
Content-Type: message/{part}

{fields}
--b
Content-Type: text/rfc822-headers

Message-ID: {about}

--b--
"""


def raw(fate: Fate, content: bytes, number: str, at: datetime) -> bytes:
    """What comes back for a mail of ours: an answer, a notice of absence, or a server's report; `number` is unique."""
    ours = message_from_bytes(content, policy=SMTP)
    if fate in (Fate.BOUNCED, Fate.COMPLAINED):
        return _report(fate, ours, number, at)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = str(ours["To"]), str(ours["Reply-To"] or ours["From"])
    mail["Subject"] = f"Re: {ours['Subject']}"[:200]
    mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{number}@outside.example>"
    mail["In-Reply-To"] = mail["References"] = str(ours["Message-ID"])
    if fate is Fate.AWAY:
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(AWAY if fate is Fate.AWAY else SAID)
    return mail.as_bytes()


def marked_link(content: bytes) -> str:
    """The token of the first of our own links in a mail; "" where there is none."""
    body = message_from_bytes(content, policy=SMTP).get_content()
    found = LINK.search(str(body))
    return found[1] if found else ""


def question(content: bytes) -> str:
    """The token of the page that asks whether they bought; "" where nothing asks."""
    body = message_from_bytes(content, policy=SMTP).get_content()
    found = QUESTION.search(str(body))
    return found[1] if found else ""


def unsubscribe_link(content: bytes) -> str:
    """Where one clicks to get no more; "" where nothing is offered."""
    return str(message_from_bytes(content, policy=SMTP)["List-Unsubscribe"] or "").strip("<> ")


def _report(fate: Fate, ours: EmailMessage, number: str, at: datetime) -> bytes:
    to = str(ours["To"]).rpartition("<")[2].strip("<> ")
    gone = fate is Fate.BOUNCED
    fields = (
        f"Reporting-MTA: dns; outside.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox"
        if gone
        else f"Feedback-Type: abuse\nUser-Agent: outside/1\nVersion: 1\nOriginal-Rcpt-To: <{to}>"
    )
    text = REPORT.format(
        kind="delivery-status" if gone else "feedback-report", part="delivery-status" if gone else "feedback-report",
        domain="outside.example", to=str(ours["Reply-To"] or ours["From"]), date=format_datetime(at), number=number,
        subject="Undelivered mail" if gone else "Complaint", fields=fields, about=str(ours["Message-ID"]),
    )  # fmt: skip
    return text.replace("\n", "\r\n").encode()
