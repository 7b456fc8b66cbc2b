"""The chunks of a file, each made ready by a thread while the one before it is written."""

from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

from django.db import Error, connection, connections

from winnow.intake.import_reading import ChunksAhead
from winnow.intake.import_rows import Entry
from winnow.intake.inquiry import Cleaned
from winnow.intake.sieve import NOTHING_FORESEEN, Foreseen, foresee
from winnow.prospects import copying

Ready = tuple[list[Entry], Foreseen]


def one_after_the_other(parts: Iterable[list[Any]]) -> Generator[tuple[list[Any], Foreseen]]:
    """Each chunk of a file that is too small to be worth it."""
    for chunk in parts:
        yield chunk, NOTHING_FORESEEN


def made_ready(parts: ChunksAhead) -> Generator[Ready]:
    """Each chunk, with what the database did not know of it; ends the process that reads them."""
    with ThreadPoolExecutor(1) as thread:
        coming = _Coming(thread, parts)
        try:
            with closing(parts), copying.while_waiting(coming.go) as is_called:
                coming.foresees = is_called and not connection.in_atomic_block
                while got := coming.next():
                    if not is_called:
                        coming.go()
                    yield got
        finally:
            thread.submit(connections.close_all)


class _Coming:
    """The next chunk: made ready as soon as somebody has time for it, at the latest when it is needed."""

    def __init__(self, thread: ThreadPoolExecutor, parts: ChunksAhead) -> None:
        self.thread, self.parts, self.foresees = thread, parts, False
        self.before: list[Entry] = []
        self.future: Future[Ready | None] | None = None

    def go(self) -> None:
        if self.future is None:
            self.future = self.thread.submit(self._made_ready)

    def next(self) -> Ready | None:
        self.go()
        future, self.future = self.future, None
        got = future.result() if future else None
        self.before = got[0] if got else []
        return got

    def _made_ready(self) -> Ready | None:
        chunk = next(self.parts, None)
        if chunk is None:
            return None
        return chunk, self._foreseen(chunk) if self.foresees else NOTHING_FORESEEN

    def _foreseen(self, chunk: list[Entry]) -> Foreseen:
        """What a database that is away just now cannot tell, it is asked for when it is the chunk's turn."""
        try:
            return foresee(_cleaned(chunk), _cleaned(self.before))
        except Error:
            connection.close()
            return NOTHING_FORESEEN


def _cleaned(chunk: list[Entry]) -> list[Cleaned]:
    return [one.cleaned for one in chunk if isinstance(one.cleaned, Cleaned)]
