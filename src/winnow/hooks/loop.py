"""The worker's webhooks, beside its ticks: a slow neighbour must not keep anybody's clock waiting."""

import logging
import threading

from django.db import close_old_connections, connections
from django.utils import timezone

from winnow.hooks.sending import send_due

log = logging.getLogger("winnow.hooks")

REST, AFTER_A_FAILURE = 1.0, 5.0  # seconds


class Hooks(threading.Thread):
    """Posts until told to stop; whatever goes wrong is logged and tried again."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="winnow-hooks", daemon=True)
        self.stop_event = stop

    def run(self) -> None:
        try:
            while not self.stop_event.is_set():
                self.stop_event.wait(self._round())
        finally:
            connections.close_all()

    def _round(self) -> float:
        try:
            close_old_connections()
            send_due(timezone.now, self.stop_event.is_set)
            return REST
        except Exception:
            log.exception("a round of webhooks failed")
            connections.close_all()
            return AFTER_A_FAILURE


def until_idle(stop: threading.Event) -> dict[str, int]:
    """For scripts: until nothing is due."""
    return {"webhooks": send_due(timezone.now, stop.is_set)}
