"""Workers are killed while they send: no mail is lost, and at most one for each kill goes out twice, the same."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.cli.installation import Installation
from tests.crash.processes import begin, kill
from tests.crash.scale import sized
from tests.crash.sinks import SlowSink, mail_goes_to

pytestmark = pytest.mark.crash

MAILS, KILLS, BESIDE = sized(24, 300), sized(2, 20), sized(40, 300)
PATIENCE = 180.0  # seconds
QUEUE = """
from datetime import datetime, UTC
from winnow.flow.mailing import Draft, queue
from winnow.prospects.models import Prospect
now = datetime.now(UTC)
rows = [Prospect.objects.get(id=inquire(now=now).prospect) for _ in range({count})]
queue([Draft(f"{step}:{{row.pk}}", row.pk, row.owner_id, "News", "New.", now, at_once=True) for row in rows], now=now)
"""
# As if the five minutes had gone for which a worker holds what it claimed.
LATER = "update correspondence_mail set due_at = (select min(at) from correspondence_mail) where status = 'sending'"


@dataclass
class Arrived:
    """The ids of what arrived: while workers were killed, and then from two side by side."""

    killed: list[str]
    beside: list[str]


@pytest.fixture(scope="module")
def arrived(firm: Installation) -> Iterator[Arrived]:
    """What arrived, in the end."""
    sink = SlowSink()
    with mail_goes_to(sink, firm):
        firm.python(f"exec({QUEUE.format(step='first', count=MAILS)!r})")
        for number in range(KILLS):
            worker = begin(firm, "work")
            try:
                _wait_for(sink, (number + 1) * MAILS // (KILLS + 1))
            finally:
                kill(worker)
            firm.sql(LATER)
        firm.run("work", "--once")
        killed = list(sink.ids)
        sink.ids.clear()
        firm.python(f"exec({QUEUE.format(step='second', count=BESIDE)!r})")
        for worker in [begin(firm, "work", "--once") for _ in range(2)]:
            assert worker.wait(PATIENCE) == 0
        yield Arrived(killed, sink.ids)


def _wait_for(sink: SlowSink, count: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while len(sink.ids) < count:
        assert time.monotonic() < give_up, f"only {len(sink.ids)} of {count} mails came"
        time.sleep(0.005)


def test_every_mail_arrived(firm: Installation, arrived: Arrived) -> None:
    assert len(set(arrived.killed)) == MAILS
    standing = firm.sql("select status, count(*) from correspondence_mail group by 1")
    assert [tuple(one) for one in standing] == [("sent", MAILS + BESIDE)]


def test_at_most_one_for_each_kill_arrived_twice(arrived: Arrived) -> None:
    assert len(arrived.killed) - MAILS <= KILLS


def test_two_workers_side_by_side_send_each_mail_once(arrived: Arrived) -> None:
    assert (len(arrived.beside), len(set(arrived.beside))) == (BESIDE, BESIDE)
