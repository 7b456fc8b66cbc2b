"""Real mail servers on this machine: one that takes what we send, one whose mailbox we read."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.world import NOW
from winnow.correspondence.models import Server
from winnow.flow.mailing.servers import SetUp, set_up

PATIENCE = 60.0  # seconds until a server answers


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sink:
    """What arrived, and how recipients are answered: `answers` maps a part of an address to a reply.

    `hangs_up`: so many mails are taken, and the line breaks before it can say so.
    """

    port: int = 0
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hangs_up: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: object
    ) -> str:
        for part, reply in self.answers.items():
            if part in address:
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.taken.append((envelope.mail_from or "", list(envelope.rcpt_tos), content))
        if self.hangs_up:
            self.hangs_up -= 1
            server.transport.abort()  # type: ignore[union-attr]
        return "250 OK"

    @property
    def mails(self) -> list[Message]:
        return [message_from_bytes(content) for _, _, content in self.taken]


@pytest.fixture(scope="session")
def _sink() -> Iterator[Sink]:
    sink = Sink(a_free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture
def sink(db: None, _sink: Sink) -> Sink:
    """An SMTP server to which Winnow sends."""
    _sink.taken.clear()
    _sink.answers.clear()
    set_up(SetUp("smtp", "127.0.0.1", _sink.port, "none", "", None), now=NOW, by=None)
    return _sink


@dataclass
class Box:
    """A mailbox on an IMAP server of its own."""

    port: int

    def arrive(self, *mails: bytes) -> None:
        with imaplib.IMAP4("127.0.0.1", self.port) as line:
            line.login("demouser", "demopass")
            for mail in mails:
                status, said = line.append("INBOX", "", imaplib.Time2Internaldate(time.time()), mail)
                assert status == "OK", said

    @property
    def server(self) -> Server:
        return Server.objects.get(kind="imap")


@pytest.fixture(scope="session")
def _imap() -> Iterator[int]:
    port = a_free_port()
    program = [str(Path(sys.executable).with_name("pymap")), "--no-tls", "--host", "127.0.0.1", "--port", str(port),
               "dict", "--demo-data"]  # fmt: skip
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.kill()


def _wait_for(port: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the IMAP server does not answer")


@pytest.fixture
def box(db: None, _imap: int) -> Box:
    """A mailbox that Winnow reads."""
    set_up(SetUp("imap", "127.0.0.1", _imap, "none", "demouser", "demopass"), now=NOW, by=None)
    return Box(_imap)
