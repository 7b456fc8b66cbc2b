"""What an inquiry told about its sender, read again from what came in: never from today's card. Pure."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from winnow.intake.clean_countries import country_code
from winnow.intake.clean_languages import language_code
from winnow.intake.clean_mail import domain_of_mail
from winnow.intake.posted import WEB_TO_LEAD
from winnow.intake.presets import suggest
from winnow.qualify.odds.seen import NOTHING, Told

POSTED = "posted"  # under which forms keep what was sent


def told(payload: Mapping[str, Any]) -> Told:
    """What can be known of somebody from their inquiry alone; nothing where the payload was blanked."""
    sent = payload.get(POSTED)
    said = sent if isinstance(sent, Mapping) else payload
    if not said:
        return NOTHING
    fields = {field: _text(said[column]) for field, column in _columns(tuple(said)) if column in said}
    mail = domain_of_mail(domain).kind if (domain := _domain(fields.get("email", ""))) else ""
    company = fields.get("company", "") or fields.get("website", "") or (mail == "business")
    return Told(
        country=country_code(fields["country"]) if fields.get("country") else "",
        language=language_code(fields["language"]) if fields.get("language") else "",
        mail=mail,
        phone=any(sign.isdigit() for sign in fields.get("phone", "")),
        company=bool(company),
    )


@lru_cache(maxsize=2_000)
def _columns(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Which of these names holds which field; the doors' own names first, then those of other systems."""
    web_to_lead = {ours: theirs for theirs, ours in WEB_TO_LEAD.items() if theirs in names}
    plain = tuple(name for name in names if len(name) < 100)
    return tuple((web_to_lead | suggest(plain).mapping).items())


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return value.strip() if isinstance(value, str) else ""


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip(" >").lower() if "@" in address else ""
