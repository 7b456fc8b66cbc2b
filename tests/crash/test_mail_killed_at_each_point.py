"""One mail whose worker is killed at every point between its claim and the note that it was taken."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.cli.installation import Installation
from tests.crash.processes import begin, kill
from tests.crash.sinks import mail_goes_to

pytestmark = pytest.mark.crash

PATIENCE = 60.0  # seconds
# Claimed and connected; each word of the conversation; taken, but not answered; answered, but not read.
POINTS = ("EHLO", "MAIL", "RCPT", "DATA", "250")
QUEUE = """
from winnow.flow.mailing import Draft, queue
from winnow.prospects.models import Prospect
now = datetime.now(UTC)
row = Prospect.objects.get(id=inquire(now=now).prospect)
queue([Draft("each", row.pk, row.owner_id, "News", "New.", now, at_once=True)], now=now)
"""
# As if the five minutes had gone for which a worker holds what it claimed.
LATER = "update correspondence_mail set due_at = at where status = 'sending'"


@dataclass
class Trap:
    """A mail server that kills whoever speaks with it, at one point of the conversation."""

    point: str = ""
    victim: int = 0
    ids: list[str] = field(default_factory=list)

    def at(self, point: str) -> None:
        if self.point == point:
            os.killpg(self.victim, signal.SIGKILL)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        self.at("EHLO")
        session.host_name = name
        return said

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: object
    ) -> str:
        self.at("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: object
    ) -> str:
        self.at("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.ids.append(str(message_from_bytes(bytes(envelope.content or b""))["Message-ID"]))
        self.at("DATA")
        if self.point == "250":  # it stands still while the answer is on its way
            os.killpg(self.victim, signal.SIGSTOP)
            asyncio.get_running_loop().call_later(0.3, os.killpg, self.victim, signal.SIGKILL)
        return "250 OK"


@pytest.fixture(scope="module")
def trap(firm: Installation) -> Iterator[Trap]:
    """What it took, after a kill at each point and a worker that lived."""
    trap = Trap()
    with mail_goes_to(trap, firm):
        firm.python(f"from datetime import UTC, datetime\nexec({QUEUE!r})")
        for trap.point in POINTS:
            worker = begin(firm, "work")
            trap.victim = worker.pid
            try:
                _wait_for_its_end(worker.pid, worker.poll)
            finally:
                kill(worker)
            assert firm.sql("select status from correspondence_mail") == [("sending",)]
            firm.sql(LATER)
        trap.point = ""
        firm.run("work", "--once")
        yield trap


def _wait_for_its_end(pid: int, poll) -> None:  # type: ignore[no-untyped-def]
    give_up = time.monotonic() + PATIENCE
    while poll() is None:
        assert time.monotonic() < give_up, f"worker {pid} never came to the point"
        time.sleep(0.01)


def test_it_is_not_lost(firm: Installation, trap: Trap) -> None:
    assert firm.sql("select status from correspondence_mail") == [("sent",)]


def test_it_arrived_again_only_where_it_had_arrived_before_the_kill_and_as_the_same(trap: Trap) -> None:
    assert len(trap.ids) == 1 + len(("DATA", "250"))
    assert len(set(trap.ids)) == 1
