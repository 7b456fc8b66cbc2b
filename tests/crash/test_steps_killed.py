"""Workers are killed while steps of cadences and tracks are taken: none is lost, a mail twice is the same mail."""

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.cli.installation import Installation
from tests.crash.processes import begin, kill
from tests.crash.scale import sized
from tests.crash.sinks import SlowSink, mail_goes_to

pytestmark = pytest.mark.crash

STEPS, KILLS, BESIDE = sized(12, 200), sized(2, 20), sized(30, 300)
PATIENCE = 180.0  # seconds
CADENCE = """
from datetime import datetime, timedelta, UTC
from tests.cadence_world import text_with
from tests.mail.world import that_writes
from winnow.flow.work import Dispose, dispose
from winnow.procedure.actions import publish
from winnow.prospects.models import Prospect
now = datetime.now(UTC)
text = that_writes(text_with(), send_from="00:00", send_until="23:59")
publish(text, reason="By themselves", by=None, now=now)
rows = [Prospect.objects.get(id=inquire(now=now).prospect) for _ in range({count})]
dispose([Dispose(row.pk, "no_answer", now, row.owner_id) for row in rows], now=now)
soon = now + timedelta(minutes=2)  # as if the instant of the step were now
Prospect.objects.filter(queue="6_by_itself").update(check_at=now, due_at=soon, available_at=soon)
"""
NURTURE = """
from contextlib import suppress
from datetime import datetime, timedelta, UTC
from tests.mail.world import that_writes
from tests.nurture_world import with_tracks
from tests.cadence_world import text_with
from winnow.flow.finish import Rest, nurture
from winnow.nurture.models import Stay
from winnow.people.models import User
from winnow.procedure.actions import NotPublished, publish
from winnow.prospects.models import Prospect
now = datetime.now(UTC)
text = that_writes(with_tracks(text_with()), send_from="00:00", send_until="23:59")
with suppress(NotPublished):  # in force already
    publish(text, reason="Tracks", by=None, now=now)
ben = User.objects.get(name="Ben").pk
numbers = [inquire(now=now).prospect for _ in range({count})]
nurture([Rest(one, now, ben, "Later") for one in numbers], now=now)
Stay.objects.filter(left_at=None).update(due_at=now, entered_at=now - timedelta(days=7))
"""
# At night they would wait for the morning, and a worker holds what it claimed for five minutes.
AT_ONCE = "update correspondence_mail set due_at = (select min(at) from correspondence_mail) where due_at is not null"


@pytest.fixture(scope="module")
def sink(firm: Installation) -> Iterator[SlowSink]:
    sink = SlowSink()
    firm.url = "http://127.0.0.1:9"  # a link to unsubscribe needs one; nobody follows it here
    with mail_goes_to(sink, firm):
        yield sink


def ordeal(firm: Installation, sink: SlowSink, world: str) -> Counter[str]:
    """How often each mail arrived, after as many kills and a worker that lived."""
    before = len(sink.ids)
    mails = firm.sql("select count(*) from correspondence_mail")[0][0]
    firm.python(f"exec({world.format(count=STEPS)!r})")
    for number in range(KILLS):
        worker = begin(firm, "work")
        try:
            _wait(lambda number=number: _far_enough(firm, mails, len(sink.ids) - before, number))
        finally:
            kill(worker)
        firm.sql(AT_ONCE)
    give_up = time.monotonic() + PATIENCE
    while len(set(sink.ids[before:])) < STEPS and time.monotonic() < give_up:
        firm.run("work", "--once")
        firm.sql(AT_ONCE)
    return Counter(sink.ids[before:])


def _far_enough(firm: Installation, mails: int, arrived: int, number: int) -> bool:
    """The first is killed as soon as steps are taken, the others while mails go out."""
    begun = firm.sql("select count(*) from correspondence_mail")[0][0] > mails
    return bool(begun) and arrived >= number * STEPS // (KILLS + 1)


def _wait(ready: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < give_up, "no mails came"
        time.sleep(0.01)


def test_steps_of_a_cadence_survive_their_workers(firm: Installation, sink: SlowSink) -> None:
    arrived = ordeal(firm, sink, CADENCE)
    assert len(arrived) == STEPS
    assert arrived.total() - STEPS <= KILLS
    [(left,)] = firm.sql("select count(*) from prospects_prospect where steps = 1")
    [(stepped,)] = firm.sql("select count(*) from prospects_event where kind = 'stepped'")
    assert (left, stepped) == (0, STEPS)


def test_steps_of_a_track_survive_their_workers(firm: Installation, sink: SlowSink) -> None:
    arrived = ordeal(firm, sink, NURTURE)
    assert len(arrived) == STEPS
    assert arrived.total() - STEPS <= KILLS
    [(taken,)] = firm.sql("select count(*) from nurture_taken where mail is not null")
    [(waiting,)] = firm.sql(
        "select count(*) from nurture_stay where next_step = 'second' and left_at is null"
    )
    assert (taken, waiting) == (STEPS, STEPS)


def test_two_workers_side_by_side_take_each_step_of_a_track_once(firm: Installation, sink: SlowSink) -> None:
    before = len(sink.ids)
    firm.python(f"exec({NURTURE.format(count=BESIDE)!r})")
    for worker in [begin(firm, "work", "--once") for _ in range(2)]:
        assert worker.wait(PATIENCE) == 0
    firm.run("work", "--once")
    assert sorted(Counter(sink.ids[before:]).values()) == [1] * BESIDE
    [(mails, steps)] = firm.sql(
        "select count(mail), count(distinct stay_id) from nurture_taken where mail is not null"
    )
    assert mails == steps
