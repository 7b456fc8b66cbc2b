"""What a web form posted, as a raw inquiry: known fields by their names, everything else kept as it came."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from winnow.intake.inquiry import Door, Raw
from winnow.prospects.words import Channel

ASKED = ("name", "first_name", "last_name", "email", "phone", "company", "title", "industry", "country", "city",
         "website", "language", "message", "desired_outcome", "value_hint")  # fmt: skip
TRACES = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "gclid", "gbraid", "wbraid",
          "dclid", "fbclid", "msclkid", "ttclid", "li_fat_id", "referrer", "landing_page")  # fmt: skip
FIRST = "first_"  # what the first visit brought, apart from the last
KEPT_FIELDS, KEPT_LENGTH = 200, 40_000

# Field of Salesforce's Web-to-Lead → ours; custom fields (00N…) and the rest stay in the payload.
WEB_TO_LEAD = {
    "first_name": "first_name", "last_name": "last_name", "email": "email", "company": "company", "title": "title",
    "industry": "industry",
    "city": "city", "country": "country", "country_code": "country", "URL": "website", "description": "message",
    "phone": "phone", "mobile": "phone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """One post to a form and what is known of its sending."""

    values: Mapping[str, Sequence[str]]
    first_touch: Mapping[str, str]  # remembered since the first visit
    user_agent: str = ""
    referrer: str = ""
    address: str = ""
    fill_seconds: float | None = None
    honeypot: bool = False


@dataclass(frozen=True, slots=True)
class Speaks:
    """For what a form speaks."""

    slug: str
    channel: Channel
    campaign: str = ""
    consent_text: str = ""


def of_form(sent: Sent, form: Speaks) -> Raw:
    """A post to the hosted form or to its plain copy on another site."""
    said = _flat(sent.values)
    fields = {key: said[key] for key in (*ASKED, *TRACES) if said.get(key)}
    fields |= {
        key: text for key, text in said.items() if key.startswith(FIRST) and key[len(FIRST) :] in TRACES
    }
    fields |= {f"{FIRST}{key}": text for key, text in sent.first_touch.items() if key in TRACES}
    if said.get("consent") and form.consent_text:
        fields["consent_basis"] = f"Agreed on the form: {form.consent_text}"
    return _raw(sent, form, fields, "form", f"form:{form.slug}")


def of_web_to_lead(sent: Sent, form: Speaks) -> Raw:
    """A post as Salesforce's Web-to-Lead takes it."""
    said = _flat(sent.values)
    fields: dict[str, str] = {}
    for theirs, ours in WEB_TO_LEAD.items():
        if said.get(theirs):
            fields.setdefault(ours, said[theirs])
    fields |= {key: said[key] for key in TRACES if said.get(key)}
    if sent.referrer:
        fields.setdefault("referrer", sent.referrer)
    return _raw(sent, form, fields, "web_to_lead", said.get("lead_source") or "web_to_lead")


def may_lead_back(url: str, hosts: Sequence[str]) -> bool:
    """Whether a browser may be sent there: an http(s) address of one of the hosts, which all browsers read alike."""
    if not _PLAIN_URL.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and not parts.username and host in {one.lower() for one in hosts}


_PLAIN_URL = re.compile(r"https?://[^\s\\\x00-\x1f\x7f@/?#]+(?:[/?#][^\s\\\x00-\x1f\x7f]*)?", re.IGNORECASE)


def _raw(sent: Sent, form: Speaks, fields: Mapping[str, str], door: Door, source: str) -> Raw:
    return Raw(
        fields=fields,
        payload=_payload(sent),
        channel=form.channel,
        door=door,
        campaign=form.campaign,
        source=source,
        address=sent.address,
        fill_seconds=sent.fill_seconds,
        honeypot=sent.honeypot,
        unsealed=door == "form" and sent.fill_seconds is None,
    )


def _payload(sent: Sent) -> dict[str, Any]:
    """As it came; a field sent more than once is a list."""
    kept = list(sent.values.items())[:KEPT_FIELDS]
    posted = {_storable(key): _one_or_all([_storable(text) for text in texts]) for key, texts in kept}
    told = {"user_agent": _storable(sent.user_agent), "referrer": _storable(sent.referrer)}
    return {"posted": posted, **{key: text for key, text in told.items() if text}}


def _one_or_all(texts: list[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else texts


def _flat(values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Several values of a field (boxes ticked) in one line."""
    return {key: _storable("; ".join(text for text in texts if text)) for key, texts in values.items()}


def _storable(text: str) -> str:
    return _HALVES.sub("\ufffd", text[:KEPT_LENGTH].replace("\0", "\u2400"))


_HALVES = re.compile("[\ud800-\udfff]")
