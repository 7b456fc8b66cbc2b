"""One transaction for what several requests handed in: each answered once, each under its own key and token."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from winnow.flow.intake import Terms, receive
from winnow.intake.arrival import Receipt
from winnow.intake.idempotency import Asked, Given, kept, remember
from winnow.intake.inquiry import Raw
from winnow.intake.queries import living

BARRED = 401  # the token was revoked meanwhile
COLLIDED = 409  # the same key came with another body at the same moment, and that one was refused
MISUSED = 422  # a key that was used with another body


@dataclass(slots=True)
class Work:
    """What one request hands in: its inquiries, how they are taken, and how its answer is written.

    `asked` makes it happen once however often it is sent; `token` (a digest) must be living when it is written.
    """

    raws: Sequence[Raw]
    terms: Terms
    asked: Asked | None = None
    answer: Callable[[list[Receipt]], tuple[int, str]] | None = None
    token: str = ""
    done: "Future[Answer]" = field(default_factory=Future)
    told: "asyncio.Future[None] | None" = None  # of who waits in an event loop: set once `done` is

    @property
    def pair(self) -> tuple[str, str] | None:
        return (self.asked.scope, self.asked.key) if self.asked else None


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` and `body` are what `Work.answer` wrote, now or when the key was first used."""

    receipts: list[Receipt]
    status: int = 0
    body: str = ""
    replayed: bool = False


def write_together(batch: Sequence[Work], now: datetime) -> list[Answer]:
    """Take all in, in the caller's transaction; an answer for each, in order."""
    with transaction.atomic(savepoint=False):
        barred = _barred(batch)
        admitted = [work for work in batch if work.token not in barred]
        given = kept([work.asked for work in admitted if work.asked])
        fresh = _fresh(admitted, given)
        made = dict(zip(map(id, fresh), _received(fresh, now), strict=True))
        remember(_worth_keeping(fresh, made), now=now)
        firsts = {work.pair: made[id(work)] for work in fresh if work.asked}
        fingerprints = {work.pair: work.asked.fingerprint for work in fresh if work.asked}
        return [
            Answer([], BARRED) if work.token in barred
            else made.get(id(work)) or _again(work, given, firsts, fingerprints)
            for work in batch
        ]  # fmt: skip


def _barred(batch: Sequence[Work]) -> set[str]:
    shown = {work.token for work in batch if work.token}
    return shown - living(shown) if shown else set()


def _fresh(batch: Sequence[Work], given: Given) -> list[Work]:
    """What has not been answered before; of several with one key, the first."""
    seen: set[tuple[str, str] | None] = set(given)
    fresh: list[Work] = []
    for work in batch:
        if work.pair not in seen:
            fresh.append(work)
        if work.pair:
            seen.add(work.pair)
    return fresh


def _received(fresh: Sequence[Work], now: datetime) -> list[Answer]:
    """One call of `receive` for all that are taken on the same terms."""
    groups: dict[Terms, list[Work]] = {}
    for work in fresh:
        groups.setdefault(work.terms, []).append(work)
    own: dict[int, list[Receipt]] = {}
    for terms, works in groups.items():
        receipts = iter(receive([raw for work in works for raw in work.raws], now=now, terms=terms))
        own |= {id(work): [next(receipts) for _ in work.raws] for work in works}
    return [_answer(work, own[id(work)]) for work in fresh]


def _answer(work: Work, own: list[Receipt]) -> Answer:
    status, body = work.answer(own) if work.answer else (0, "")
    return Answer(own, status, body)


def _worth_keeping(fresh: Sequence[Work], made: Mapping[int, Answer]) -> list[tuple[Asked, int, str]]:
    """Answers to be given again; not refusals: a corrected body may use the key."""
    return [
        (work.asked, answer.status, answer.body)
        for work in fresh
        if work.asked and (answer := made[id(work)]).status < 400
    ]


def _again(
    work: Work,
    given: Given,
    firsts: Mapping[tuple[str, str] | None, Answer],
    fingerprints: Mapping[tuple[str, str] | None, str],
) -> Answer:
    """The answer given before, or just now to its twin, if the question is the same; else a refusal."""
    pair, fingerprint = work.pair, work.asked.fingerprint if work.asked else ""
    if pair in given:
        before, status, body = given[pair]
        return Answer([], status, body, replayed=True) if before == fingerprint else Answer([], MISUSED)
    first = firsts[pair]
    if fingerprints[pair] == fingerprint:
        return Answer(first.receipts, first.status, first.body, replayed=first.status < 400)
    return Answer([], MISUSED if first.status < 400 else COLLIDED)
