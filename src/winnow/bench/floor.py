"""What this machine and its databases do at best, measured in the same run: figures mean little without them."""

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from winnow.bench.figures import quantile
from winnow.bench.place import Place

FLUSHES = 60
SECONDS = 1.0  # for which rows are committed one by one
ROW = ("kim@firm.example", "Kim Berg", "+49 30 2000000", "Firm GmbH", "Please send us an offer.", "web")
TABLE = "create table bench_floor (a text, b text, c text, d text, e text, f text)"


def flush(folder: Path) -> float:
    """Seconds that writing 4 KB through to the disk takes, in the middle of many times."""
    descriptor = os.open(folder / "flush", os.O_WRONLY | os.O_CREAT)
    times = []
    for _ in range(FLUSHES):
        began = time.perf_counter()
        os.write(descriptor, bytes(4096))
        os.fsync(descriptor)
        times.append(time.perf_counter() - began)
    os.close(descriptor)
    return quantile(times, 0.5)


def commits(where: Place) -> float:
    """Rows a second when each has a commit, and a flush, of its own."""
    if where.url:
        import psycopg

        with psycopg.connect(where.url, autocommit=True) as connection:
            connection.execute(TABLE.encode())
            rate = _repeatedly(
                lambda: connection.execute(b"insert into bench_floor values (%s,%s,%s,%s,%s,%s)", ROW)
            )
            connection.execute(b"drop table bench_floor")
            return rate
    with closing(_floor_file(where)) as file:
        return _repeatedly(lambda: file.execute("insert into bench_floor values (?,?,?,?,?,?)", ROW))


def rows(where: Place, values: Sequence[Sequence[Any]]) -> float:
    """Rows a second when they are only stored, all in one transaction, by COPY or executemany."""
    if where.url:
        import psycopg

        with psycopg.connect(where.url) as connection:
            connection.execute(TABLE.encode())
            began = time.perf_counter()
            with connection.cursor().copy("copy bench_floor from stdin") as copy:
                for value in values:
                    copy.write_row(value)
            connection.commit()
            took = time.perf_counter() - began
            connection.execute(b"drop table bench_floor")
            return len(values) / took
    with closing(_floor_file(where)) as file:
        began = time.perf_counter()
        file.execute("begin immediate")
        file.executemany("insert into bench_floor values (?,?,?,?,?,?)", values)
        file.execute("commit")
        return len(values) / (time.perf_counter() - began)


def _floor_file(where: Place) -> sqlite3.Connection:
    """A file of its own, set up to flush as Winnow's is."""
    path = where.home / "floor.sqlite3"
    path.unlink(missing_ok=True)
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("pragma journal_mode=wal")
    file.execute("pragma synchronous=full")
    file.execute(TABLE)
    return file


def _repeatedly(once: Callable[[], object]) -> float:
    began, number = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        once()
        number += 1
    return number / (time.perf_counter() - began)
