"""The worker's loop: tick, rest until something is due, and outlive a database that goes away."""

import logging
import os
import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.db.models import Min
from django.utils import timezone

from winnow.flow import clock, imports, learning, measuring
from winnow.flow.privacy.catching_up import catch_up
from winnow.flow.replaying.aside import Aside as Replays
from winnow.flow.tick import Ticked, tick
from winnow.flow.worths import learn_if_due
from winnow.prospects.models import Effect, Prospect
from winnow.prospects.settling import settle_embedded
from winnow.worker import heartbeat
from winnow.worker.clock import STEADY, Watch

log = logging.getLogger("winnow.worker")

SHORTEST_REST, LONGEST_REST = 1.0, 5.0  # seconds
BETWEEN_LOOKS = 5.0  # seconds between looks for what has no instant of its own
FIRST_BACKOFF, LONGEST_BACKOFF = 0.5, 8.0  # seconds; a database that is back is noticed within ten
IDLE_ROUNDS_AT_MOST = 10_000  # of `until_idle`: a step that stays due for ever must not keep a script


class Worker:
    """One worker; its name tells where it runs."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.name = f"{socket.gethostname()}-{os.getpid()}"
        self.failures = 0
        self.watch = Watch()
        self.looked = -BETWEEN_LOOKS
        self.figures = measuring.Aside()
        self.replays = Replays()

    def run(self) -> None:
        """Round after round until told to stop; whatever goes wrong is logged and tried again."""
        try:
            self._catch_up()
            while not self.stop.is_set():
                self.stop.wait(self.round())
        finally:
            self.figures.end()
            self._end_replays()
            heartbeat.depart(self.name)
            connections.close_all()

    def _catch_up(self) -> None:
        """What other machines wrote into the ledger is kept beside this one, too; and the tables are looked at."""
        try:
            catch_up(timezone.now())
            settle_embedded()
        except (DatabaseError, InterfaceError, OSError) as error:
            log.warning("the ledger or the tables could not be looked at: %s", type(error).__name__)

    def round(self) -> float:
        """One round; the seconds to rest after it."""
        now = timezone.now()
        try:
            close_old_connections()
            done = self._tick(now)
            brought = imports.run_due(timezone.now, self._between_chunks)
            scored = self._learn(now)
            self.figures.look_after(now)
            self.replays.look_after(now)
            pause = 0.0 if done.busy or brought or scored else rest(now)
        except (DatabaseError, InterfaceError) as error:
            return self._back_off(now, f"the database does not answer: {error}")
        except Exception as error:
            log.exception("a round failed")
            return self._back_off(now, f"{type(error).__name__}: {error}")
        self._recovered()
        heartbeat.beat(self.name, now)
        return pause

    def _learn(self, now: datetime) -> int:
        """What was learned is counted anew, the model trained when that is due, and odds are brought up to date."""
        if learn_if_due(now):
            learning.look_after()
        with suppress(imports.Stop):
            learning.train_if_due(now, self._between_chunks)
        return learning.score_due(now)

    def _end_replays(self) -> None:
        with suppress(DatabaseError, InterfaceError):  # then its lease runs out
            self.replays.end()

    def _between_chunks(self) -> None:
        """A file may take minutes: the clocks of prospects go on meanwhile, and so does a request to end."""
        if self.stop.is_set():
            raise imports.Stop
        now = timezone.now()
        self._tick(now)
        heartbeat.beat(self.name, now)

    def _tick(self, now: datetime) -> Ticked:
        """Do what is due, unless the machine's clock has just leapt so that too much looks late."""
        steady = steady_clock()
        leap = self.watch.look(now, steady)
        if leap:
            log.warning("the clock of this machine leapt by %s", leap)
            clock.leapt(socket.gethostname(), leap, STEADY, now=now)
        looks = steady - self.looked >= BETWEEN_LOOKS
        self.looked = steady if looks else self.looked
        return tick(now, worker=self.name, doubted=self.watch.is_doubted(steady), looks=looks)

    def until_idle(self) -> dict[str, int]:
        """Rounds until nothing is due, for scripts; what was done in all. Database errors are raised."""
        total: Counter[str] = Counter()
        for _ in range(IDLE_ROUNDS_AT_MOST):
            done = tick(timezone.now(), worker=self.name)
            total.update(_counts(done))
            brought = imports.run_due(timezone.now, self._between_chunks)
            scored = self._learn(timezone.now())
            replayed = self.replays.finish(timezone.now())
            if not (done.busy or brought or scored or replayed) or self.stop.is_set():
                break
        return dict(total)

    def _back_off(self, now: datetime, what: str) -> float:
        pause = min(FIRST_BACKOFF * 2**self.failures, LONGEST_BACKOFF)
        self.failures = min(self.failures + 1, 10)
        log.warning("%s; trying again in %.1f s", " ".join(what.split()), pause)
        connections.close_all()
        heartbeat.beat(self.name, now, what)
        return pause

    def _recovered(self) -> None:
        if self.failures:
            log.warning("at work again")
        self.failures = 0


def steady_clock() -> float:
    """Seconds by a clock that nobody can set; where there is one that also counts while the machine sleeps, by that."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def rest(now: datetime) -> float:
    """Seconds until the next instant at which something is due, within bounds: others may add earlier ones."""
    dues = [
        Prospect.objects.filter(check_at__isnull=False).aggregate(at=Min("check_at"))["at"],
        Effect.objects.filter(due_at__isnull=False).aggregate(at=Min("due_at"))["at"],
    ]
    waits = [(due - now).total_seconds() for due in dues if due]
    return min(max(min(waits, default=LONGEST_REST), SHORTEST_REST), LONGEST_REST)


def _counts(done: Ticked) -> dict[str, int]:
    return {name: count for name, count in asdict(done).items() if isinstance(count, int)}
