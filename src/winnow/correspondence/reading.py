"""A mail from outside as a value: whatever it holds, it becomes text, a few facts, and downloads. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from hashlib import sha256

from winnow.correspondence.bounds import fault_of, only_head
from winnow.correspondence.charsets import read_as
from winnow.correspondence.composing import CONTROL
from winnow.correspondence.headers import (
    DELIVERED,
    TURNING,
    addresses,
    checks,
    message_ids,
    why_automatic,
    words,
    written_at,
)
from winnow.correspondence.html_text import text_of
from winnow.correspondence.reports import Report, inner, report_of

TEXT_MOST = 200_000  # characters kept
PARTS_MOST = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes, and whose Authentication-Results are believed."""

    mail: int
    attachment: int
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What came. `faults` are reasons to hold it; `notes` say what was left out."""

    message_id: str
    from_name: str = ""
    from_address: str = ""
    to: tuple[tuple[str, str], ...] = ()  # To and Cc
    reached: frozenset[str] = frozenset()  # every address that it was sent or delivered to
    subject: str = ""
    text: str = ""
    written_at: datetime | None = None
    about: tuple[str, ...] = ()  # ids that it answers, the nearest first
    automatic: str = ""
    report: Report | None = None
    checks: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read(raw: bytes, limits: Limits, size: int | None = None) -> Letter:
    """The mail as a value; never raises. `size` is said where only the head of a larger mail was fetched."""
    size = len(raw) if size is None else size
    fault = fault_of(raw, size, limits.mail)
    faults = [fault] if fault else []
    try:
        mail = message_from_bytes(only_head(raw) if faults else raw)
        return _letter(mail, raw, limits, faults)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        faults.append(f"It cannot be read ({type(error).__name__}).")
        return Letter(_made_up(raw), faults=tuple(faults))


def _letter(mail: Message, raw: bytes, limits: Limits, faults: list[str]) -> Letter:
    headers_only = bool(faults)
    senders, to = addresses(mail, "From"), addresses(mail, "To", "Cc")
    if len(mail.get_all("From", [])) != 1 or len(senders) != 1:
        faults.append("It does not say clearly whom it is from.")
    notes: list[str] = []
    text, parts = ("", ()) if headers_only else _content(mail, limits, notes)
    ids = message_ids(mail, "Message-ID")
    name, address = senders[0] if senders else ("", "")
    return Letter(
        message_id=ids[0] if ids else _made_up(raw), from_name=name, from_address=address, to=tuple(to),
        reached=frozenset(one for _, one in [*to, *addresses(mail, *DELIVERED)]), subject=words(mail, "Subject"),
        text=text, written_at=written_at(mail), about=_about(mail), automatic=why_automatic(mail),
        report=None if headers_only else report_of(mail, text), checks=checks(mail, limits.checked_by),
        parts=parts, notes=tuple(notes), faults=tuple(faults),
    )  # fmt: skip


def _made_up(raw: bytes) -> str:
    """For a mail without an id of its own: the same mail fetched twice has the same."""
    return f"<{sha256(raw).hexdigest()[:40]}@without.id>"


def _about(mail: Message) -> tuple[str, ...]:
    nearest = [*message_ids(mail, "In-Reply-To"), *reversed(message_ids(mail, "References"))]
    return tuple(dict.fromkeys(nearest))[:50]


def _content(mail: Message, limits: Limits, notes: list[str]) -> tuple[str, tuple[Part, ...]]:
    plain, html, parts = "", "", []
    for leaf in _leaves(mail):
        kind = leaf.get_content_type()
        is_text = kind in ("text/plain", "text/html") and not _file_name(leaf)
        if is_text and leaf.get_content_disposition() != "attachment":
            said = _decoded(leaf)
            plain, html = (plain or said, html) if kind == "text/plain" else (plain, html or said)
        elif not kind.startswith("message/") or kind == "message/rfc822":
            parts.append(leaf)
    text = plain.strip() or text_of(html)
    if len(text) > TEXT_MOST:
        notes.append(f"The text was cut after {TEXT_MOST:,} characters.")
    return text[:TEXT_MOST], tuple(_kept(parts, limits, notes))


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold something; mails inside the mail stay whole."""
    if mail.get_content_type() == "message/rfc822" or not mail.is_multipart():
        yield mail
        return
    for part in inner(mail):
        yield from _leaves(part)


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return read_as(content, part.get_content_charset() or "utf-8").replace("\r\n", "\n")


def _kept(parts: list[Message], limits: Limits, notes: list[str]) -> Iterator[Part]:
    for place, part in enumerate(parts):
        name = _file_name(part) or f"part-{place + 1}{_ending(part)}"
        content = _bytes_of(part)
        if place >= PARTS_MOST:
            notes.append(f"{len(parts) - PARTS_MOST} further attachments were left out.")
            return
        if len(content) > limits.attachment:
            notes.append(f"The attachment “{name}” was left out: {len(content) / 1e6:.0f} MB.")
        elif content:
            yield Part(name, part.get_content_type()[:120], content)


def _bytes_of(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return inner(part)[0].as_bytes() if inner(part) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    """Only the last part of a path, without what cannot stand in a name."""
    name = str(part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
    name = name.encode("utf-8", "replace").decode("utf-8")
    return CONTROL.sub("", TURNING.sub("", re.sub(r'[<>:"|?*;]', "_", name))).strip(" .")[:150].strip(" .")


def _ending(part: Message) -> str:
    return ".eml" if part.get_content_type() == "message/rfc822" else ".bin"
