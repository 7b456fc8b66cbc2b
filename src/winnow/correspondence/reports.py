"""Reports of mail servers: what could not be delivered (RFC 3464), and what was complained about (RFC 5965). Pure."""

import re
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from typing import Literal

from winnow.correspondence.headers import MESSAGE_ID, addresses, message_ids

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon")


@dataclass(frozen=True, slots=True)
class Report:
    """`about` are ids of the mail it may be about; `status` is 5.x.x, 4.x.x, or "" if it does not say."""

    kind: Literal["bounce", "delay", "complaint"]
    about: tuple[str, ...]
    recipient: str = ""
    status: str = ""
    said: str = ""

    @property
    def is_hard(self) -> bool:
        """The address will not take mail tomorrow either: not a full mailbox, nor a mail too large or not liked."""
        if not self.status.startswith("5."):
            return False
        return self.status.split(".")[1] in ("0", "1") or self.status in ("5.2.1", "5.4.4", "5.5.0")


def report_of(mail: Message, text: str) -> Report | None:
    """The report that a mail is; None if it is none."""
    kind = (
        str(mail.get_param("report-type", "") or "").lower()
        if mail.get_content_type() == "multipart/report"
        else ""
    )
    if kind == "feedback-report":
        return _complaint(mail)
    if kind == "delivery-status":
        return _bounce(mail)
    return _from_a_daemon(mail, text)


def _bounce(mail: Message) -> Report | None:
    about = _about(mail)
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in inner(part):
            action = str(block.get("Action", "")).strip().lower()
            if action in ("failed", "delayed"):
                return _of_block(block, action, about)
    return None


def _of_block(block: Message, action: str, about: tuple[str, ...]) -> Report:
    recipient = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "").rpartition(";")[2]
    status = STATUS.search(str(block.get("Status", "")))
    said = " ".join(str(block.get("Diagnostic-Code", "")).split())[:500]
    kind: Literal["bounce", "delay"] = "bounce" if action == "failed" else "delay"
    return Report(kind, about, recipient.strip(" <>").lower()[:320], status[0] if status else "", said)


def _complaint(mail: Message) -> Report:
    recipient = ""
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            inner = part.get_payload()
            fields = (
                inner[0] if isinstance(inner, list) and inner else message_from_string(str(inner)[:20_000])
            )
            if isinstance(fields, Message):
                recipient = str(fields.get("Original-Rcpt-To", "")).strip(" <>").lower()[:320]
    return Report("complaint", _about(mail), recipient)


def _about(mail: Message) -> tuple[str, ...]:
    """The id of the mail that came back with the report."""
    for part in list(mail.walk())[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            returned = message_from_string(
                head.decode("latin-1")[:100_000] if isinstance(head, bytes) else ""
            )
            return tuple(message_ids(returned, "Message-ID"))
        if part.get_content_type() == "message/rfc822" and inner(part):
            return tuple(message_ids(inner(part)[0], "Message-ID"))
    return ()


def inner(part: Message) -> list[Message]:
    """The messages inside a part; none where it holds something else."""
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _from_a_daemon(mail: Message, text: str) -> Report | None:
    """Older servers write prose; what is quoted in it may name our mail."""
    senders = [address.partition("@")[0] for _, address in addresses(mail, "From")]
    failed = mail.get("X-Failed-Recipients")
    if not failed and not any(one in DAEMONS for one in senders):
        return None
    status = STATUS.search(text[:20_000])
    about = (
        *message_ids(mail, "In-Reply-To"),
        *message_ids(mail, "References"),
        *MESSAGE_ID.findall(text[:100_000]),
    )
    first = text.strip().splitlines()[:1]
    return Report(
        "bounce",
        about,
        str(failed or "").strip().lower()[:320],
        status[0] if status else "",
        "".join(first)[:500],
    )
