"""Each refusal, planted past the database's own guard, is found with its rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.world import NOW, Cast, inquire, people
from winnow.doctor.refusals import OF_ONE_PROSPECT, OF_THE_WHOLE
from winnow.doctor.report import examine
from winnow.people.models import Load, User
from winnow.procedure.models import Version
from winnow.prospects.models import Campaign, Cost, Effect, Event, Inquiry, Order, Prospect, Touch
from winnow.prospects.words import Outcome

pytestmark = pytest.mark.django_db

CLOSED: dict[str, Any] = {
    "state": "closed",
    "outcome": "not_buying",
    "closed_at": NOW,
    "next_action": "",
    "due_at": None,
    "available_at": None,
    "check_at": None,
}


@pytest.fixture
def cast() -> Cast:
    return people()


@pytest.fixture
def prospect(cast: Cast) -> int:
    return inquire().prospect or 0


@pytest.fixture
def unguarded(cast: Cast) -> None:
    """The database without its guards, for this test only."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(
                "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR sql LIKE 'CREATE UNIQUE%'"
            )
            for kind, name in cursor.fetchall():
                cursor.execute(f'DROP {kind} "{name}"')
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE prospects_event DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE prospects_inquiry DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint"
            " WHERE contype IN ('c', 'u') AND connamespace = current_schema()::regnamespace"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
        cursor.execute(
            "SELECT indexrelid::regclass FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE indisunique AND NOT indisprimary AND relnamespace = current_schema()::regnamespace"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")


@pytest.fixture(autouse=True)
def guarded_again() -> Any:
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


# What is planted on an open prospect, and under which name it must be found.
PLANTED: list[tuple[str, dict[str, Any]]] = [
    ("without_owner", {"owner": None}),
    ("without_next_action", {"next_action": ""}),
    ("without_next_action", {"due_at": None}),
    ("without_next_action", {"available_at": None}),
    ("open_with_outcome", {"outcome": "not_buying"}),
    ("open_with_outcome", {"closed_at": NOW}),
    ("closed_without_outcome", {**CLOSED, "outcome": ""}),
    ("closed_without_outcome", {**CLOSED, "closed_at": None}),
    ("closed_with_next_action", {**CLOSED, "next_action": "call"}),
    ("closed_with_next_action", {**CLOSED, "check_at": NOW}),
    ("unknown_words", {"stage": "suspect"}),
    ("unknown_words", {"outcome": "lost_touch", "state": "closed"}),
    ("available_after_due", {"available_at": NOW + timedelta(days=900)}),
    ("bought_without_order", {**CLOSED, "outcome": "bought", "order_count": 0}),
    ("bought_without_order", {**CLOSED, "outcome": "bought", "order_count": 1}),
]


@pytest.mark.parametrize(("name", "columns"), PLANTED, ids=str)
def test_a_prospect_as_it_must_never_be_is_found(
    unguarded: None, prospect: int, name: str, columns: dict[str, Any]
) -> None:
    Prospect.objects.filter(id=prospect).update(**columns)
    report = examine(NOW)
    assert (report.ok, report.counts[name], report.offending[name]) == (False, 1, [prospect])


def test_nothing_is_found_where_all_is_lawful(prospect: int) -> None:
    assert examine(NOW).offending == {}


def test_two_open_prospects_of_one_person_are_found(unguarded: None, prospect: int) -> None:
    other = inquire().prospect
    Prospect.objects.filter(id=other).update(person=Prospect.objects.get(id=prospect).person)
    assert examine(NOW).offending["two_open_of_one_person"] == [prospect, other]


def test_an_inquiry_that_came_in_twice_is_found(unguarded: None, prospect: int) -> None:
    first, second = inquire(external_id="a", source="s"), inquire(external_id="b", source="s")
    Inquiry.objects.filter(id=second.inquiry).update(external_id="a")
    report = examine(NOW)
    assert (report.counts["doubled_inquiries"], report.offending["doubled_inquiries"]) == (
        1,
        [second.inquiry],
    )
    assert first.inquiry != second.inquiry


def test_a_withdrawn_inquiry_may_come_in_again(prospect: int) -> None:
    first = inquire(external_id="a", source="s")
    Inquiry.objects.filter(id=first.inquiry).update(withdrawn_at=NOW)
    inquire(external_id="a", source="s")
    assert examine(NOW).counts["doubled_inquiries"] == 0


def test_a_step_that_owes_twice_is_found(unguarded: None, cast: Cast) -> None:
    if connection.vendor == "sqlite":  # there the key is unique within the table itself
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE prospects_effect RENAME TO guarded")
            cursor.execute("CREATE TABLE prospects_effect AS SELECT * FROM guarded")
    for number in (1, 2):
        Effect.objects.create(id=number, key="same", kind="notify", user=cast.anna, created_at=NOW)
    assert examine(NOW).offending["doubled_effects"] == [2]


def test_an_order_that_came_with_a_merged_prospect_counts(prospect: int) -> None:
    other = inquire().prospect
    Order.objects.create(prospect_id=other, at=NOW, amount=1, currency="EUR", recorded_at=NOW)
    Prospect.objects.filter(id=other).update(**CLOSED | {"outcome": "invalid"}, merged_into=prospect)
    Prospect.objects.filter(id=prospect).update(**CLOSED | {"outcome": Outcome.BOUGHT}, order_count=1)
    assert examine(NOW).counts["bought_without_order"] == 0


@pytest.mark.parametrize("what", ["cost", "order", "touch", "person", "load"])
def test_anything_below_zero_is_found(unguarded: None, cast: Cast, prospect: int, what: str) -> None:
    number = _below_zero(what, cast, prospect)
    assert examine(NOW).offending["negative_amounts"] == [f"{what} {number}"]


def _below_zero(what: str, cast: Cast, prospect: int) -> int:
    if what == "cost":
        fair = Campaign.objects.create(name="Fair", channel="trade_show", created_at=NOW)
        return Cost.objects.create(campaign=fair, at=NOW.date(), amount=-1, currency="EUR").pk
    if what == "order":
        return Order.objects.create(
            prospect_id=prospect, at=NOW, amount=-1, currency="EUR", recorded_at=NOW
        ).pk
    if what == "touch":
        return Touch.objects.create(prospect_id=prospect, at=NOW, kind="call", minutes=-1).pk
    if what == "person":
        User.objects.filter(pk=cast.mia.pk).update(hourly_cost=-1)
        return cast.mia.pk
    Load.objects.update_or_create(user=cast.mia, defaults={"working": -1})
    return cast.mia.pk


def test_an_event_without_its_procedure_is_found(unguarded: None, prospect: int) -> None:
    Event.objects.filter(prospect=prospect).update(version=None)
    assert examine(NOW).offending["events_without_version"]


def test_a_prospect_without_history_is_found(unguarded: None, prospect: int) -> None:
    Event.objects.filter(prospect=prospect).delete()
    assert examine(NOW).offending["without_history"] == [prospect]


def test_a_prospect_without_an_inquiry_is_found(unguarded: None, prospect: int) -> None:
    other = inquire().prospect
    Inquiry.objects.filter(prospect=prospect).update(prospect=other)
    assert examine(NOW).offending["without_inquiry"] == [prospect]


def test_a_load_that_is_not_what_somebody_holds_is_found(prospect: int) -> None:
    owner = Prospect.objects.get(id=prospect).owner_id
    Load.objects.filter(user=owner).update(working=7)
    assert examine(NOW).offending["loads_wrong"] == [owner]


def test_a_load_that_is_not_kept_at_all_is_found(prospect: int) -> None:
    owner = Prospect.objects.get(id=prospect).owner_id
    Load.objects.filter(user=owner).delete()
    assert examine(NOW).offending["loads_wrong"] == [owner]


def test_an_installation_without_a_procedure_is_found() -> None:
    Version.objects.all().delete()
    assert examine(NOW).counts["no_procedure"] == 1


def test_at_most_a_hundred_are_named_and_all_are_counted(unguarded: None, cast: Cast) -> None:
    for _ in range(102):
        inquire()
    Prospect.objects.update(owner=None)
    report = examine(NOW)
    assert (report.counts["without_owner"], len(report.offending["without_owner"])) == (102, 100)


def test_every_refusal_is_counted_under_its_name(cast: Cast) -> None:
    names = {refusal.name for refusal in [*OF_ONE_PROSPECT, *OF_THE_WHOLE]}
    assert names <= examine(NOW).counts.keys()


def test_the_questions_do_not_multiply_with_the_rows(
    prospect: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        inquire()
    with django_assert_max_num_queries(45):
        examine(NOW)
