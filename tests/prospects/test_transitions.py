"""The sole writer: what a change writes, and that it writes all of it or nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.world import NOW, Cast, inquire, people
from winnow.people.models import Load
from winnow.prospects import transitions
from winnow.prospects.lifecycle import Kind, NotAllowed
from winnow.prospects.models import Event, Prospect
from winnow.prospects.transitions import Actor, Change, Pursuit
from winnow.prospects.words import NextAction, Outcome, Queue

pytestmark = pytest.mark.django_db
WORKER = Actor("worker")


@pytest.fixture
def cast() -> Cast:
    return people()


@pytest.fixture
def prospect(cast: Cast) -> Prospect:
    return Prospect.objects.get(id=inquire().prospect)


def test_a_change_appends_an_event_with_what_was_before(prospect: Prospect, cast: Cast) -> None:
    change = Change(prospect.id, Kind.REASSIGNED, NOW, "Holiday", owner=cast.anna.id)
    transitions.apply([change], actor=Actor("user", cast.cem.id), version=1)
    event = Event.objects.filter(prospect=prospect).order_by("-id")[0]
    assert (event.kind, event.actor_id, event.owner_id, event.reason) == (
        "reassigned",
        cast.cem.id,
        cast.anna.id,
        "Holiday",
    )
    assert event.data["before"] == {"owner_id": prospect.owner_id}


def test_closing_leaves_no_next_action(prospect: Prospect) -> None:
    change = Change(prospect.id, Kind.CLOSED, NOW, outcome=Outcome.INVALID, outcome_reason="spam")
    transitions.apply([change], actor=WORKER, version=1)
    prospect.refresh_from_db()
    assert (prospect.state, prospect.outcome, prospect.next_action, prospect.due_at, prospect.check_at) == (
        "closed",
        "invalid",
        "",
        None,
        None,
    )


def test_loads_follow_owner_and_state(prospect: Prospect, cast: Cast) -> None:
    changes = [
        Change(prospect.id, Kind.REASSIGNED, NOW, "x", owner=cast.anna.id),
        Change(prospect.id, Kind.CLOSED, NOW, outcome=Outcome.INVALID),
    ]
    transitions.apply(changes[:1], actor=WORKER, version=1)
    assert dict(Load.objects.values_list("user_id", "working")) == {prospect.owner_id: 0, cast.anna.id: 1}
    transitions.apply(changes[1:], actor=WORKER, version=1)
    assert set(Load.objects.values_list("working", flat=True)) == {0}


def test_what_the_lifecycle_forbids_writes_nothing(prospect: Prospect) -> None:
    changes = [
        Change(prospect.id, Kind.CLOSED, NOW, outcome=Outcome.INVALID),
        Change(prospect.id, Kind.HANDED_OVER, NOW),
    ]
    events = Event.objects.count()
    with pytest.raises(NotAllowed, match="closed cannot be handed over"):
        transitions.apply(changes, actor=WORKER, version=1)
    prospect.refresh_from_db()
    assert prospect.state == "working"
    assert Event.objects.count() == events


def test_reopening_without_a_next_action_is_refused_by_the_database(prospect: Prospect) -> None:
    closed = Change(prospect.id, Kind.CLOSED, NOW, outcome=Outcome.INVALID)
    transitions.apply([closed], actor=WORKER, version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        transitions.apply([Change(prospect.id, Kind.REOPENED, NOW)], actor=WORKER, version=1)


def test_a_new_pursuit_lets_go_of_the_claim(prospect: Prospect, cast: Cast) -> None:
    Prospect.objects.filter(id=prospect.id).update(claimed_by=cast.ben, claimed_until=NOW)
    later = NOW + timedelta(days=1)
    pursuit = Pursuit(NextAction.CALL, later, later, Queue.RETRY, later)
    transitions.apply([Change(prospect.id, Kind.TOUCHED, NOW, "", pursuit)], actor=WORKER, version=1)
    prospect.refresh_from_db()
    assert (prospect.claimed_by_id, prospect.claimed_until) == (None, None)


def test_a_repeat_does_not_take_the_claim_from_who_is_on_the_line(cast: Cast) -> None:
    number = inquire(email="pat@firm.example.com").prospect
    until = NOW + timedelta(minutes=30)
    Prospect.objects.filter(id=number).update(claimed_by=cast.ben, claimed_until=until)
    inquire(email="pat@firm.example.com", message="One more thing")
    assert Prospect.objects.get(id=number).claimed_by_id == cast.ben.id
