"""Headers of strangers' mails, read without trust in their form. Pure."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from winnow.correspondence.charsets import storable
from winnow.correspondence.composing import CONTROL, is_address

FIELD_MOST = 4_000  # characters of a header that are read as words
FIELDS_MOST = 50  # of one name
# What turns the direction of the words behind it, or cannot be seen: a file name may look like another.
TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,390}>")
DELIVERED = (
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "Apparently-To",
    "Resent-To",
    "Bcc",
)
AWAY = re.compile(
    r"^\s*(auto(matic|matische)?[ -]?(reply|response|antwort)|out of( the)? office|abwesenheit|réponse automatique"
    r"|respuesta automática|automatisch antwoord|risposta automatica)",
    re.IGNORECASE,
)


def words(mail: Message, name: str, most: int = 998) -> str:
    """A header in plain words, on one line."""
    value = mail.get(name)
    if value is None:
        return ""
    said = str(value)[:FIELD_MOST]
    return (_decoded(said) or _one_line(said))[:most]


def addresses(mail: Message, *names: str) -> list[tuple[str, str]]:
    """Name and lower-cased address of everybody in these headers; what is no address is left out."""
    values = [str(value)[:20_000] for name in names for value in mail.get_all(name, [])[:FIELDS_MOST]]
    found = []
    for name, address in _parted(values)[:200]:
        if is_address(address.strip()):
            found.append((_decoded(name)[:300], address.strip().lower()))
    return found


def message_ids(mail: Message, name: str) -> list[str]:
    """The ids in a header, in their order."""
    return MESSAGE_ID.findall(str(mail.get(name, ""))[:20_000])


def written_at(mail: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(mail.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC) if 1990 < at.year < 2200 else None


def why_automatic(mail: Message) -> str:
    """Which header says that no person wrote this; "" if none does."""
    for name, wanted in _SIGNS.items():
        value = str(mail.get(name, "")).strip().lower()
        if value and wanted(value):
            return f"{name}: {value[:80]}"
    subject = words(mail, "Subject")
    return f"Subject: {subject[:80]}" if AWAY.match(subject) else ""


_SIGNS: dict[str, Callable[[str], bool]] = {
    "Auto-Submitted": lambda value: value.partition(";")[0].strip() != "no",
    "X-Autoreply": lambda value: value != "no",
    "X-Autorespond": bool,
    "X-Auto-Reply": bool,
    "Precedence": lambda value: value in ("auto_reply", "bulk", "list", "junk"),
    "X-Failed-Recipients": bool,
    "List-Id": bool,
}


def checks(mail: Message, checked_by: str) -> dict[str, str]:
    """What our own server found about the sender (spf, dkim, dmarc → result); {} if it said nothing.

    Only its topmost header counts: those below may have come with the mail.
    """
    for value in mail.get_all("Authentication-Results", []) if checked_by else []:
        server, _, results = str(value).partition(";")
        if server.split()[:1] == [checked_by] or server.strip().casefold() == checked_by.casefold():
            return dict(_results(results))
    return {}


def _results(text: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", text.lower())


def _parted(values: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses(values)
    except RecursionError:  # thousands of brackets
        return []


def _decoded(text: str) -> str:
    try:
        return _one_line(str(make_header(decode_header(text[:FIELD_MOST]))))
    except (ValueError, LookupError, UnicodeError, AssertionError):
        return ""


def _one_line(text: str) -> str:
    return " ".join(CONTROL.sub(" ", TURNING.sub("", storable(text))).split())
