"""Workers are killed while somebody is being told: the same message once more under the same id, and no second mail."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.cli.installation import Installation
from tests.crash.processes import begin, kill
from tests.crash.sinks import mail_goes_to
from winnow.hooks.posting import LOOPBACK

pytestmark = pytest.mark.crash

PATIENCE = 60.0  # seconds
BREACH = """
from datetime import datetime, UTC
from winnow.flow import owed
from winnow.notices import actions
from winnow.people.models import User
now, ada, ben = datetime.now(UTC), User.objects.get(name="Ada"), User.objects.get(name="Ben")
actions.add_webhook("http://127.0.0.1:{port}/hook", "json", ["overdue"], by=ada, now=now)
owed.owe([owed.Owed("b:1", ben.pk, None, "overdue", "Late.")], now=now)
while owed.deliver(now=now):
    pass
"""
# Yesterday everybody's hour was counted; this morning it has come. The worker's own day is not to bring another mail.
DAILY = """
from datetime import datetime, timedelta, UTC
from winnow.flow.telling.digests import write_due
from winnow.notices.models import Preference
from tests.world import raw
from winnow.flow import Terms, receive
from winnow.prospects.transitions import Actor
now = datetime(2026, 11, 16, 6, 31, tzinfo=UTC)
write_due(now - timedelta(days=3))
receive([raw() for _ in range(20)], now=now - timedelta(days=3), terms=Terms(Actor("door")))
for _ in range(2):
    print(write_due(now))
Preference.objects.update(digest_due_at=datetime(2100, 1, 1, tzinfo=UTC))
"""
LAPSED = (
    "update notices_delivery set due_at = at where status = 'sending'",
    "update correspondence_mail set due_at = (select min(at) from correspondence_mail) where status = 'sending'",
)


@dataclass
class Slow:
    """Takes what comes, and while `holds` answers nobody."""

    hooks: list[tuple[str, bytes]] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)
    holds: bool = True

    def wait(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while self.holds and time.monotonic() < give_up:
            time.sleep(0.02)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mail = message_from_bytes(bytes(envelope.content or b""))
        self.mails.append((envelope.rcpt_tos[0], str(mail["Message-ID"])))
        give_up = time.monotonic() + PATIENCE
        while self.holds and time.monotonic() < give_up:
            await asyncio.sleep(0.02)
        return "250 OK"


@dataclass
class Ordeal:
    hooks: list[tuple[str, bytes]]
    mails: list[tuple[str, str]]


def until(said: list[tuple[str, bytes]] | list[tuple[str, str]], count: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while len(said) < count:
        assert time.monotonic() < give_up, f"{len(said)} of {count} came"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def ordeal(firm: Installation) -> Iterator[Ordeal]:
    """What arrived, of a worker that was killed while both were under way, and of the one after it."""
    slow = Slow()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            slow.hooks.append((self.headers["webhook-id"], body))
            slow.wait()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch, mail_goes_to(slow, firm):
        patch.setattr(Installation, "environment", property(_looping(Installation.environment)))
        firm.python(f"exec({BREACH.format(port=web.server_address[1])!r})")
        firm.python(f"exec({DAILY!r})")
        worker = begin(firm, "work")
        until(slow.hooks, 1)
        until(slow.mails, 1)
        kill(worker)
        slow.holds = False
        for statement in LAPSED:
            firm.sql(statement)
        firm.sql("update correspondence_mail set due_at = at where status = 'waiting'")
        firm.run("work", "--once")
        yield Ordeal(slow.hooks, slow.mails)
    web.shutdown()
    web.server_close()


def _looping(before: property):  # type: ignore[no-untyped-def]
    assert before.fget
    return lambda self: before.fget(self) | {LOOPBACK: "1"}


def test_the_message_under_way_came_twice_the_same_and_no_other_did(
    firm: Installation, ordeal: Ordeal
) -> None:
    times = Counter(ordeal.hooks)
    assert times.pop(ordeal.hooks[0]) == 2
    assert set(times.values()) <= {1}
    assert (
        len({number for number, _ in ordeal.hooks}) == len({*ordeal.hooks}) <= 5
    )  # of twenty that are overdue
    assert {status for (status,) in firm.sql("select status from notices_delivery")} == {"taken"}


def test_each_person_has_one_daily_mail_however_many_rows_an_import_had(
    firm: Installation, ordeal: Ordeal
) -> None:
    kept = firm.sql("select to_address, count(*) from correspondence_mail where kind = 'notice' group by 1")
    assert kept
    assert {count for _, count in kept} == {1}
    assert firm.sql("select distinct status from correspondence_mail where kind = 'notice'") == [("sent",)]


def test_at_most_one_daily_mail_came_twice_and_under_the_same_id(ordeal: Ordeal) -> None:
    assert len({to for to, _ in ordeal.mails}) == len(set(ordeal.mails))
    assert len(ordeal.mails) - len(set(ordeal.mails)) <= 1
