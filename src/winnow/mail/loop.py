"""The worker's mail: what is due now, and all of it for scripts."""

import threading
from datetime import timedelta

from django.utils import timezone

from winnow.flow.telling.digests import write_due
from winnow.mail.imap import fetch_due
from winnow.mail.smtp import send_due

ROUNDS_AT_MOST = 1_000


def a_round(worker: str, stop: threading.Event) -> int:
    """Everything that is due now; returns how many mails went out and came in."""
    write_due(timezone.now())
    sent = send_due(timezone.now, worker, stop.is_set, most=500)
    return sent + fetch_due(timezone.now, stop.is_set)


def until_idle(worker: str, stop: threading.Event) -> dict[str, int]:
    """For scripts: until nothing is due, looking into the mailbox once."""
    write_due(timezone.now())
    fetched, sent = fetch_due(timezone.now, stop.is_set, rest=timedelta(0)), 0
    for _ in range(ROUNDS_AT_MOST):
        done = send_due(timezone.now, worker, stop.is_set)
        sent += done
        if not done:
            break
    return {"mails_in": fetched, "mails_out": sent}
