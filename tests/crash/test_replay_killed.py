"""The process that replays is killed, alone and with its worker: a replay begins anew, and is never half of one."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from tests.crash.processes import begin, kill

pytestmark = pytest.mark.crash

INQUIRIES = 600
PATIENCE = 120.0  # seconds
ASKED = f"""
from datetime import timedelta
from winnow.flow.replaying import jobs
from winnow.people.models import User
from winnow.procedure.actions import default_text
now = datetime.now(UTC)
receive([raw() for _ in range({INQUIRIES})], now=now - timedelta(days=1), terms=Terms(Actor("door")))
jobs.ask(default_text(), 3, by=User.objects.get(name="Ada"), now=now)
"""
STATUS = "select status, found from procedure_replay"
LEASE_IS_OVER = "update procedure_replay set held_until = created_at where status = 'running'"


@pytest.fixture(scope="module")
def seen(firm: Installation) -> list[tuple[str, object]]:
    """Status and result: after its process was killed, after the worker too, and in the end."""
    firm.python(ASKED)
    worker = begin(firm, "work")
    try:
        os.kill(_at_it(firm, worker.pid), signal.SIGKILL)
        after = [_told(firm)]
        _at_it(firm, worker.pid)  # begun anew by the same worker
    finally:
        kill(worker)
    after.append(_told(firm))
    firm.sql(LEASE_IS_OVER)
    firm.run("work", "--once")
    after.append(_told(firm))
    return after


def _at_it(firm: Installation, worker: int) -> int:
    """The process that replays, once its first step is taken and before its last."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if (found := _children(worker)) and firm.sql(STATUS)[0][0] == "running":
            return found[0]
        time.sleep(0.005)
    raise AssertionError((firm.home / "work.log").read_text()[-2000:])


def _children(worker: int) -> list[int]:
    listed = [path.read_text().split() for path in Path(f"/proc/{worker}/task").glob("*/children")]
    return [int(one) for some in listed for one in some if _replays(int(one))]


def _replays(process: int) -> bool:
    try:
        return b"winnow.cli.replay" in Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def _told(firm: Installation) -> tuple[str, object]:
    [(status, found)] = firm.sql(STATUS)
    return status, json.loads(found) if isinstance(found, str) else found


def test_of_a_half_one_nothing_is_shown(seen: list[tuple[str, object]]) -> None:
    assert [found for _, found in seen[:2]] == [{}, {}]
    assert {status for status, _ in seen[:2]} <= {"running", "waiting"}


def test_in_the_end_there_is_all_of_it(seen: list[tuple[str, object]]) -> None:
    status, found = seen[2]
    assert isinstance(found, dict)
    assert (status, found["inquiries"], found["pursued"]) == ("done", INQUIRIES, INQUIRIES)
