"""Concurrent inquiries of one process are gathered and written by one call of `receive`, sharing its commit.

Request threads hand in their work and wait; one writer thread takes everything that waits, runs one transaction,
and answers each only after the flush. With nobody else waiting a single inquiry is written at once.
"""

import asyncio
import atexit
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import InvalidStateError
from contextlib import suppress
from datetime import UTC, datetime

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from winnow.flow.together import Answer, Work, write_together

MOST = 512  # inquiries in one transaction
WAITING = 20_000  # inquiries; more are turned away
LINGER = 0.004  # seconds for those on their way, once several come at a time: fewer, fuller transactions are faster
IN_LINE = 20.0  # seconds that work waits for its turn; then it is taken out and refused
BEING_WRITTEN = 90.0  # seconds more that a started transaction may take
CLASHES = 4  # two processes may claim the same person's keys at once; the second then finds them
PATIENCE = (0.1, 0.3, 0.6, 1.0, 2.0, 3.0)  # seconds between tries while a database server restarts

log = logging.getLogger("winnow.gather")


class Overloaded(Exception):
    """Nothing was written, too much waits already: 503 with Retry-After."""


class Unsure(Exception):
    """Nobody can say whether it was written: the database went away at the commit. Only a key makes trying safe."""


class Gatherer:
    """One writer thread over a queue; started with the first work it gets."""

    def __init__(
        self, clock: Callable[[], datetime] = lambda: datetime.now(UTC), waiting: int = WAITING
    ) -> None:
        self.clock, self.most_waiting = clock, waiting
        self.queue: deque[Work] = deque()
        self.waiting = 0
        self.something = threading.Condition()
        self.thread: threading.Thread | None = None
        self.stopping = False

    def submit(self, work: Work, timeout: float = IN_LINE) -> Answer:
        """Write it and return its answer, committed and flushed; raises what its writing raised.

        Raises Overloaded if its turn does not come within `timeout` seconds: it is then never written.
        """
        self._hand_in(work)
        try:
            return work.done.result(timeout)
        except TimeoutError:
            if work.done.cancel():
                raise Overloaded from None
        try:
            return work.done.result(BEING_WRITTEN)
        except TimeoutError:
            raise Unsure from None

    async def written(self, work: Work, timeout: float = IN_LINE) -> Answer:
        """The same for who waits in an event loop; if they stop waiting, it is written nevertheless."""
        loop = asyncio.get_running_loop()
        work.told = loop.create_future()
        self._hand_in(work)
        patience = loop.call_later(timeout, _out_of_line, work)
        try:
            await work.told
        finally:
            patience.cancel()
        if not work.done.done():
            raise Unsure
        if work.done.cancelled():
            raise Overloaded
        return work.done.result()

    def stop(self) -> None:
        """Write what waits, then end the thread and its connection; work handed in later starts them anew."""
        with self.something:
            self.stopping, thread = True, self.thread
            self.something.notify()
        if thread:
            thread.join(BEING_WRITTEN)

    def _hand_in(self, work: Work) -> None:
        with self.something:
            if self.waiting + len(work.raws) > self.most_waiting and self.queue:
                raise Overloaded
            self.queue.append(work)
            self.waiting += len(work.raws)
            if self.thread is None or not self.thread.is_alive():
                self.stopping = False
                self.thread = threading.Thread(target=self._run, name="gatherer", daemon=True)
                self.thread.start()
            self.something.notify()

    def _run(self) -> None:
        crowded = False
        while True:
            with self.something:
                while not (self.queue or self.stopping):
                    self.something.wait()
            if crowded:
                time.sleep(LINGER)
            with self.something:
                if not self.queue:
                    self.thread = None  # under the lock, so that nobody relies on a thread that ends
                    break
                batch = self._take()
            crowded = len(batch) > 1
            try:
                self._write(batch)
            except BaseException as error:
                log.exception("a batch of inquiries could not be written")
                _fail(batch, error)
            _tell(batch)
        connection.close()

    def _take(self) -> list[Work]:
        """What fits into one transaction, without those whose senders gave up."""
        batch: list[Work] = []
        size = 0
        while self.queue and (not batch or size + len(self.queue[0].raws) <= MOST):
            work = self.queue.popleft()
            self.waiting -= len(work.raws)
            if work.done.set_running_or_notify_cancel():
                size += len(work.raws)
                batch.append(work)
        return batch

    def _write(self, batch: list[Work]) -> None:
        """Together; what the database refuses is halved until the one that cannot be written stands alone."""
        if not batch:
            return
        try:
            answers = self._persistently(batch)
        except _AtTheCommit as error:
            self._write_keyed(batch, error)
        except (OperationalError, InterfaceError) as error:
            _fail(batch, error)
        except Exception as error:
            if len(batch) == 1:
                _fail(batch, error)
                return
            half = len(batch) // 2
            self._write(batch[:half])
            self._write(batch[half:])
        else:
            for work, answer in zip(batch, answers, strict=True):
                work.done.set_result(answer)

    def _write_keyed(self, batch: list[Work], error: Exception) -> None:
        """After a commit of unknown end only what has a key can be tried again without doubling it."""
        unsure = Unsure()
        unsure.__cause__ = error
        _fail([work for work in batch if not work.asked], unsure)
        self._write([work for work in batch if work.asked])

    def _persistently(self, batch: Sequence[Work]) -> list[Answer]:
        """One commit; again if another process was first with a key, or while the server restarts."""
        clashes, pauses = 0, iter(PATIENCE)
        while True:
            try:
                return self._once(batch)
            except IntegrityError:
                clashes += 1
                if clashes == CLASHES:
                    raise
            except (OperationalError, InterfaceError) as error:
                pause = _pause(error, pauses)
                if pause is None:
                    raise
                time.sleep(pause)

    def _once(self, batch: Sequence[Work]) -> list[Answer]:
        answers: list[Answer] | None = None
        try:
            with transaction.atomic():
                answers = write_together(batch, self.clock())
            return answers
        except (OperationalError, InterfaceError) as error:
            if answers is not None and _is_gone():
                raise _AtTheCommit from error
            raise


