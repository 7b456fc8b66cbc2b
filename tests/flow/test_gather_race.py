"""Several processes over one PostgreSQL: each has its own gatherer and connection, as these threads have."""

import threading

import pytest
from django.db import connections

from tests.world import people, raw
from winnow.flow.gather import Gatherer
from winnow.flow.intake import Terms
from winnow.flow.together import Answer, Work
from winnow.intake.idempotency import Asked
from winnow.people.models import Load
from winnow.prospects.models import Inquiry, Prospect
from winnow.prospects.transitions import Actor

PROCESSES, ROUNDS = 4, 25
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def work(email: str, key: str = "") -> Work:
    asked = Asked("token:1", key, "f") if key else None
    return Work([raw(email=email)], Terms(Actor("door")), asked, lambda own: (201, str(own[0].inquiry)))


def at_once(make) -> list[Answer]:
    """Every process hands in its work for every round, all as close together as threads can."""
    answers: list[Answer] = []
    together = threading.Barrier(PROCESSES)

    def process(number: int) -> None:
        own = Gatherer()
        for turn in range(ROUNDS):
            together.wait(30)
            answers.append(own.submit(make(turn)))
        own.stop()

    threads = [threading.Thread(target=process, args=[number]) for number in range(PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    connections.close_all()
    return answers


def test_the_same_person_at_every_process_at_once_is_one_prospect_and_no_inquiry_is_lost():
    people()
    answers = at_once(lambda turn: work(f"pat@firm{turn}.example"))
    assert [one.status for one in answers] == [201] * PROCESSES * ROUNDS
    assert (Prospect.objects.count(), Inquiry.objects.count()) == (ROUNDS, PROCESSES * ROUNDS)
    assert sum(Load.objects.values_list("working", flat=True)) == ROUNDS


def test_the_same_key_at_every_process_at_once_is_one_inquiry_and_one_answer():
    people()
    answers = at_once(lambda turn: work(f"pat@firm{turn}.example", f"key{turn}"))
    assert len({one.body for one in answers}) == ROUNDS == Inquiry.objects.count()
    assert sum(one.replayed for one in answers) == (PROCESSES - 1) * ROUNDS
