"""Taking in a batch asks the database as often for ten inquiries as for a thousand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import NOW, Cast, people, raw
from winnow.flow import Terms, receive
from winnow.prospects.transitions import Actor

MOST = 30  # statements for a whole batch, of any size


@pytest.fixture
def cast(db: None) -> Cast:
    """What is asked but once, at the first of all inquiries, has been asked."""
    cast = people()
    receive([raw(company="Firm", campaign="Fair")], now=NOW, terms=Terms(Actor("door")))
    return cast


def statements(raws: list, terms: Terms) -> int:
    with CaptureQueriesContext(connection) as captured:
        receive(raws, now=NOW, terms=terms)
    return len(captured)


def of_new_persons(number: int) -> list:
    return [raw(company=f"Firm {n}", campaign=f"Fair {number} {n % 3}") for n in range(number)]


def of_known_persons(number: int) -> list:
    """Each inquires again, and again in the same batch."""
    addresses = [f"kim{n}@known{n}.example.com" for n in range(number // 2)]
    receive([raw(email=address) for address in addresses], now=NOW, terms=Terms(Actor("door")))
    return [raw(email=address) for address in addresses * 2]


@pytest.mark.parametrize("batch", [of_new_persons, of_known_persons])
@pytest.mark.parametrize("history", [False, True])
def test_the_number_of_statements_does_not_depend_on_the_number_of_inquiries(
    cast: Cast, batch, history: bool
) -> None:
    terms = Terms(Actor("door"), history=history)
    few, many = statements(batch(10), terms), statements(batch(1_000), terms)
    assert few == many < MOST
