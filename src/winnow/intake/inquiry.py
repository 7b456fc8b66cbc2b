"""The values that travel down the intake: what a door hands over, and what cleaning makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, Literal

from winnow.prospects.words import Channel

MailKind = Literal["business", "free", "disposable", ""]
Door = Literal["form", "web_to_lead", "api", "import", "entry", "simulator", "replay", "mail"]


class Travelling:
    """Goes from process to process as the tuple of its fields: what dataclasses do themselves takes ten times that."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        kind: Any = type(self)
        return kind, _fields_of(kind)(self)


@cache
def _fields_of(kind: Any) -> "attrgetter[tuple[Any, ...]]":
    return attrgetter(*(one.name for one in fields(kind)))


@dataclass(frozen=True, slots=True)
class Raw(Travelling):
    """One raising of a hand as a door received it: words untouched, except for their field names.

    `fields` uses the target names of `presets.FIELDS` (email, phone, name, company, message, utm_source, …);
    `payload` is what came, verbatim, and is kept for ever. `received_at` is aware or None (then: now).
    """

    fields: Mapping[str, str]
    payload: Mapping[str, Any]
    channel: Channel
    door: Door = "api"
    campaign: str = ""
    source: str = ""
    external_id: str = ""
    received_at: datetime | None = None
    address: str = ""  # network address of the sender, for limits and screening only
    fill_seconds: float | None = None  # time between showing a form and its submission
    honeypot: bool = False  # a field no person can see was filled
    unsealed: bool = False  # a form was posted without having been shown by us


@dataclass(frozen=True, slots=True)
class Cleaned(Travelling):
    """The same inquiry with every value in its standard form; empty where absent or not understood."""

    email: str = ""  # lower-cased domain, normalised
    mail_kind: MailKind = ""
    phone: str = ""  # E.164
    name: str = ""
    company: str = ""
    domain: str = ""  # registrable domain of a business address or website
    title: str = ""
    industry: str = ""  # in their words
    country: str = ""  # ISO 3166 alpha-2
    city: str = ""
    language: str = ""  # ISO 639-1
    timezone: str = ""  # IANA, guessed from phone or country; "" if it cannot be known
    message: str = ""
    desired_outcome: str = ""
    value_hint: str = ""
    consent_basis: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)  # raw, as sent: utm_*, gclid, fbclid, first_*, …
    keys: tuple[str, ...] = ()  # identity keys, strongest first: x:source|id, e:mail, p:phone, n:name|domain
    notes: tuple[str, ...] = ()  # what was altered or could not be used, in plain words
    source: str = ""  # as it is stored
    external_id: str = ""  # trimmed; unique per source


@dataclass(frozen=True, slots=True)
class Rejected:
    """Cannot be understood as an inquiry. `reasons` say what to do; the payload is kept and can be replayed."""

    reasons: tuple[str, ...]


def company_key(said: Cleaned) -> str:
    """A business domain says which firm it is; a bare name does so only within a country."""
    if said.domain or not said.company:
        return said.domain
    return f"n:{' '.join(said.company.casefold().split())[:240]}|{said.country}"
