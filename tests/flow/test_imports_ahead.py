"""While a chunk is being written, the next is read, unpacked and looked up: with the same result as without."""

import pytest
from django.db import IntegrityError, OperationalError

from tests.flow.import_files import MAPPING, NOW, Clock, row, write
from tests.world import people, raw
from winnow.flow import Terms, imports, receive
from winnow.flow.imports import ahead, running
from winnow.intake.sieve import NOTHING_FORESEEN, foresee
from winnow.prospects.models import Company, Inquiry, Prospect
from winnow.prospects.transitions import Actor

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ROWS, CHUNK = 2_500, 1_000
PERSON = 1_500  # of the second chunk


@pytest.fixture
def foreseen(monkeypatch):
    """What was known of each chunk before its turn."""
    people()
    monkeypatch.setattr(running, "WORTH_A_PROCESS", 0)
    found = []

    def kept(*given):
        found.append(foresee(*given))
        return found[-1]

    monkeypatch.setattr(ahead, "foresee", kept)
    return found


def persons(numbers):
    """A row of each, all of different firms."""
    return [
        row(number, Email=f"p{number}@firm{number}.example", Ref=f"r{place}")
        for place, number in enumerate(numbers)
    ]


def begun(path):
    return imports.start(path, imports.Options(mapping=MAPPING, source="test"), None, NOW)[0]


def bring(path, progress=None):
    return imports.run(begun(path).pk, Clock(), progress)


def test_the_chunks_after_the_first_are_looked_up_before_their_turn(tmp_path, foreseen):
    done = bring(write(tmp_path / "a.csv", persons(range(ROWS))))
    assert (done.accepted, done.repeated, Prospect.objects.count()) == (ROWS, 0, ROWS)
    assert [len(one.firms) for one in foreseen] == [CHUNK, CHUNK, ROWS - 2 * CHUNK]


def test_whoever_the_chunk_before_brought_is_known_in_the_next(tmp_path, foreseen):
    rows = [number % PERSON for number in range(ROWS)]
    done = bring(write(tmp_path / "a.csv", persons(rows)))
    assert (done.accepted, done.repeated) == (PERSON, ROWS - PERSON)
    assert (Prospect.objects.count(), Company.objects.count()) == (PERSON, PERSON)


def test_who_comes_in_by_another_door_between_look_up_and_turn_is_recognised(tmp_path, foreseen):
    def inquires(now):
        if now.rows_done == CHUNK:
            one = raw(email=f"p{PERSON}@firm{PERSON}.example")
            receive([one], now=NOW, terms=Terms(Actor("door")))

    done = bring(write(tmp_path / "a.csv", persons(range(ROWS))), inquires)
    assert (done.accepted, done.repeated) == (ROWS - 1, 1)
    assert Prospect.objects.get(person__email__startswith=f"p{PERSON}@").inquiries == 2


def test_a_chunk_that_is_tried_again_asks_anew(tmp_path, foreseen, monkeypatch):
    real, asked = running.write_entries, []

    def collides_once(*given):
        asked.append(given[-1])
        if len(asked) == 1:
            raise IntegrityError("inquiry_once_per_source")
        return real(*given)

    monkeypatch.setattr(running, "write_entries", collides_once)
    bring(write(tmp_path / "a.csv", [row(1)]))
    assert asked == [foreseen[0], NOTHING_FORESEEN]
    assert asked[0].keys


def test_a_run_that_stops_ends_its_reader_and_leaves_nothing_behind_for_the_next(tmp_path, foreseen):
    path = write(tmp_path / "a.csv", persons(range(ROWS)))

    def stops(now):
        raise running.Stop

    first = begun(path)
    assert imports.run(first.pk, Clock(), stops).status == "waiting"
    assert imports.run(first.pk, Clock()).status == "done"
    receive([raw(email=f"q{n}@other{n}.example") for n in range(300)], now=NOW, terms=Terms(Actor("door")))
    assert Inquiry.objects.count() == ROWS + 300


def test_a_database_that_is_away_during_the_look_up_stops_nothing(tmp_path, foreseen, monkeypatch):
    def away(*given):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(ahead, "foresee", away)
    done = bring(write(tmp_path / "a.csv", persons(range(ROWS))))
    assert (done.status, done.accepted) == ("done", ROWS)
