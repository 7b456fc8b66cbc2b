"""What the intake asks of the database: set-wise, a constant number of statements for any batch."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from winnow.intake.match import Known
from winnow.prospects import bulk
from winnow.prospects.models import Campaign, Company, Identity, Person, Prospect
from winnow.prospects.transitions import lock

CHUNK = 900  # SQLite takes at most 999 parameters from Django


def living(digests: Collection[str]) -> set[str]:
    """Those of the digests whose tokens still open something."""
    rows = bulk.look_up(
        """SELECT t."hash" FROM "people_token" t LEFT JOIN "people_user" u ON u."id" = t."user_id"
        WHERE t."hash" {among} AND t."revoked_at" IS NULL AND (u."id" IS NULL OR u."is_active")""",
        digests,
        small=True,
    )
    return {digest for (digest,) in rows}


def known(keys: Collection[str]) -> dict[str, Known]:
    """Whose the keys are, as far as they are anybody's; cards are asked for after, as most batches know nobody."""
    whose = dict(bulk.find(Identity, "key", ("key", "person_id"), keys))
    asked = set(whose.values())
    cards = {
        number: Known(number, name, email)
        for number, name, email in bulk.find(Person, "id", ("id", "name", "email"), asked)
    }
    return {key: cards[person] for key, person in whose.items()}


def already(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
    """(source, external id) → (inquiry, prospect) of those that came in before.

    The conditions are written as those of the unique index are, letter for letter: else SQLite does not use it.
    """
    by_source: dict[str, list[str]] = {}
    for source, external in pairs:
        by_source.setdefault(source, []).append(external)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for source, externals in by_source.items():
        rows = bulk.look_up(
            """SELECT "external_id", "id", "prospect_id" FROM "prospects_inquiry" WHERE "source" = %s
            AND "external_id" {among} AND NOT ("external_id" = '') AND "withdrawn_at" IS NULL""",
            externals,
            before=[source],
        )
        found |= {(source, external): (inquiry, prospect) for external, inquiry, prospect in rows}
    return found


def _in_chunks(values: Collection[Any]) -> Iterable[list[Any]]:
    """Whole on PostgreSQL, which takes arrays of any length; in parts on SQLite."""
    rows = list(values)
    size = CHUNK if connection.vendor == "sqlite" else len(rows) or 1
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def prospects_of(persons: Collection[int]) -> dict[int, Prospect]:
    """The prospect of each person, locked: the open one, else the newest; never a further opportunity."""
    numbers = [
        number
        for (number,) in bulk.look_up(
            'SELECT "id" FROM "prospects_prospect" WHERE "person_id" {among} AND "merged_into_id" IS NULL '
            'AND "further_of_id" IS NULL',
            persons,
        )
    ]
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
    return dict(bulk.find(Company, "key", ("key", "id"), keys))


def owners_of_companies(numbers: Collection[int]) -> dict[int, int]:
    """Who works on somebody at the company already; the newest such prospect decides."""
    newest = bulk.look_up(
        """SELECT MAX("id") FROM "prospects_prospect"
        WHERE "company_id" {among} AND "state" = 'working' GROUP BY "company_id" """,
        numbers,
    )
    return dict(
        bulk.look_up(
            'SELECT "company_id", "owner_id" FROM "prospects_prospect" WHERE "id" {among}',
            [number for (number,) in newest],
        )
    )


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
