"""Mails of the world outside, as they come over the wire."""

import re
from collections.abc import Mapping
from datetime import datetime
from email import message_from_bytes
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
    ours = _headers(content)
    if fate in (Fate.BOUNCED, Fate.COMPLAINED):
        return _report(fate, ours, number, at)
    lines = [
        f"From: {ours['To']}", f"To: {ours.get('Reply-To') or ours['From']}", f"Subject: Re: {ours['Subject']}",
        f"Date: {format_datetime(at)}", f"Message-ID: <{number}@outside.example>",
        f"In-Reply-To: {ours['Message-ID']}", f"References: {ours['Message-ID']}",
    ]  # fmt: skip
    if fate is Fate.AWAY:
        lines.append("Auto-Submitted: auto-replied")
    lines += ["MIME-Version: 1.0", 'Content-Type: text/plain; charset="utf-8"']
    return "\r\n".join([*lines, "", AWAY if fate is Fate.AWAY else SAID, ""]).encode()


def _headers(content: bytes) -> Mapping[str, str]:
    """As they stand on the wire, encoded, each on one line: they go back as they came."""
    unfolded = content.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ")
    return {name: value for name, _, value in (line.partition(": ") for line in unfolded.split("\r\n"))}


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
    return _headers(content).get("List-Unsubscribe", "").strip("<> ")


def _report(fate: Fate, ours: Mapping[str, str], number: str, at: datetime) -> bytes:
    to = ours["To"].rpartition("<")[2].strip("<> ")
    gone = fate is Fate.BOUNCED
    fields = (
        f"Reporting-MTA: dns; outside.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox"
        if gone
        else f"Feedback-Type: abuse\nUser-Agent: outside/1\nVersion: 1\nOriginal-Rcpt-To: <{to}>"
    )
    text = REPORT.format(
        kind="delivery-status" if gone else "feedback-report", part="delivery-status" if gone else "feedback-report",
        domain="outside.example", to=ours.get("Reply-To") or ours["From"], date=format_datetime(at), number=number,
        subject="Undelivered mail" if gone else "Complaint", fields=fields, about=ours["Message-ID"],
    )  # fmt: skip
    return text.replace("\n", "\r\n").encode()
