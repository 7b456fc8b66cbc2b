"""What is due is claimed, signed and posted, one by one, and what became of it is noted at once."""

import logging
from collections.abc import Callable
from datetime import datetime

from standardwebhooks.webhooks import Webhook as Signer

from winnow.flow.telling import chatting, hooking
from winnow.hooks.posting import Answer, post
from winnow.notices import actions
from winnow.notices.hooks.schedule import told
from winnow.notices.models import Delivery

log = logging.getLogger("winnow.hooks")

Clock = Callable[[], datetime]


def send_due(clock: Clock, stopped: Callable[[], bool]) -> int:
    """Post what is due until nothing is; returns how many were taken."""
    chatting.speak_due(clock())
    count = 0
    while not stopped() and (due := actions.claim(now=clock(), limit=1)):
        count += _send(due[0], clock)
    return count


def _send(row: Delivery, clock: Clock) -> bool:
    answer = _posted(row, clock())
    said = answer.said or told(answer.code or 0)
    taken = hooking.tried(row, answer.code, said, now=clock(), retry_after=answer.retry_after)
    if not taken:
        log.warning("webhook %s did not take message %s: %s", row.webhook_id, row.pk, said)
    return taken


def _posted(row: Delivery, now: datetime) -> Answer:
    try:
        headers = signed(row, now)
    except ValueError as error:
        return Answer(None, str(error))
    return post(row.webhook.address, row.body.encode(), headers)


def signed(row: Delivery, now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks; the id is the same at each attempt. Raises ValueError without a secret."""
    name = actions.message_id(row.key)
    signatures = [Signer(one).sign(name, now, row.body) for one in actions.secrets_of(row.webhook, now)]
    return {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": "Winnow-Webhooks/1",
        "webhook-id": name, "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures), "Connection": "close",
    }  # fmt: skip
