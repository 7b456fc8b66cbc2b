"""The worker as a process: side by side, through a database that goes away, and to a clean end."""

import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.cli.installation import Installation


def wait_until(true: Callable[[], object], seconds: float = 30) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.1)


def end(worker: subprocess.Popen[str]) -> str:
    worker.terminate()
    return worker.communicate(timeout=30)[0]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_and_takes_its_sign_of_life_away(installed: Installation, ending: int) -> None:
    worker = installed.start("work")
    wait_until(lambda: list(installed.home.glob("workers/*.json")))
    worker.send_signal(ending)
    said = worker.communicate(timeout=30)[0]
    assert (worker.returncode, list(installed.home.glob("workers/*.json"))) == (0, [])
    assert said.startswith("Worker ")


def test_the_doctor_sees_a_worker_at_work(installed: Installation) -> None:
    worker = installed.start("work")
    try:
        wait_until(lambda: list(installed.home.glob("workers/*.json")))
        done = installed.run("doctor", code=1 if installed.database else 0)
        assert "Workers at work on this machine: none" not in done.stdout
    finally:
        end(worker)


def test_once_does_what_is_due_and_tells(firm: Installation) -> None:
    told = firm.facts("work", "--once")
    assert told["failed"] == 0
    assert sum(told.values()) > 0


def test_two_workers_side_by_side_do_nothing_twice(firm: Installation) -> None:
    firm.python("[inquire(email=f'p{n}@q{n}.example.com') for n in range(40)]")
    pair = [firm.start("work") for _ in range(2)]
    wait_until(lambda: len(list(firm.home.glob("workers/*.json"))) == len(pair))
    due = "SELECT count(*) FROM prospects_effect WHERE due_at <= CURRENT_TIMESTAMP"
    late = "SELECT count(*) FROM prospects_prospect WHERE check_at <= CURRENT_TIMESTAMP"
    try:
        wait_until(lambda: firm.sql(due) == [(0,)] and firm.sql(late) == [(0,)])
    finally:
        said = [end(worker) for worker in pair]
    warned = (
        "SELECT count(*) FROM prospects_event WHERE kind = 'warned' GROUP BY prospect_id HAVING count(*) > 1"
    )
    assert firm.sql(warned) == []
    assert [words.count("\n") for words in said] == [1, 1], said


@pytest.mark.postgresql
def test_a_database_that_goes_away_is_waited_for(firm: Installation) -> None:
    """Every connection is cut three times; work that becomes due afterwards is done within ten seconds (R10)."""
    worker = firm.start("work")
    try:
        wait_until(lambda: list(firm.home.glob("workers/*.json")))
        for _ in range(3):
            firm.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            time.sleep(0.5)
        firm.sql("UPDATE prospects_prospect SET check_at = now() - interval '1 minute' WHERE id = 1")
        late = "SELECT count(*) FROM prospects_prospect WHERE check_at <= now()"
        wait_until(lambda: firm.sql(late) == [(0,)], seconds=10)
        assert worker.poll() is None
    finally:
        end(worker)
