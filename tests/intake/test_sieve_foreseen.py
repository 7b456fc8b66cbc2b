"""What nobody is known by need not be asked for twice; all else is."""

import pytest

from tests.world import NOW, people, raw
from winnow.flow import Terms, receive
from winnow.intake.clean import clean_all
from winnow.intake.sieve import NOTHING_FORESEEN, foresee
from winnow.prospects.transitions import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    """Somebody to give an inquiry to."""
    people()


def cleaned(*mails):
    return clean_all([raw(email=mail) for mail in mails], country="DE")


def test_keys_and_firms_that_are_nobodys_are_foreseen(firm):
    seen = foresee(cleaned("pat@firm1.example", "kim@firm2.example"))
    assert seen.keys == {"e:pat@firm1.example", "e:kim@firm2.example"}
    assert seen.firms == {"firm1.example", "firm2.example"}


def test_what_somebody_is_known_by_is_asked_for_again(firm):
    receive([raw(email="pat@firm1.example")], now=NOW, terms=Terms(Actor("door")))
    seen = foresee(cleaned("pat@firm1.example", "kim@firm2.example"))
    assert seen.keys == {"e:kim@firm2.example"}
    assert seen.known(["e:pat@firm1.example", "e:kim@firm2.example"]).keys() == {"e:pat@firm1.example"}
    assert seen.companies(["firm1.example", "firm2.example"]).keys() == {"firm1.example"}


def test_what_the_batch_before_may_have_brought_is_asked_for_again(firm):
    seen = foresee(cleaned("pat@firm1.example", "kim@firm2.example"), cleaned("lee@firm1.example"))
    assert seen.firms == {"firm2.example"}


def test_what_is_foreseen_is_not_asked_for(firm, django_assert_num_queries):
    seen = foresee(cleaned("pat@firm1.example"))
    with django_assert_num_queries(0):
        assert (seen.known(["e:pat@firm1.example"]), seen.companies(["firm1.example"])) == ({}, {})


def test_nothing_foreseen_asks_for_everything(firm):
    receive([raw(email="pat@firm1.example")], now=NOW, terms=Terms(Actor("door")))
    assert NOTHING_FORESEEN.known(["e:pat@firm1.example"]).keys() == {"e:pat@firm1.example"}
