"""The writers of the intake: persons, companies, identities, inquiries, held rows; set-wise, in the caller's
transaction. Prospects themselves are opened and moved by `prospects.transitions` alone."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from winnow.intake import queries
from winnow.intake.arrival import Arrival
from winnow.intake.clean_text import line
from winnow.intake.inquiry import Cleaned, company_key
from winnow.intake.models import Held
from winnow.prospects import bulk
from winnow.prospects.models import Campaign, Company, Identity, Inquiry, Person

PERSON = ("id", "name", "email", "mail_kind", "phone", "title", "industry", "country", "city",
          "language", "timezone", "company_id", "created_at")  # fmt: skip
INQUIRY = ("id", "prospect_id", "at", "recorded_at", "channel", "door", "campaign_id", "source", "external_id",
           "message", "desired_outcome", "value_hint", "consent_basis", "utm", "payload", "batch")  # fmt: skip
HELD = ("id", "kind", "at", "received_at", "door", "channel", "campaign", "source", "external_id", "fields",
        "payload", "reasons", "batch", "row", "version", "settlement")  # fmt: skip
CAMPAIGN_LENGTH = 160
CompaniesBy = Callable[[Collection[str]], Mapping[str, int]]
FILLABLE = (
    "name",
    "email",
    "mail_kind",
    "phone",
    "title",
    "industry",
    "country",
    "city",
    "language",
    "timezone",
)


def hold(
    arrivals: Sequence[Arrival], *, now: datetime, version: int, batch: int | None, rows: Sequence[int] | None
) -> None:
    """Keep what did not go through, with its reasons."""
    numbers = bulk.reserve(Held, len(arrivals))
    for arrival, number in zip(arrivals, numbers, strict=True):
        arrival.held = number
    bulk.insert(Held, HELD, [_held_row(one, now, version, batch, rows) for one in arrivals])


def place_campaigns(arrivals: Sequence[Arrival], *, now: datetime, may_create: bool) -> None:
    """Find each arrival's campaign by name or code; trusted doors make a new one, public ones do not."""
    names = [_campaign_name(one) for one in arrivals]
    found = queries.campaigns(set(names))
    missing = {
        name.casefold(): (name, one.raw.channel)
        for one, name in zip(reversed(arrivals), reversed(names), strict=True)
        if name and name.casefold() not in found
    }
    if may_create and missing:
        numbers = bulk.reserve(Campaign, len(missing))
        first = dict(zip(missing, numbers, strict=True))
        rows = [(first[word], name, channel, "", now) for word, (name, channel) in missing.items()]
        bulk.insert(Campaign, ("id", "name", "channel", "code", "created_at"), rows)
        found |= {word: (number, missing[word][0]) for word, number in first.items()}
    for one, name in zip(arrivals, names, strict=True):
        one.campaign = found.get(name.casefold(), (None, ""))[0]


def _campaign_name(one: Arrival) -> str:
    """As a campaign can be called: it is looked for under the very words it is kept by."""
    return line(one.raw.campaign)[:CAMPAIGN_LENGTH].rstrip()


def find_companies(
    arrivals: Sequence[Arrival], known_by: CompaniesBy = queries.companies
) -> dict[str, Cleaned]:
    """Each arrival's company, known by its domain, or by its name in its country; returns the new ones by key."""
    for one in arrivals:
        one.company_key = company_key(one.clean)
    known = known_by({one.company_key for one in arrivals if one.company_key})
    for one in arrivals:
        one.company = known.get(one.company_key)
    return {
        one.company_key: one.clean
        for one in reversed(arrivals)
        if one.company_key and one.company_key not in known
    }


def write_companies(new: Mapping[str, Cleaned], numbers: Sequence[int], *, now: datetime) -> None:
    """New companies, under their reserved numbers."""
    rows = [
        (number, key, (said.company or said.domain)[:510], said.domain, said.country, now)
        for number, (key, said) in zip(numbers, new.items(), strict=True)
    ]
    bulk.insert(Company, ("id", "key", "name", "domain", "country", "created_at"), rows)


