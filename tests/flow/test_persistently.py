"""Two who type in the same caller at the same moment both succeed."""

import threading

import pytest
from django.db import IntegrityError, OperationalError, connections

from tests.world import NOW, people, raw
from winnow.flow.intake import Terms, receive
from winnow.flow.persistently import TRIES, persistently
from winnow.prospects.models import Inquiry, Prospect
from winnow.prospects.transitions import Actor

CALLERS, ROUNDS = 4, 10
pytestmark = pytest.mark.django_db(transaction=True)


class Fails:
    """A write that raises so many times, and then succeeds."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.times, self.tried = error, times, 0

    def __call__(self) -> str:
        self.tried += 1
        if self.tried <= self.times:
            raise self.error
        return "written"


def test_a_collision_is_written_again() -> None:
    assert persistently(Fails(IntegrityError(), TRIES - 1)) == "written"


def test_what_collides_for_ever_is_raised() -> None:
    with pytest.raises(IntegrityError):
        persistently(Fails(IntegrityError(), TRIES))


def test_a_database_that_is_away_is_not_asked_again() -> None:
    write = Fails(OperationalError("away"), TRIES)
    with pytest.raises(OperationalError):
        persistently(write)
    assert write.tried == 1


@pytest.mark.postgresql
def test_the_same_caller_typed_in_by_several_at_once_is_one_prospect() -> None:
    people()
    failed: list[Exception] = []
    together = threading.Barrier(CALLERS)

    def type_in() -> None:
        for number in range(ROUNDS):
            one = raw(email=f"caller{number}@firm.test", campaign=f"Fair {number}", door="entry")
            together.wait()
            try:
                persistently(
                    lambda one=one: receive([one], now=NOW, terms=Terms(Actor("door"), screened=False))
                )
            except Exception as error:
                failed.append(error)
        connections.close_all()

    threads = [threading.Thread(target=type_in) for _ in range(CALLERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not failed
    assert (Prospect.objects.count(), Inquiry.objects.count()) == (ROUNDS, CALLERS * ROUNDS)
