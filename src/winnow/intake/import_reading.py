"""The rows of a file in chunks, mapped and cleaned; by a second process that reads ahead, where that pays.

Cleaning takes about half of the work and asks nothing of the database, so the second process never starts Django.
It ends with the first: it writes into a pipe that breaks.
"""

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


def chunks_ahead(source: Source, skip: int) -> Iterator[list[Entry]]:
    """The same from a second process; its errors are raised here."""
    context = get_context("spawn")  # a forked process would share this one's database connection
    mine, its = context.Pipe(duplex=False)
    process = context.Process(target=_read_ahead, args=(its, source, skip), daemon=True)
    process.start()
    its.close()
    try:
        while (got := mine.recv()) is not None:
            if isinstance(got, Exception):
                raise got
            yield got
    except EOFError:
        raise RuntimeError("the process that reads the file ended too early") from None
    finally:
        mine.close()
        process.terminate()
        process.join()


def _read_ahead(out: Connection, source: Source, skip: int) -> None:
    try:
        for chunk in chunks(source, skip):
            out.send(chunk)
        out.send(None)
    except (BrokenPipeError, KeyboardInterrupt):
        return  # nobody listens any more
    except Exception as error:
        out.send(RuntimeError(f"{type(error).__name__}: {error}"))
