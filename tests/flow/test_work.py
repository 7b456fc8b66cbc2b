"""A person's work: what a touch sets next, what is refused, and what a refusal leaves behind."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire, people
from winnow.flow.scene import Refused
from winnow.flow.work import Dispose, Reassign, Reschedule, SkipIt, dispose, reassign, reschedule, skip
from winnow.prospects.models import Event, Prospect, Touch


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


@pytest.fixture
def one(cast: Cast) -> int:
    return inquire(name="Mette Krag", email="mette@nordlys.example.com").prospect


def row(number: int) -> Prospect:
    return Prospect.objects.get(id=number)


def test_the_first_touch_stops_the_response_clock(cast, one):
    dispose([Dispose(one, "no_answer", NOW, cast.ben.id)], now=NOW)
    assert row(one).responded_at == NOW
    assert row(one).attempts == 1


def test_a_note_without_an_attempt_leaves_the_response_clock_running(cast, one):
    dispose([Dispose(one, "duplicate_or_spam", NOW, cast.ben.id, reason="spam")], now=NOW)
    assert row(one).responded_at is None


def test_minutes_not_given_are_those_of_the_disposition(cast, one):
    dispose([Dispose(one, "left_voicemail", NOW, cast.ben.id)], now=NOW)
    assert Touch.objects.get().minutes == 2


def test_a_call_back_without_an_instant_is_refused(cast, one):
    with pytest.raises(Refused, match="Say when"):
        dispose([Dispose(one, "call_back", NOW, cast.ben.id)], now=NOW)


def test_a_disposition_that_nobody_wrote_is_refused_with_those_there_are(cast, one):
    with pytest.raises(Refused, match="no_answer"):
        dispose([Dispose(one, "vanished", NOW, cast.ben.id)], now=NOW)


def test_a_move_into_the_past_is_refused(cast, one):
    with pytest.raises(Refused, match="lies ahead"):
        reschedule([Reschedule(one, NOW - timedelta(hours=1), NOW, cast.ben.id, "Late")], now=NOW)


def test_a_snooze_of_a_season_belongs_into_nurture(cast, one):
    with pytest.raises(Refused, match="nurture"):
        reschedule([Reschedule(one, NOW + timedelta(days=61), NOW, cast.ben.id, "Far off")], now=NOW)


def test_reassigning_tells_who_and_why(cast, one):
    reassign([Reassign(one, NOW, cast.cem.id, "Knows the trade", cast.anna.id)], now=NOW)
    event = Event.objects.get(kind="reassigned")
    assert (event.owner_id, event.reason, event.actor_id) == (cast.anna.id, "Knows the trade", cast.cem.id)


def test_nobody_who_has_left_gets_a_prospect(cast, one):
    cast.anna.is_active = False
    cast.anna.save()
    with pytest.raises(Refused, match="not active"):
        reassign([Reassign(one, NOW, cast.cem.id, "Try her", cast.anna.id)], now=NOW)


def test_a_promise_cannot_be_skipped(cast, one):
    promised = NOW + timedelta(hours=1)
    reschedule([Reschedule(one, promised, NOW, cast.ben.id, "She asked", promised=True)], now=NOW)
    with pytest.raises(Refused, match="promised"):
        skip(SkipIt(one, promised, cast.ben.id, "No time"), now=promised)


def test_after_a_conversation_attempts_are_counted_anew(cast, one):
    for day in range(9):
        dispose(
            [Dispose(one, "no_answer", NOW + timedelta(days=day), cast.ben.id)], now=NOW + timedelta(days=day)
        )
    at = NOW + timedelta(days=10)
    dispose([Dispose(one, "connected", at, cast.ben.id)], now=at)
    dispose([Dispose(one, "no_answer", at + timedelta(days=7), cast.ben.id)], now=at + timedelta(days=7))
    assert (row(one).state, row(one).attempts) == ("working", 1)
