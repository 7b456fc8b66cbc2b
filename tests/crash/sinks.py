"""A mail server that takes its time, so that whoever sends to it can be killed between a mail and its answer."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class SlowSink:
    """Takes each mail, waits a moment, and only then says so."""

    ids: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.ids.append(str(message_from_bytes(envelope.content or b"")["Message-ID"]))  # type: ignore[arg-type]
        await asyncio.sleep(0.03)
        return "250 OK"