class _AtTheCommit(Exception):
    """The connection broke between the request to commit and its answer."""


def _pause(error: Exception, pauses: Iterator[float]) -> float | None:
    """Seconds until another try makes sense; None if none does."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    deadlocked = state.startswith("40")  # the other one is through by now
    return next(pauses, None) if deadlocked or _is_gone() else None


def _is_gone() -> bool:
    """Whether the server hung up; the broken connection is then dropped, the next try makes a new one."""
    if connection.vendor == "sqlite" or (connection.connection is not None and connection.is_usable()):
        return False
    connection.close()
    return True


def _tell(batch: Sequence[Work]) -> None:
    """Wake each event loop once for all of its that are answered."""
    waiting: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
    for work in batch:
        if work.told:
            waiting.setdefault(work.told.get_loop(), []).append(work.told)
    for loop, those in waiting.items():
        with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            loop.call_soon_threadsafe(_wake, those)


def _wake(those: Sequence["asyncio.Future[None]"]) -> None:
    for told in those:
        if not told.done():
            told.set_result(None)


def _out_of_line(work: Work) -> None:
    """Its turn did not come: it is taken out; if it is being written already, that may take a while more."""
    told = work.told
    if told is None or told.done():
        return
    if work.done.cancel():
        told.set_result(None)
    else:
        told.get_loop().call_later(BEING_WRITTEN, _wake, [told])


def _fail(batch: Sequence[Work], error: BaseException) -> None:
    for work in batch:
        try:
            work.done.set_exception(error)
        except InvalidStateError:
            continue  # it has been answered


_gatherers: dict[int, Gatherer] = {}


def gatherer() -> Gatherer:
    """The one of this process, for all its doors; a forked process gets its own."""
    found = _gatherers.get(os.getpid())
    if found is None:
        found = _gatherers.setdefault(os.getpid(), Gatherer())
        atexit.register(found.stop)
    return found
