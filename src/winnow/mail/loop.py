"""The worker's mail, beside its ticks: a slow mail server must not keep anybody's clock waiting."""

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections, connections
from django.utils import timezone

from winnow.flow.telling.digests import write_due
from winnow.mail.imap import fetch_due
from winnow.mail.smtp import send_due

log = logging.getLogger("winnow.mail")

REST, AFTER_A_FAILURE = 1.0, 5.0  # seconds
ROUNDS_AT_MOST = 1_000


class Post(threading.Thread):
    """Sends and fetches until told to stop; whatever goes wrong is logged and tried again."""

    def __init__(self, stop: threading.Event, worker: str) -> None:
        super().__init__(name="winnow-mail", daemon=True)
        self.stop_event, self.worker = stop, worker

    def run(self) -> None:
        try:
            while not self.stop_event.is_set():
                self.stop_event.wait(self._round())
        finally:
            connections.close_all()

    def _round(self) -> float:
        try:
            close_old_connections()
            return 0.0 if mail_round(self.worker, self.stop_event) else REST
        except Exception:
            log.exception("a round of mail failed")
            connections.close_all()
            return AFTER_A_FAILURE


def mail_round(worker: str, stop: threading.Event) -> int:
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
