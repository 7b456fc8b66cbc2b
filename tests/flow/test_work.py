"""A person's work: what a touch sets next, what is refused, and what a refusal leaves behind."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow.finish import Rest, nurture
from winnow.flow.scene import Refused
from winnow.flow.work import Dispose, Reassign, Reschedule, SkipIt, dispose, reassign, reschedule, skip
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect, Touch


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


@pytest.fixture
def resting(cast: Cast) -> list[int]:
    """Prospects in nurture."""
    numbers = [inquire().prospect for _ in range(25)]
    nurture([Rest(number, NOW, cast.ben.id, "Later") for number in numbers], now=NOW)
    return numbers


def test_who_sells_and_is_given_one_from_nurture_has_it_on_the_desk_with_a_day(cast, resting):
    reassign([Reassign(resting[0], NOW, cast.cem.id, "They asked for her", cast.anna.id)], now=NOW)
    given = row(resting[0])
    assert (given.state, given.owner_id, given.next_action) == ("working", cast.anna.id, "call")
    assert given.due_at
    assert given.due_at > NOW
    event = Event.objects.latest("id")
    assert (event.kind, event.reason) == ("recycled", "They asked for her")


def test_many_from_nurture_are_spread_over_the_days_of_who_gets_them(cast, resting):
    a_day = in_force(NOW)[1].importing.per_person_per_day
    reassign(
        [Reassign(number, NOW, cast.cem.id, "A quiet week", cast.anna.id) for number in resting], now=NOW
    )
    days = Counter(one.due_at.date() for one in Prospect.objects.filter(owner=cast.anna))
    assert max(days.values()) == a_day
    assert sum(days.values()) == len(resting)


def test_from_one_marketer_to_another_it_stays_in_nurture(cast, resting):
    max_ = User.objects.create_user("max@winnow.example", None, name="Max", role="marketer", joined_at=NOW)
    before = row(resting[0]).due_at
    reassign([Reassign(resting[0], NOW, cast.ada.id, "Mia is away", max_.id)], now=NOW)
    assert (row(resting[0]).state, row(resting[0]).owner_id, row(resting[0]).due_at) == (
        "nurture",
        max_.id,
        before,
    )


def test_what_is_on_a_desk_is_not_given_to_marketing_without_a_date(cast, one):
    with pytest.raises(Refused, match="Give it to nurture"):
        reassign([Reassign(one, NOW, cast.cem.id, "Not now", cast.mia.id)], now=NOW)


def test_a_wrong_number_comes_off_the_card_and_they_are_written_to(cast):
    number = inquire(name="Jo Doe", email="jo@doe.test", phone="+4930901820").prospect
    dispose([Dispose(number, "wrong_number", NOW, cast.ben.id)], now=NOW)
    now = row(number)
    assert (now.next_action, now.person.phone, now.person.email) == ("email", "", "jo@doe.test")
    event = Event.objects.get(kind="edited")
    assert event.data["edited"] == {"phone": ["+4930901820", ""]}


def test_who_has_that_number_and_inquires_is_somebody_else(cast):
    number = inquire(name="Jo Doe", email="jo@doe.test", phone="+4930901820").prospect
    dispose([Dispose(number, "wrong_number", NOW, cast.ben.id)], now=NOW)
    assert inquire(name="Kim Roe", phone="+4930901820").prospect != number


def test_a_wrong_number_and_no_address_demands_another_number(cast):
    number = inquire(name="Jo Doe", phone="+4930901820").prospect
    dispose([Dispose(number, "wrong_number", NOW, cast.ben.id)], now=NOW)
    assert "find a number first" in row(number).next_note
