"""What the worker does beside its ticks: a slow neighbour must not keep anybody's clock waiting."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections

log = logging.getLogger("winnow.worker")

REST, AFTER_A_FAILURE = 1.0, 5.0  # seconds


class Beside(threading.Thread):
    """Round after round until told to stop; whatever goes wrong is logged and tried again.

    `a_round` says how much it did: after nothing it rests.
    """

    def __init__(self, name: str, stop: threading.Event, a_round: Callable[[], int]) -> None:
        super().__init__(name=f"winnow-{name}", daemon=True)
        self.what, self.stop_event, self.a_round = name, stop, a_round

    def run(self) -> None:
        try:
            while not self.stop_event.is_set():
                self.stop_event.wait(self._round())
        finally:
            connections.close_all()

    def _round(self) -> float:
        try:
            close_old_connections()
            return 0.0 if self.a_round() else REST
        except Exception:
            log.exception("a round of %s failed", self.what)
            connections.close_all()
            return AFTER_A_FAILURE
