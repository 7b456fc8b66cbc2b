"""The worker's loop: it rests as long as nothing is due, outlives failures, and leaves a sign of life."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from tests.world import NOW, inquire, people
from winnow.flow.tick import Ticked
from winnow.prospects.models import Effect, Event, Notification, Prospect
from winnow.worker import heartbeat, loop
from winnow.worker.clock import STEADY
from winnow.worker.loop import LONGEST_BACKOFF, LONGEST_REST, SHORTEST_REST, Worker, rest

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker(threading.Event())
    yield one
    heartbeat.depart(one.name)


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own transaction would end with its connection."""
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)


@pytest.fixture(autouse=True)
def nothing_goes_on_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are reckoned in a process of its own, which has tests of its own."""
    monkeypatch.setattr(loop.measuring, "is_wanted", lambda: False)


def fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def failing(*_: object, **__: object) -> Ticked:
        raise error

    monkeypatch.setattr(loop, "tick", failing)


def test_with_nothing_due_it_rests_for_the_longest() -> None:
    assert rest(NOW) == LONGEST_REST


@pytest.mark.parametrize(
    ("due_in", "seconds"), [(-60, SHORTEST_REST), (0.2, SHORTEST_REST), (3, 3), (90, LONGEST_REST)]
)
def test_it_rests_until_a_prospect_is_due(due_in: float, seconds: float) -> None:
    people()
    prospect = inquire().prospect
    Prospect.objects.filter(id=prospect).update(check_at=NOW + timedelta(seconds=due_in))
    Effect.objects.update(due_at=None)
    assert rest(NOW) == seconds


def test_it_rests_until_an_effect_is_due() -> None:
    cast = people()
    due = NOW + timedelta(seconds=2)
    Effect.objects.create(key="k", kind="notify", user=cast.anna, created_at=NOW, due_at=due)
    assert rest(NOW) == 2


def test_a_round_leaves_a_sign_of_life(worker: Worker) -> None:
    people()
    worker.round()
    now = datetime.now(UTC)
    assert [(one.worker, one.is_alive(now), one.error) for one in heartbeat.beats(now)] == [
        (worker.name, True, "")
    ]


def test_a_sign_of_life_grows_old(worker: Worker) -> None:
    heartbeat.beat(worker.name, NOW)
    assert not heartbeat.beats(NOW)[0].is_alive(NOW + timedelta(minutes=2))
    assert heartbeat.beats(NOW + timedelta(days=2)) == []


def test_a_broken_sign_is_passed_over(worker: Worker) -> None:
    heartbeat.beat(worker.name, NOW)
    heartbeat._file("other").write_text("{")
    assert [one.worker for one in heartbeat.beats(NOW)] == [worker.name]
    heartbeat.depart("other")


def test_each_failed_round_waits_longer_up_to_a_bound(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fail(monkeypatch, OperationalError("server closed the connection"))
    assert [worker.round() for _ in range(6)] == [0.5, 1.0, 2.0, 4.0, 8.0, LONGEST_BACKOFF]
    assert "the database does not answer: server closed the connection" in caplog.text


def test_what_stops_it_is_said_in_its_sign_of_life(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, OperationalError("gone"))
    worker.round()
    assert heartbeat.beats(datetime.now(UTC))[0].error == "the database does not answer: gone"


def test_an_unforeseen_failure_does_not_end_it_either(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fail(monkeypatch, ValueError("surprise"))
    assert worker.round() == 0.5
    assert [record.exc_info is not None for record in caplog.records if record.levelno == logging.ERROR] == [
        True
    ]


def test_after_a_good_round_it_is_as_before(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    people()
    with monkeypatch.context() as during:
        fail(during, OperationalError("gone"))
        worker.round()
    worker.round()
    assert worker.failures == 0


HOUR = timedelta(hours=1)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """A machine whose clock is set by hand, while in truth no time goes by."""
    set_to = {"now": NOW}
    monkeypatch.setattr(loop.timezone, "now", lambda: set_to["now"])
    monkeypatch.setattr(loop, "steady_clock", lambda: 0.0)
    return set_to


def test_a_clock_that_leaps_forward_escalates_nobody_and_the_admin_is_told_once(
    worker: Worker, times: dict[str, datetime]
) -> None:
    cast = people()
    row = Prospect.objects.get(id=inquire().prospect)
    worker.round()
    times["now"] = NOW + HOUR
    for _ in range(3):
        worker.round()
    row.refresh_from_db()
    assert row.escalation == 0
    (told,) = Notification.objects.filter(kind="clock_leapt")
    assert told.user == cast.ada
    assert "leapt forward by 1 h" in told.text
    assert Event.objects.filter(kind="clock_leapt").count() == 1


def test_two_workers_of_a_machine_tell_it_once_between_them(
    worker: Worker, times: dict[str, datetime]
) -> None:
    people()
    other = Worker(threading.Event())
    for one in (worker, other):
        one.round()
    times["now"] = NOW - HOUR
    for one in (worker, other):
        one.round()
    assert Event.objects.filter(kind="clock_leapt").count() == 1
    heartbeat.depart(other.name)


def test_what_is_late_by_a_clock_that_has_gone_on_is_escalated(
    worker: Worker, times: dict[str, datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    people()
    row = Prospect.objects.get(id=inquire().prospect)
    worker.round()
    times["now"] = NOW + HOUR
    worker.round()
    monkeypatch.setattr(loop, "steady_clock", lambda: STEADY.total_seconds())
    times["now"] = NOW + HOUR + STEADY
    worker.round()
    row.refresh_from_db()
    assert row.escalation == 1


def test_told_to_stop_it_ends_and_takes_its_sign_away(worker: Worker) -> None:
    people()
    worker.round()
    worker.stop.set()
    worker.run()
    assert heartbeat.beats(datetime.now(UTC)) == []


def test_until_idle_tells_what_was_done() -> None:
    people()
    inquire()
    done = Worker(threading.Event()).until_idle()
    assert done.keys() >= {"warned", "reassigned", "to_manager", "recycled", "effects", "failed"}
