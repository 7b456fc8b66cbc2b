"""The rows of a file in chunks, mapped and cleaned; by a second process that reads ahead, where that pays.

Cleaning takes about half of the work and asks nothing of the database, so the second process never starts Django.
It ends with the first: it writes into a pipe that breaks.
"""

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from winnow import tables
from winnow.intake.clean import clean_all
from winnow.intake.import_rows import Entry, Options, entry_maker

CHUNK = 1_000  # rows of one transaction
CHUNKS_TO_COLLECT = 20
MODEST = 10  # how far it stands back where writer, reader and database server share fewer processors


@dataclass(frozen=True)
class Source:
    """What is read: a file, how, and for which country its telephone numbers are dialled."""

    path: Path
    options: Options
    country: str


def chunks(source: Source, skip: int, size: int = CHUNK) -> Iterator[list[Entry]]:
    """The entries after the first `skip` rows, cleaned, in this process."""
    table = tables.read(source.path, encoding=source.options.encoding, delimiter=source.options.delimiter)
    make = entry_maker(source.options, table.headers)
    rows = islice(table, skip, None)
    while part := list(islice(rows, size)):
        yield _cleaned([make(*row) for row in part], source.country)


def _cleaned(entries: list[Entry], country: str) -> list[Entry]:
    cleaned = iter(clean_all([one.raw for one in entries if not one.problem], country=country))
    return [one if one.problem else one._replace(cleaned=next(cleaned)) for one in entries]


class ChunksAhead:
    """The same from a second process; its errors are raised here. To be closed, by whichever thread."""

    def __init__(self, source: Source, skip: int) -> None:
        context = get_context("spawn")  # a forked process would share this one's database connection
        self.pipe, its = context.Pipe(duplex=False)
        self.process = context.Process(target=_read_ahead, args=(its, source, skip), daemon=True)
        self.process.start()
        its.close()

    def __iter__(self) -> Iterator[list[Entry]]:
        return self

    def __next__(self) -> list[Entry]:
        try:
            got = self.pipe.recv()
        except EOFError:
            raise RuntimeError("the process that reads the file ended too early") from None
        if isinstance(got, Exception):
            raise got
        if got is None:
            raise StopIteration
        chunk: list[Entry] = got
        return chunk

    def close(self) -> None:
        """End the process; who waits for its next chunk waits no more."""
        self.process.terminate()
        self.process.join()


def _read_ahead(out: Connection, source: Source, skip: int) -> None:
    gc.disable()  # rows hold no cycles: to look for any costs a fifth of the time
    os.nice(MODEST)
    try:
        for number, chunk in enumerate(chunks(source, skip), start=1):
            out.send(chunk)
            if number % CHUNKS_TO_COLLECT == 0:
                gc.collect()
        out.send(None)
    except (BrokenPipeError, KeyboardInterrupt):
        return  # nobody listens any more
    except Exception as error:
        out.send(RuntimeError(f"{type(error).__name__}: {error}"))
