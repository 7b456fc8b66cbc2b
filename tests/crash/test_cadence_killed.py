"""Workers are killed while mails of a cadence go out: no step is lost, and a mail twice is the same mail."""

import asyncio
import time
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.cli.installation import Installation, a_free_port
from tests.crash.processes import begin, kill
from tests.crash.scale import sized

pytestmark = pytest.mark.crash

STEPS, KILLS = sized(12, 200), sized(2, 20)
PATIENCE = 60.0  # seconds
WAITING = """
from datetime import datetime, timedelta, UTC
from tests.cadence_world import text_with
from winnow.flow.work import Dispose, dispose
from winnow.procedure.actions import publish
from winnow.prospects.models import Prospect
now = datetime.now(UTC)
publish(text_with(), reason="By themselves", by=None, now=now)
rows = [Prospect.objects.get(id=inquire(now=now).prospect) for _ in range({count})]
dispose([Dispose(row.pk, "no_answer", now, row.owner_id) for row in rows], now=now)
Prospect.objects.filter(queue="6_by_itself").update(check_at=now)
soon = now + timedelta(hours=1)
Prospect.objects.filter(queue="6_by_itself").update(due_at=soon, available_at=soon)
"""
AT_ONCE = "update correspondence_mail set due_at = (select min(at) from correspondence_mail) where due_at is not null"


class SlowSink:
    """Takes each mail, waits a moment, and only then says so."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.ids.append(str(message_from_bytes(envelope.content or b"")["Message-ID"]))  # type: ignore[arg-type]
        await asyncio.sleep(0.03)
        return "250 OK"


def test_no_step_is_lost_and_a_mail_twice_is_the_same_mail(firm: Installation) -> None:
    sink, port = SlowSink(), a_free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        firm.run("mail", "setup", "smtp", "127.0.0.1", "--port", str(port), "--security", "none")
        firm.python(f"exec({WAITING.format(count=STEPS)!r})")
        for number in range(KILLS):
            worker = begin(firm, "work")
            _wait_for(firm, sink, number)
            kill(worker)
            firm.sql(AT_ONCE)
        firm.run("work", "--once")
        firm.sql(AT_ONCE)  # at night they would wait for the morning
        firm.run("work", "--once")
    finally:
        controller.stop()
    assert len(set(sink.ids)) == STEPS
    assert len(sink.ids) - STEPS <= KILLS
    [(left,)] = firm.sql("select count(*) from prospects_prospect where steps = 1")
    [(stepped,)] = firm.sql("select count(*) from prospects_event where kind = 'stepped'")
    assert (left, stepped) == (0, STEPS)


def _wait_for(firm: Installation, sink: SlowSink, number: int) -> None:
    """The first is killed when steps begin to be taken, the others while mails go out."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        begun = firm.sql("select count(*) from correspondence_mail")[0][0]
        if begun and (not number or len(sink.ids) >= number * STEPS // (KILLS + 1)):
            return
        time.sleep(0.01)
    raise AssertionError(f"only {len(sink.ids)} of {STEPS} mails came")
