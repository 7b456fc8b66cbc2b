"""Many rows by COPY: what arrives is what was given, in line, and refusals are told."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import NOW
from winnow.prospects import bulk
from winnow.prospects.models import Company, Event, Person

pytestmark = pytest.mark.django_db
COMPANY = ("id", "key", "name", "domain", "country", "created_at")
PERSON = ("id", "name", "company_id", "created_at")
MANY = bulk.FEW + 1
HOSTILE = st.text(st.sampled_from("a\\\t\n\r\0N.ü🦆'\"{},"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | HOSTILE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=6,
)


def _kept(value: object) -> object:
    """As PostgreSQL keeps it: without the character NUL."""
    if isinstance(value, str) and connection.vendor == "postgresql":
        return value.replace("\0", "\u2400")
    if isinstance(value, dict):
        return {_kept(key): _kept(inner) for key, inner in value.items()}
    return [_kept(inner) for inner in value] if isinstance(value, list) else value


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(HOSTILE, st.dictionaries(HOSTILE, VALUES, max_size=3)), min_size=2, max_size=4))
def test_any_text_and_document_arrives_as_it_was(given_rows: list[tuple[str, dict[str, object]]]) -> None:
    numbers = bulk.reserve(Event, len(given_rows))
    columns = ("id", "at", "kind", "by", "reason", "version", "data", "stage", "state", "outcome", "owner_id")
    bulk.insert(
        Event,
        columns,
        [
            (number, NOW, "x", "door", reason, 1, data, "", "", "", None)
            for number, (reason, data) in zip(numbers, given_rows, strict=True)
        ],
    )
    found = {row.pk: row for row in Event.objects.filter(pk__in=numbers)}
    assert [(found[number].reason, found[number].data) for number in numbers] == [
        (_kept(reason), _kept(data)) for reason, data in given_rows
    ]


def _company(number: int, key: str) -> tuple[object, ...]:
    return (number, key, "n", "", "", NOW)


def test_what_is_asked_among_many_is_asked_after_what_was_written_before_it() -> None:
    numbers = bulk.reserve(Company, 2)
    with transaction.atomic(), bulk.together(MANY):
        bulk.insert(Company, COMPANY, [_company(number, f"k{number}") for number in numbers])
        assert Company.objects.filter(pk__in=numbers).count() == 2


def _write_among_many(*tables: list[tuple[object, ...]]) -> None:
    with transaction.atomic(), bulk.together(MANY):
        for rows in tables:
            bulk.insert(Company, COMPANY, rows)


def test_a_row_refused_among_many_undoes_all() -> None:
    number = bulk.reserve(Company, 1)[0]
    with pytest.raises(IntegrityError):
        _write_among_many([_company(number, "a"), _company(number + 1, "a")], [_company(number + 2, "b")] * 2)
    assert not Company.objects.exists()


@pytest.mark.postgresql
def test_what_refers_to_nothing_is_refused_among_many_before_the_commit() -> None:
    numbers = bulk.reserve(Person, 2)
    with pytest.raises(IntegrityError), transaction.atomic(), bulk.together(MANY):
        bulk.insert(Person, PERSON, [(number, "n", 1 << 40, NOW) for number in numbers])
    assert not Person.objects.exists()
