"""What the intake asks of the database: set-wise, a constant number of statements for any batch."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from winnow.intake.match import Known
from winnow.prospects.models import Campaign, Company, Identity, Inquiry, Person, Prospect
from winnow.prospects.transitions import lock

CHUNK = 900  # SQLite takes at most 999 parameters from Django


def _in_chunks(values: Collection[Any]) -> Iterable[list[Any]]:
    """Whole on PostgreSQL, which takes arrays of any length; in parts on SQLite."""
    rows = list(values)
    size = CHUNK if connection.vendor == "sqlite" else len(rows) or 1
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def known(keys: Collection[str]) -> dict[str, Known]:
    """Whose the keys are, as far as they are anybody's."""
    found: dict[str, Known] = {}
    for part in _in_chunks(keys):
        rows = Identity.objects.filter(key__in=part).values_list(
            "key", "person_id", "person__name", "person__email"
        )
        found |= {key: Known(person, name, email) for key, person, name, email in rows}
    return found


def already(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
    """(source, external id) → (inquiry, prospect) of those that came in before."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    by_source: dict[str, list[str]] = {}
    for source, external in pairs:
        by_source.setdefault(source, []).append(external)
    for source, externals in by_source.items():
        for part in _in_chunks(externals):
            rows = Inquiry.objects.filter(source=source, external_id__in=part, withdrawn_at=None).values_list(
                "external_id", "id", "prospect_id"
            )
            found |= {(source, external): (inquiry, prospect) for external, inquiry, prospect in rows}
    return found


def prospects_of(persons: Collection[int]) -> dict[int, Prospect]:
    """The prospect of each person, locked: the open one, else the newest."""
    numbers: list[int] = []
    for part in _in_chunks(persons):
        numbers += Prospect.objects.filter(person_id__in=part, merged_into=None).values_list("id", flat=True)
    rows: dict[int, Prospect] = {}
    for part in _in_chunks(numbers):
        rows |= lock(part)
    found: dict[int, Prospect] = {}
    for row in sorted(rows.values(), key=lambda row: (row.is_open, row.id)):
        found[row.person_id] = row
    return found


def persons(numbers: Collection[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for part in _in_chunks(numbers):
        found |= {row.id: row for row in Person.objects.filter(id__in=part)}
    return found


def companies(keys: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in _in_chunks(keys):
        found |= dict(Company.objects.filter(key__in=part).values_list("key", "id"))
    return found


def owners_of_companies(numbers: Collection[int]) -> dict[int, int]:
    """Who works on somebody at the company already; the newest such prospect decides."""
    found: dict[int, int] = {}
    for part in _in_chunks(numbers):
        rows = Prospect.objects.filter(company_id__in=part, state="working").order_by("id")
        found |= {company: owner for company, owner in rows.values_list("company_id", "owner_id")}
    return found


def campaigns(words: Collection[str]) -> dict[str, tuple[int, str]]:
    """Campaign by name or code, case-folded → (id, name)."""
    wanted = {word.casefold() for word in words if word}
    if not wanted:
        return {}
    found: dict[str, tuple[int, str]] = {}
    for number, name, code in Campaign.objects.values_list("id", "name", "code"):
        for word in (name.casefold(), code.casefold()):
            if word in wanted:
                found.setdefault(word, (number, name))
    return found
