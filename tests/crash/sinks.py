"""Mail servers to which an installation sends while it is killed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.cli.installation import Installation, a_free_port


@dataclass
class SlowSink:
    """Takes each mail, waits a moment, and only then says so: whoever sends can be killed between the two."""

    ids: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.ids.append(str(message_from_bytes(envelope.content or b"")["Message-ID"]))  # type: ignore[arg-type]
        await asyncio.sleep(0.03)
        return "250 OK"


@contextmanager
def mail_goes_to(sink: object, firm: Installation) -> Iterator[None]:
    """The firm sends its mail to this, by SMTP, from now on; it listens until the end."""
    port = a_free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        firm.run("mail", "setup", "smtp", "127.0.0.1", "--port", str(port), "--security", "none")
        yield
    finally:
        controller.stop()