def write_persons(arrivals: Sequence[Arrival], *, now: datetime) -> None:
    """New persons, under their reserved numbers; what a first inquiry leaves blank, later ones of the batch tell."""
    rows: dict[int, tuple[object, ...]] = {}
    for one in arrivals:
        row = _person_row(one, now)
        before = rows.get(one.person)
        rows[one.person] = tuple(map(_either, before, row)) if before else row
    bulk.insert(Person, PERSON, list(rows.values()))


def _either(before: object, later: object) -> object:
    return before or later


def claim_keys(arrivals: Iterable[Arrival]) -> None:
    """Record by which keys each person will be known again."""
    rows = [(key, one.person) for one in arrivals for key in one.new_keys if not key.startswith("x:")]
    bulk.insert(Identity, ("key", "person_id"), rows)


def fill_blanks(arrivals: Sequence[Arrival], people: Mapping[int, Person]) -> None:
    """What a repeat tells and the person's card lacks is added; what is known is never overwritten."""
    changed: dict[int, Person] = {}
    for one in arrivals:
        person = people[one.person]
        for name in FILLABLE:
            value = getattr(one.clean, name)
            if value and not getattr(person, name):
                setattr(person, name, value)
                changed[person.id] = person
        if one.company and not person.company_id:
            person.company_id = one.company
            changed[person.id] = person
    columns = (*FILLABLE, "company_id")
    rows = [(*(getattr(person, name) for name in columns), person.id) for person in changed.values()]
    bulk.update(Person, columns, rows)


def write_inquiries(arrivals: Sequence[Arrival], *, now: datetime, batch: int | None) -> None:
    """The inquiries themselves, each with its payload as it came."""
    bulk.insert(Inquiry, INQUIRY, [_inquiry_row(one, now, batch) for one in arrivals])


def _person_row(one: Arrival, now: datetime) -> tuple[object, ...]:
    person = one.clean
    return (
        one.person, person.name, person.email, person.mail_kind, person.phone, person.title,
        person.industry, person.country, person.city, person.language, person.timezone, one.company, now,
    )  # fmt: skip


def _inquiry_row(one: Arrival, now: datetime, batch: int | None) -> tuple[object, ...]:
    raw, said = one.raw, one.clean
    return (
        one.inquiry, one.prospect, one.at, now, raw.channel, raw.door, one.campaign, said.source, said.external_id,
        said.message, said.desired_outcome, said.value_hint[:120], said.consent_basis[:120],
        dict(said.utm), dict(raw.payload), batch,
    )  # fmt: skip


def _held_row(
    one: Arrival, now: datetime, version: int, batch: int | None, rows: Sequence[int] | None
) -> tuple[object, ...]:
    raw = one.raw
    return (
        one.held, one.status, now, one.at, raw.door, raw.channel, raw.campaign[:160], raw.source[:120],
        raw.external_id[:120], dict(raw.fields), dict(raw.payload), one.held_reasons, batch,
        rows[one.position] if rows else None, version, "",
    )  # fmt: skip


def settle_held(
    numbers: Sequence[int],
    settlement: str,
    *,
    by: int,
    now: datetime,
    inquiries: Mapping[int, int] | None = None,
) -> None:
    """Held rows are through with: released (as which inquiry) or dismissed."""
    made = inquiries or {}
    rows = [(settlement, now, by, made.get(number), number) for number in numbers]
    bulk.update(Held, ("settlement", "settled_at", "settled_by_id", "inquiry_id"), rows)


def unsettle_held(numbers: Sequence[int]) -> None:
    """Held rows wait again."""
    bulk.update(
        Held, ("settlement", "settled_at", "settled_by_id"), [("", None, None, number) for number in numbers]
    )
