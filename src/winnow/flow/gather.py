"""Concurrent inquiries of one process are gathered and written by one call of `receive`, sharing its commit.

Request threads hand in their work and wait; one writer thread takes everything that waits, runs one transaction,
and answers each only after the flush. With nobody else waiting a single inquiry is written at once.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from winnow.flow.intake import Terms, receive
from winnow.intake.arrival import Receipt
from winnow.intake.inquiry import Raw
from winnow.intake.idempotency import Asked, Given, kept, remember

MOST = 512  # inquiries in one transaction
MISUSED = 422  # a key that was used with another body
TRIES = 4  # two processes may claim the same person's keys at once; the second then finds them


class Overloaded(Exception):
    """Too much waits already; the caller should answer 503 with Retry-After."""


@dataclass(slots=True)
class Work:
    """What one request hands in: its inquiries, how they are taken, and how its answer is written."""

    raws: Sequence[Raw]
    terms: Terms
    asked: Asked | None = None
    answer: Callable[[list[Receipt]], tuple[int, str]] | None = None
    done: "Future[Answer]" = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class Answer:
    receipts: list[Receipt]
    status: int = 0
    body: str = ""
    replayed: bool = False


class Gatherer:
    """One writer thread over a queue; started with the first work it gets."""

    def __init__(
        self, clock: Callable[[], datetime] = lambda: datetime.now(UTC), waiting: int = 20_000
    ) -> None:
        self.clock, self.most_waiting = clock, waiting
        self.queue: deque[Work] = deque()
        self.something = threading.Condition()
        self.thread: threading.Thread | None = None

    def submit(self, work: Work, timeout: float = 30.0) -> Answer:
        """Write it and return its answer, committed and flushed; raises what its writing raised."""
        with self.something:
            if len(self.queue) >= self.most_waiting:
                raise Overloaded
            self.queue.append(work)
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="gatherer", daemon=True)
                self.thread.start()
            self.something.notify()
        return work.done.result(timeout)

    def _run(self) -> None:
        while True:
            with self.something:
                while not self.queue:
                    self.something.wait()
                batch = self._take()
            close_old_connections()
            self._write(batch)

    def _take(self) -> list[Work]:
        batch: list[Work] = []
        size = 0
        while self.queue and (not batch or size + len(self.queue[0].raws) <= MOST):
            size += len(self.queue[0].raws)
            batch.append(self.queue.popleft())
        return batch

    def _write(self, batch: list[Work]) -> None:
        """Together; if the database refuses the batch, again; at last one by one, so that one cannot fail all."""
        for attempt in range(TRIES):
            try:
                self._finish(batch, self._together(batch))
                return
            except IntegrityError:
                continue
            except OperationalError as error:
                if attempt == TRIES - 1 or connection.vendor == "sqlite":
                    self._fail(batch, error)
                    return
                connection.close()
            except Exception as error:
                self._one_by_one(batch, error)
                return
        self._one_by_one(
            batch, IntegrityError("the inquiry contradicts one that is written at the same time")
        )

    def _one_by_one(self, batch: list[Work], error: BaseException) -> None:
        if len(batch) == 1:
            self._fail(batch, error)
            return
        for work in batch:
            self._write([work])

    def _together(self, batch: list[Work]) -> list[Answer]:
        now = self.clock()
        with transaction.atomic():
            given = kept([work.asked for work in batch if work.asked])
            fresh = _fresh(batch, given)
            made = {id(work): answer for work, answer in zip(fresh, _received(fresh, now), strict=True)}
            _remember(fresh, made, given, now)
            return [made.get(id(work)) or _again(work, given) for work in batch]

    def _finish(self, batch: list[Work], answers: Sequence[Answer]) -> None:
        for work, answer in zip(batch, answers, strict=True):
            work.done.set_result(answer)

    def _fail(self, batch: list[Work], error: BaseException) -> None:
        if isinstance(error, DatabaseError):
            connection.close()
        for work in batch:
            work.done.set_exception(error)


def _fresh(batch: Sequence[Work], given: Given) -> list[Work]:
    """What has not been answered before; of several with one key, the first."""
    seen = set(given)
    fresh: list[Work] = []
    for work in batch:
        key = (work.asked.scope, work.asked.key) if work.asked else None
        if key not in seen:
            fresh.append(work)
        if key:
            seen.add(key)
    return fresh


def _received(fresh: Sequence[Work], now: datetime) -> list[Answer]:
    """One call of `receive` for all that are taken on the same terms."""
    groups: dict[Terms, list[Work]] = {}
    for work in fresh:
        groups.setdefault(work.terms, []).append(work)
    answers: dict[int, Answer] = {}
    for terms, works in groups.items():
        receipts = iter(receive([raw for work in works for raw in work.raws], now=now, terms=terms))
        for work in works:
            own = [next(receipts) for _ in work.raws]
            status, body = work.answer(own) if work.answer else (0, "")
            answers[id(work)] = Answer(own, status, body)
    return [answers[id(work)] for work in fresh]


def _remember(fresh: Sequence[Work], made: dict[int, Answer], given: Given, now: datetime) -> None:
    """Keep the answers under their keys, except refusals: a corrected body may use the key again."""
    rows = [
        (work.asked, made[id(work)].status, made[id(work)].body)
        for work in fresh
        if work.asked and made[id(work)].status < 400
    ]
    remember(rows, now=now)
    for work in fresh:
        if work.asked:
            answer = made[id(work)]
            given[work.asked.scope, work.asked.key] = (work.asked.fingerprint, answer.status, answer.body)


def _again(work: Work, given: Given) -> Answer:
    """The answer given before, if the question is the same; else a refusal (422)."""
    if work.asked is None:
        raise ValueError("only work with an idempotency key can have been answered before")
    fingerprint, status, body = given[work.asked.scope, work.asked.key]
    if fingerprint != work.asked.fingerprint:
        return Answer([], MISUSED)
    return Answer([], status, body, replayed=True)
