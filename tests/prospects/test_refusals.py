"""What the database itself refuses, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.world import NOW, Cast, inquire, people
from winnow.people.models import Load, User
from winnow.prospects.models import (
    Campaign,
    Cost,
    Effect,
    ErasurePermit,
    Event,
    Identity,
    Inquiry,
    Order,
    Prospect,
    Touch,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return people()


@pytest.fixture
def prospect(cast: Cast) -> Prospect:
    return Prospect.objects.get(id=inquire().prospect)


@pytest.mark.parametrize(
    "change",
    [
        {"owner": None},
        {"next_action": ""},
        {"due_at": None},
        {"available_at": None},
        {"outcome": "bought_elsewhere"},
        {"closed_at": NOW},
        {"state": "closed"},
        {"state": "lost"},
        {"stage": "suspect"},
        {"available_at": NOW + timedelta(days=900)},
        {"check_at": None},
    ],
    ids=str,
)
def test_an_open_prospect_is_never_dropped(prospect: Prospect, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Prospect.objects.filter(id=prospect.id).update(**change)


CLOSED = {
    "state": "closed",
    "outcome": "not_buying",
    "closed_at": NOW,
    "next_action": "",
    "due_at": None,
    "available_at": None,
    "check_at": None,
}


def test_a_closed_prospect_with_everything_said_is_accepted(prospect: Prospect) -> None:
    assert Prospect.objects.filter(id=prospect.id).update(**CLOSED) == 1


@pytest.mark.parametrize(
    "left",
    [{"outcome": ""}, {"closed_at": None}, {"next_action": "call"}, {"due_at": NOW}, {"check_at": NOW}],
    ids=str,
)
def test_a_closed_prospect_has_an_outcome_and_nothing_left_over(
    prospect: Prospect, left: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Prospect.objects.filter(id=prospect.id).update(**CLOSED | left)


def test_bought_needs_an_order(prospect: Prospect) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Prospect.objects.filter(id=prospect.id).update(**CLOSED | {"outcome": "bought"})


def test_a_person_has_one_open_prospect(prospect: Prospect) -> None:
    prospect.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        prospect.save(force_insert=True)


def test_one_key_belongs_to_one_person(cast: Cast) -> None:
    first, second = inquire(email="a@firm.example.com"), inquire(email="b@firm.example.com")
    other = Prospect.objects.get(id=second.prospect).person
    assert first.prospect != second.prospect
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(key="e:a@firm.example.com", person=other)


def test_the_same_inquiry_of_a_source_exists_once(cast: Cast) -> None:
    number = inquire(external_id="42", source="crm").inquiry
    twin = Inquiry.objects.get(id=number)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_an_effect_of_the_same_step_exists_once(cast: Cast) -> None:
    Effect.objects.create(key="warn:1", kind="notify", user=cast.anna, created_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Effect.objects.create(key="warn:1", kind="notify", user=cast.anna, created_at=NOW)


@pytest.mark.parametrize(
    "change", [{"payload": {}}, {"message": "x"}, {"at": NOW}, {"utm": {"a": 1}}], ids=str
)
def test_what_came_in_is_never_changed(prospect: Prospect, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Inquiry.objects.filter(prospect=prospect).update(**change)


def test_an_inquiry_is_never_deleted(prospect: Prospect) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM prospects_inquiry")


def test_events_are_append_only(prospect: Prospect) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(prospect=prospect).update(reason="rewritten")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM prospects_event")


def test_an_erasure_permit_lets_personal_words_be_blanked(prospect: Prospect) -> None:
    with transaction.atomic():
        permit = ErasurePermit.objects.create(granted_at=NOW)
        assert Inquiry.objects.filter(prospect=prospect).update(message="", payload={}) == 1
        permit.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Inquiry.objects.filter(prospect=prospect).update(message="back")


def test_money_minutes_and_counts_are_not_negative(cast: Cast, prospect: Prospect) -> None:
    campaign = Campaign.objects.create(name="Fair", channel="trade_show", created_at=NOW)
    attempts = [
        lambda: Cost.objects.create(campaign=campaign, at=NOW.date(), amount=-1, currency="EUR"),
        lambda: Order.objects.create(prospect=prospect, at=NOW, amount=-1, currency="EUR", recorded_at=NOW),
        lambda: Touch.objects.create(prospect=prospect, at=NOW, kind="call", minutes=-1),
        lambda: User.objects.filter(id=cast.anna.id).update(hourly_cost=-1),
        lambda: Load.objects.filter(user=prospect.owner).update(working=-1),
        lambda: Prospect.objects.filter(id=prospect.id).update(inquiries=-1),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
