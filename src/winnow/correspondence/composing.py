"""A mail as it goes over the wire: its headers, its text, and what the law wants under it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.policy import SMTP
from email.quoprimime import body_encode
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

LONGEST_LINE = 78
WIRE = SMTP.clone(max_line_length=LONGEST_LINE)
TEXT = (
    'Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable", "MIME-Version: 1.0",
)  # fmt: skip
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
PLAIN_NAME = re.compile(r"[A-Za-z0-9' -]{1,40}")
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything that is said in one mail; `unsubscribe` and `footing` only under marketing mail."""

    message_id: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    at: datetime
    reply_to: str = ""
    in_reply_to: str = ""
    references: str = ""
    unsubscribe: str = ""
    footing: str = ""
    automatic: bool = False


def compose(one: Outgoing) -> bytes:
    """The mail, ready for SMTP. Raises ValueError for an address or header that could carry a second one."""
    lines = [
        _whom("From", *_checked(one.from_name, one.from_address)),
        _whom("To", *_checked(one.to_name, one.to_address)),
        _words("Subject", one_line(one.subject)),
        f"Date: {format_datetime(one.at)}",
        _plain("Message-ID", [one.message_id]),
    ]
    if one.reply_to:
        lines.append(_whom("Reply-To", *_checked(one.from_name, one.reply_to)))
    if _is_id(one.in_reply_to):
        before = filter(_is_id, one.references.split()[-10:])
        lines += [_plain("In-Reply-To", [one.in_reply_to]), _plain("References", [*before, one.in_reply_to])]
    if one.unsubscribe:  # RFC 8058: both headers, and the address takes a POST without cookies
        lines.append(_plain("List-Unsubscribe", [f"<{one.unsubscribe}>"]))
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    if one.unsubscribe or one.automatic:
        lines.append("Auto-Submitted: auto-generated")
    # RFC 3676 and 2045: a line of text of any length and script, in lines that every server takes
    text = body_encode(_body(one).encode().decode("latin-1"), LONGEST_LINE)
    return "\r\n".join([*lines, *TEXT, "", text.replace("\n", "\r\n")]).encode("ascii")


@lru_cache(maxsize=4_096)
def _whom(header: str, name: str, address: str) -> str:
    """A header that names somebody, as the standard library folds and encodes it.

    A name with signs that mean something in an address is an encoded word: where the library folds a long quoted one
    (seen in 3.11), it leaves the quotes out, and part of the name is read as another address.
    """
    if not name or PLAIN_NAME.fullmatch(name):
        return _folded(header, Address(name, addr_spec=address))
    words = Header(name, "utf-8", header_name=header, maxlinelen=LONGEST_LINE).encode(linesep="\r\n")
    return f"{header}: {words}\r\n <{address}>"


@lru_cache(maxsize=4_096)
def _words(header: str, words: str) -> str:
    return _folded(header, words)


def _folded(header: str, value: Any) -> str:
    return WIRE.fold_binary(*WIRE.header_store_parse(header, value)).decode("ascii").rstrip("\r\n")


def _plain(header: str, words: Sequence[str]) -> str:
    """For machines that take no encoded words for ids and links (RFC 2047, 5): however long, they stand as they are."""
    return (
        f"{header}: " + "\r\n ".join(words)
        if all(one.isascii() for one in words)
        else _words(header, words[0])
    )


def check(one: Outgoing) -> None:
    """Raises ValueError where `compose` would, without the work of composing."""
    one_line(one.subject)
    _checked(one.from_name, one.from_address)
    _checked(one.to_name, one.to_address)
    if one.reply_to:
        _checked(one.from_name, one.reply_to)


def _is_id(text: str) -> bool:
    """Strangers' ids are repeated only where they are of plain signs."""
    return bool(text) and text.isascii() and text.isprintable()


def one_line(text: str) -> str:
    """The text, if it fits into a header. Raises ValueError for line breaks and other control characters."""
    if CONTROL.search(text):
        raise ValueError("A subject or name must be a single line without control characters.")
    return text.strip()


def is_address(text: str) -> bool:
    """Whether a mail can be sent there: one address, nothing around it."""
    return bool(ADDRESS.fullmatch(text)) and len(text) <= 254 and ".." not in text


def wire(address: str) -> str:
    """The address with its domain as mail servers write it; "" if it cannot be written so."""
    local, _, domain = address.strip().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}" if local.isascii() else ""
    except UnicodeError:
        return ""


def _checked(name: str, address: str) -> tuple[str, str]:
    address = wire(address)
    if not is_address(address):
        raise ValueError(f"“{address[:80]}” is no address that mail can be sent to.")
    return one_line(name), address


def _body(one: Outgoing) -> str:
    text = one.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not one.unsubscribe:
        return f"{text}\n"
    below = "\n".join(
        part for part in (one.footing.strip(), f"No more of these mails: {one.unsubscribe}") if part
    )
    return f"{text}\n\n-- \n{below}\n"
