"""Workers are killed again and again over prospects that are late: each step is taken once, each person told once."""

import subprocess
import time

import pytest

from tests.cli.installation import Installation
from tests.crash.late import late_prospects, steps_taken, told
from tests.crash.processes import begin, examined, kill
from tests.crash.scale import sized

pytestmark = pytest.mark.crash

LATE, KILLS = sized(800, 2_000), sized(4, 30)
PATIENCE = 180.0  # seconds until a worker shows that it works


@pytest.fixture(scope="module")
def survivors(firm: Installation) -> Installation:
    """The firm after two workers were killed by turns in the middle of their steps, and a last one ended the work."""
    late_prospects(firm, LATE)
    workers = [begin(firm, "work"), begin(firm, "work")]
    try:
        for number in range(KILLS):
            _wait_for_progress(firm, (number + 1) * 3 * LATE // (KILLS + 2))
            kill(workers[number % 2])
            workers[number % 2] = begin(firm, "work")
    finally:
        for worker in workers:
            kill(worker)
    firm.run("work", "--once")
    return firm


def _wait_for_progress(firm: Installation, steps: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while sum(steps_taken(firm).values()) < steps:
        if time.monotonic() > give_up:
            raise subprocess.TimeoutExpired("winnow work", PATIENCE)
        time.sleep(0.01)


def test_each_step_was_taken_once_for_each_prospect(survivors: Installation) -> None:
    assert steps_taken(survivors) == {"warned": LATE, "reassigned": LATE, "manager": LATE}


def test_no_prospect_was_worked_on_twice(survivors: Installation) -> None:
    twice = "select prospect_id from prospects_event where kind = 'warned' group by 1 having count(*) > 1"
    assert survivors.sql(twice) == []


def test_everything_owed_was_delivered_once(survivors: Installation) -> None:
    owed, delivered, notifications = told(survivors)
    assert owed == delivered == notifications > 2 * LATE


def test_the_doctor_finds_nothing(survivors: Installation) -> None:
    found = examined(survivors)
    assert (found["offending"], found["open"]) == ({}, LATE)
