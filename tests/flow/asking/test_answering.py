"""What they say became of it closes or revives them; it is a claim, and it can be changed for a while."""

from datetime import timedelta

import pytest

from tests.nurture_world import resting
from tests.world import NOW
from winnow.flow.asking.answering import Answered, answer
from winnow.flow.asking.putting import ask_if_due
from winnow.flow.finish import Close, close
from winnow.flow.scene import Refused
from winnow.flow.work import Dispose, dispose
from winnow.nurture.models import Question, Stay
from winnow.nurture.words import Bought
from winnow.prospects.models import Event, Order, Person, Prospect, Touch
from winnow.prospects.words import Outcome

ASKED = NOW + timedelta(days=182, hours=1)
LATER = ASKED + timedelta(days=2)


@pytest.fixture
def row(cast) -> Prospect:
    """In nurture, and asked."""
    found = resting(cast)
    ask_if_due(ASKED)
    return found


def say(what: Bought, at=LATER, **more) -> None:
    answer(Answered(Question.objects.get().pk, what, **more), now=at)


def standing(row: Prospect) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.outcome


def test_bought_elsewhere_closes_it_with_the_winner_and_as_a_claim(row):
    say(Bought.ELSEWHERE, whom="Rival Ltd", why="Faster", reason="too_late")
    assert standing(row) == ("closed", "bought_elsewhere")
    told = Event.objects.filter(prospect=row).latest("id")
    assert (told.data["competitor"], told.data["grade"], row.outcome_reason) == (
        "Rival Ltd",
        "stated",
        "too_late",
    )
    assert Stay.objects.get().left == "closed"


def test_no_longer_closes_it_and_still_deciding_revives_it(row):
    say(Bought.NO_LONGER)
    assert standing(row) == ("closed", "not_buying")
    say(Bought.DECIDING, LATER + timedelta(days=1))
    assert standing(row) == ("working", "")


def test_bought_from_us_makes_no_customer_but_a_search_for_the_order(row):
    say(Bought.FROM_US)
    assert standing(row) == ("working", "")
    assert (Order.objects.count(), Stay.objects.get().left) == (0, "answer")
    assert "find the order" in Event.objects.filter(prospect=row).latest("id").reason


def test_an_answer_that_only_the_answer_before_had_moved_can_be_changed(row):
    say(Bought.DECIDING)
    say(Bought.ELSEWHERE, LATER + timedelta(days=1), whom="Rival Ltd")
    assert standing(row) == ("closed", "bought_elsewhere")
    assert Question.objects.get().changes == 1


def test_whom_somebody_works_on_by_now_stays_there_and_its_owner_is_told(row, cast):
    say(Bought.DECIDING)
    row.refresh_from_db()
    at = LATER + timedelta(hours=2)
    dispose([Dispose(row.pk, "connected", at, row.owner_id)], now=at)
    say(Bought.ELSEWHERE, LATER + timedelta(days=1), whom="Rival Ltd")
    assert standing(row) == ("working", "")
    assert Event.objects.filter(prospect=row, kind="reported").count() == 1


def test_one_that_was_closed_already_gets_its_outcome_put_right(cast):
    row = resting(cast)
    close([Close(row.pk, Outcome.NOT_BUYING, NOW, cast.cem.pk, "no_need")], now=NOW)
    ask_if_due(ASKED)
    say(Bought.ELSEWHERE, whom="Rival Ltd")
    assert standing(row) == ("closed", "bought_elsewhere")
    assert Event.objects.filter(prospect=row).latest("id").kind == "corrected"


def test_whoever_wants_no_contact_is_not_revived_by_what_they_say(row):
    close([Close(row.pk, Outcome.DO_NOT_CONTACT, ASKED, None, "asked")], now=ASKED, by="door")
    say(Bought.DECIDING)
    assert standing(row) == ("closed", "do_not_contact")
    assert Person.objects.get(id=row.person_id).do_not_contact_at


def test_it_takes_no_answer_after_its_time_and_no_change_after_a_while(row):
    with pytest.raises(Refused, match="closed now"):
        say(Bought.DECIDING, ASKED + timedelta(days=61))
    say(Bought.DECIDING, ASKED + timedelta(days=59))
    say(Bought.ELSEWHERE, ASKED + timedelta(days=70))
    with pytest.raises(Refused, match="answered already"):
        say(Bought.DECIDING, ASKED + timedelta(days=74))


def test_the_same_answer_twice_does_nothing_twice(row):
    say(Bought.ELSEWHERE, whom="Rival Ltd")
    say(Bought.ELSEWHERE, LATER + timedelta(minutes=1), whom="Rival Ltd")
    assert Event.objects.filter(prospect=row, kind="closed").count() == 1


def test_an_answer_heard_on_the_telephone_is_a_touch_of_who_heard_it(row, cast):
    say(Bought.ELSEWHERE, whom="Rival Ltd", by=cast.ben.pk)
    touch = Touch.objects.get(prospect=row)
    assert (touch.by, touch.reached, touch.disposition) == (cast.ben, True, "asked")
    assert (Question.objects.get().by_call, standing(row)[1]) == (True, "bought_elsewhere")
