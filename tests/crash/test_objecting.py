"""Who objects while mails go out gets none a second later; and stays forgotten and silent through a restore."""

import asyncio
import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from http.client import HTTPConnection
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.cli.installation import Installation
from tests.crash.processes import begin, kill, served
from tests.crash.sinks import mail_goes_to

pytestmark = pytest.mark.crash

MAILS, FIRST, OBJECT, PATIENCE = 20, 3, 4, 60.0
EFFECTIVE = 1.0  # seconds
MARKER = "zqxforgotten"
QUEUE = """
from datetime import datetime, UTC
from django.conf import settings
from winnow.flow.mailing import Draft, queue
from winnow.flow.mailing.wishes import link_for
from winnow.prospects.models import Prospect
settings.PUBLIC_URL = "http://x"
now = datetime.now(UTC)
rows = [Prospect.objects.select_related("person").get(id=inquire(now=now).prospect) for _ in range({count})]
queue([Draft(f"one:{{row.pk}}", row.pk, row.owner_id, "News", "New.", now, at_once=True) for row in rows], now=now)
for row in rows[-{objecting}:]:
    print(row.person.email, link_for(row.person_id, row.person.email)[8:])
"""


@dataclass
class Sink:
    """When each address got something."""

    came: dict[str, list[float]] = field(default_factory=dict)
    count: int = 0
    goes_on: bool = (
        False  # after the first few it waits until all have objected: the rest are claimed by then
    )

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.count += 1
        to = str(message_from_bytes(bytes(envelope.content or b""))["To"]).rpartition(" ")[2].strip("<>")
        self.came.setdefault(to, []).append(time.monotonic())
        while self.count > FIRST and not self.goes_on:
            await asyncio.sleep(0.02)
        return "250 OK"


@dataclass
class Said:
    """When each who objected was told that it holds, and what came to whom."""

    objected: dict[str, float]
    came: dict[str, list[float]]


@pytest.fixture(scope="module")
def said(firm: Installation) -> Iterator[Said]:
    sink, worker = Sink(), None
    with mail_goes_to(sink, firm):
        printed = firm.python(f"exec({QUEUE.format(count=MAILS, objecting=OBJECT)!r})")
        links = dict(line.split() for line in printed.splitlines())
        try:
            with served(firm) as web:
                worker = begin(firm, "work")
                until(lambda: sink.count > FIRST)
                objected = {address: object_at(web.port, path) for address, path in links.items()}
                sink.goes_on = True
                owed = "select count(*) from correspondence_mail where status in ('waiting', 'sending')"
                until(lambda: firm.sql(owed)[0][0] == 0)
            worker.terminate()  # in an orderly way: nothing is restored while one may be at work
            worker.wait(PATIENCE)
            yield Said(objected, sink.came)
        finally:
            if worker:
                kill(worker)


def object_at(port: int, path: str) -> float:
    """The instant at which their POST, without a cookie, was answered."""
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("POST", path, "wish=none", {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    assert answer.status == 200, answer.read()[:300]
    assert not answer.getheader("Set-Cookie")
    line.close()
    return time.monotonic()


def until(holds) -> None:  # type: ignore[no-untyped-def]
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_nothing_comes_a_second_after_an_objection(said: Said) -> None:
    late = [
        to
        for to, times in said.came.items()
        if to in said.objected and max(times) > said.objected[to] + EFFECTIVE
    ]
    assert late == []


def test_what_was_claimed_already_is_stopped_and_everybody_else_gets_theirs(
    firm: Installation, said: Said
) -> None:
    stopped = firm.sql("select to_address from correspondence_mail where status = 'stopped'")
    assert {to for (to,) in stopped} == set(said.objected)
    assert len(said.came) == MAILS - OBJECT


def test_a_restore_brings_back_nobody_who_was_forgotten_or_objected(
    firm: Installation, said: Said, tmp_path: Path
) -> None:
    """A process for each step; only the ledger beside the database knows what the older backup does not."""
    firm.python(
        f'inquire(email="pat@{MARKER}.test", name="Pat {MARKER}", message="I am {MARKER}.", phone="")'
    )
    firm.run("backup", str(tmp_path / "before.winnow"))
    firm.run("person", "erase", f"pat@{MARKER}.test", "--reason", "By mail.")
    firm.python(
        "from datetime import timedelta; from winnow.flow.privacy.erasing import carry_out_due; "
        "assert carry_out_due(datetime.now(UTC) + timedelta(hours=25)) == 1"
    )
    assert traces(firm) == []
    firm.run("restore", "--replace", str(tmp_path / "before.winnow"))
    firm.run("work", "--once")
    (tmp_path / "before.winnow").unlink()
    firm.run("backup", str(tmp_path / "after.winnow"))
    assert traces(firm) == []
    assert MARKER.encode() not in unpacked(tmp_path / "after.winnow")
    silent = firm.sql("select count(*) from prospects_person where do_not_contact_at is not null")
    assert silent[0][0] >= len(said.objected)


def traces(firm: Installation) -> list[str]:
    """Tables and columns, and files of the home with its logs, in which the marker stands."""
    printed = firm.python(f"from tests.privacy.filled import traces; print(*traces({MARKER!r}), sep=chr(10))")
    files = [
        path.name for path in firm.home.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes()
    ]
    return printed.split() + files


def unpacked(file: Path) -> bytes:
    content = file.read_bytes()
    at = content.find(b"\x1f\x8b")
    return gzip.decompress(content[at:]) if at >= 0 else content
