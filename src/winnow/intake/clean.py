"""Cleaning: what a door received becomes values in their standard form, or a refusal that says what to do.

Nothing is guessed silently: whatever was altered, cut or could not be used is told in `notes`. The raw
payload stays with the inquiry, so cleaning may be strict without losing anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from winnow.intake import clean_mail, clean_phone
from winnow.intake.clean_countries import country_code, only_zone
from winnow.intake.clean_keys import identity_keys
from winnow.intake.clean_languages import language_code
from winnow.intake.clean_names import whole_name
from winnow.intake.clean_text import MESSAGE_LIMIT, is_blank, is_blank_name, line, paragraphs
from winnow.intake.inquiry import Cleaned, MailKind, Raw, Rejected

LIMITS = {
    "name": 300, "company": 510, "title": 300, "industry": 80, "city": 160, "value_hint": 120, "consent_basis": 120,
    "source": 120, "desired_outcome": 4_000, "message": MESSAGE_LIMIT,
}  # fmt: skip
EXTERNAL_ID_LIMIT = 120
TRACE_LIMIT = 2_048  # of one tracking value: a landing page with its query fits
TRACES_LIMIT = 60
_CLICK_ID_NAMES = "gclid gbraid wbraid dclid fbclid msclkid ttclid twclid li_fat_id yclid epik rdt_cid"
_CLICK_IDS = frozenset((*_CLICK_ID_NAMES.split(), "referrer", "landing_page"))
_LONG_ID = f"The external_id has {{}} characters: send one of at most {EXTERNAL_ID_LIMIT}."
_BAD_PHONE = "The phone number “{}” is not valid in {}: write it with its country code, as in +49 30 1234567."
_NOBODY = "Nobody can be reached: give at least one of email, phone, name or external_id."


def clean_all(raws: Sequence[Raw], *, country: str) -> list[Cleaned | Rejected]:
    """Clean a batch; the answers stand in the order of `raws`. `country` as for `clean`."""
    return [clean(raw, country=country) for raw in raws]


def clean(raw: Raw, *, country: str) -> Cleaned | Rejected:
    """Clean one inquiry; `country` (ISO 3166 alpha-2) is dialled from where the inquiry names none."""
    draft = _Draft(raw.fields)
    external_id = line(raw.external_id or raw.fields.get("external_id", ""))
    external_id = "" if is_blank(external_id) else external_id
    if len(external_id) > EXTERNAL_ID_LIMIT:
        return Rejected((_LONG_ID.format(len(external_id)),))
    address, kind, firm = draft.mail()
    code = draft.country()
    phone = draft.phone(code or country)
    name = draft.name()
    if not (address or phone.number or name or external_id):
        return Rejected(tuple(draft.faults) or (_NOBODY,))
    code = code or draft.country_of(phone)
    company = draft.text("company")
    firm = firm or draft.firm_of_site()
    source = draft.cut("source", line(raw.source or raw.fields.get("source", "")))
    return Cleaned(
        email=address,
        mail_kind=kind,
        phone=phone.number,
        name=name,
        company=company,
        domain=firm,
        title=draft.text("title"),
        industry=draft.text("industry") if draft.fields.get("industry") else "",
        country=code,
        city=draft.text("city"),
        language=draft.language(),
        timezone=only_zone(code) if code else "",
        message=draft.long("message"),
        desired_outcome=draft.long("desired_outcome"),
        value_hint=draft.text("value_hint"),
        consent_basis=draft.text("consent_basis"),
        utm=draft.traces(),
        keys=identity_keys(source, external_id, address, phone.number, name, firm, company),
        notes=(*draft.faults, *draft.notes),
        source=source,
        external_id=external_id,
    )


@dataclass(slots=True)
class _Draft:
    """One inquiry being cleaned: its fields, what is wrong with its contacts, and what else is to be told."""

    fields: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def line(self, key: str) -> str:
        value = self.fields.get(key)
        if not value:
            return ""
        text = line(value)
        return "" if is_blank(text) else text

    def text(self, key: str) -> str:
        text = self.line(key)
        return text if len(text) <= 120 else self.cut(key, text)

    def long(self, key: str) -> str:
        value = self.fields.get(key)
        if not value:
            return ""
        text = paragraphs(value)
        return "" if is_blank(text) else self.cut(key, text)

    def cut(self, key: str, text: str) -> str:
        limit = LIMITS[key]
        if len(text) <= limit:
            return text
        self.notes.append(f"The {key} had {len(text):,} characters; only the first {limit:,} are shown here.")
        return text[:limit].rstrip()

    def mail(self) -> tuple[str, MailKind, str]:
        text = self.line("email")
        if not text:
            return "", "", ""
        address, fault = clean_mail.checked(text.removeprefix("mailto:"))
        if not address:
            address = self.one_of_several(text)
        if not address:
            self.faults.append(f"The e-mail address “{_shown(text)}” is not valid: {fault}")
            return "", "", ""
        _, kind, firm = clean_mail.domain_of_mail(address.rpartition("@")[2])
        return address, kind, firm

    def one_of_several(self, text: str) -> str:
        parts = text.replace(";", " ").replace(",", " ").split()
        valid = [address for part in parts if "@" in part and (address := clean_mail.checked(part)[0])]
        if len(valid) < 2:
            return ""
        self.notes.append(f"Of several e-mail addresses the first is used, not {', '.join(valid[1:4])}.")
        return valid[0]

    def country(self) -> str:
        text = self.line("country")
        code = country_code(text) if text else ""
        if text and not code:
            self.notes.append(f"The country “{_shown(text)}” is not known: write its two-letter code.")
        return code

    def phone(self, country: str) -> clean_phone.Phone:
        text = self.line("phone")
        found = clean_phone.read(text, country) if text else None
        if not found:
            if text:
                self.faults.append(_BAD_PHONE.format(_shown(text), country))
            return clean_phone.Phone("")
        if found.extension:
            self.notes.append(f"The phone number has the extension {found.extension}.")
        if found.guessed:
            self.notes.append(f"The phone number “{_shown(text)}” is read as {found.number}.")
        return found

    def country_of(self, phone: clean_phone.Phone) -> str:
        if phone.region:
            self.notes.append(f"The country {phone.region} is taken from the phone number.")
        return phone.region

    def name(self) -> str:
        whole, first, last = (self.name_part(key) for key in ("name", "first_name", "last_name"))
        if not (whole or first or last):
            return ""
        name = whole_name(whole, first, last)
        if not name:
            self.faults.append(f"The name “{_shown(whole or first or last)}” has no letters.")
        return self.cut("name", name)

    def name_part(self, key: str) -> str:
        value = self.fields.get(key)
        if not value:
            return ""
        text = line(value)
        return "" if is_blank_name(text) else text

    def language(self) -> str:
        text = self.line("language")
        code = language_code(text) if text else ""
        if text and not code:
            self.notes.append(f"The language “{_shown(text)}” is not known: write a two-letter code.")
        return code

    def firm_of_site(self) -> str:
        site = self.line("website")
        return clean_mail.domain_of_site(site) if site else ""

    def traces(self) -> dict[str, str]:
        """Tracking values of first and last touch as sent: never lower-cased or renamed, only cut."""
        found: dict[str, str] = {}
        for key, value in self.fields.items():
            if value and _is_trace(key) and (text := line(value)):
                found[key] = text[:TRACE_LIMIT]
        if len(found) > TRACES_LIMIT:
            self.notes.append(f"{len(found)} tracking values came; the first {TRACES_LIMIT} are kept here.")
            found = dict(list(found.items())[:TRACES_LIMIT])
        return found


def _is_trace(key: str) -> bool:
    return key.startswith("utm_") or key in _CLICK_IDS or (key.startswith("first_") and key != "first_name")


def _shown(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
