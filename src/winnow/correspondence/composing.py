"""A mail as it goes over the wire: its headers, its text, and what the law wants under it. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])", re.IGNORECASE)


# Read by machines that take no encoded words for ids and links (RFC 2047, 5): however long, they stand as they are.
PLAIN = ("message-id", "in-reply-to", "references", "list-unsubscribe", "list-unsubscribe-post")


class Wire(EmailPolicy):
    """Headers as mail servers want them; the library alone would encode each id or link that is longer than a line."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() not in PLAIN or not value.isascii():
            return str(super().fold(name, value))
        return f"{name}: " + f"{self.linesep} ".join(value.split()) + self.linesep

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


WIRE = Wire(linesep="\r\n", max_line_length=78)


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
    mail = EmailMessage(policy=WIRE)
    mail["From"] = _address(one.from_name, one.from_address)
    mail["To"] = _address(one.to_name, one.to_address)
    mail["Subject"] = one_line(one.subject)
    mail["Date"] = format_datetime(one.at)
    mail["Message-ID"] = one.message_id
    if one.reply_to:
        mail["Reply-To"] = _address(one.from_name, one.reply_to)
    if _is_id(one.in_reply_to):
        mail["In-Reply-To"] = one.in_reply_to
        mail["References"] = " ".join([*filter(_is_id, one.references.split()[-10:]), one.in_reply_to])
    if one.unsubscribe:  # RFC 8058: both headers, and the address takes a POST without cookies
        mail["List-Unsubscribe"] = f"<{one.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if one.unsubscribe or one.automatic:
        mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_body(one), cte="quoted-printable")
    return mail.as_bytes()


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


def _address(name: str, address: str) -> Address:
    name, address = _checked(name, address)
    return Address(name, addr_spec=address)


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
