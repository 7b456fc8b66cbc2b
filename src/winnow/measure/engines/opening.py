"""How a source's columns become the canonical ones: one SELECT a table, in the dialect of an engine. Pure.

Inside an engine an instant is a number of microseconds since 1970 in UTC: whole numbers are subtracted and compared
alike everywhere, instants are not (engines differ in zones, in rounding and in what a difference in hours is).
"""

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import ibis

from winnow.measure.canonical import AMOUNT, FLAG, INSTANT, REQUIRED, TABLES, TEXT, Known

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GARBAGE = 200_000  # things made before what is let go is looked for
EVENTFUL = ("inquiries", "touches", "stages", "orders", "costs")  # tables with an `at`


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine quotes a name, reads an instant as microseconds, and calls its types."""

    quote: str
    micros: str
    types: Mapping[str, str]


def plainly() -> None:
    """Have Ibis hand on its SQL as it comes: an engine merges selects in no time, Ibis needs most of a small audit."""
    ibis.options.sql.fuse_selects = False


def less_garbage() -> None:
    """For a process that only measures: its questions are many small things, soon let go, so they are seldom sought."""
    gc.set_threshold(GARBAGE)


class NotCanonical(Exception):
    """A table that was given lacks a column without which its rows say nothing."""


def micros(at: datetime) -> int:
    """Microseconds since 1970; without a zone it is taken as UTC."""
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - EPOCH) // timedelta(microseconds=1)


def instant(number: int) -> datetime:
    """The instant in UTC of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=number)


def known(columns: Mapping[str, Iterable[str]], only_days: Iterable[str] = ()) -> Known:
    """What the source has of the canonical columns. Raises NotCanonical."""
    found = {
        table: frozenset(TABLES[table]) & frozenset(names)
        for table, names in columns.items()
        if table in TABLES
    }
    for table, names in found.items():
        if lacking := [name for name in REQUIRED[table] if name not in names]:
            raise NotCanonical(f"The table {table} has no {' and no '.join(lacking)}.")
    return Known(found, frozenset(only_days))


def select(table: str, there: Iterable[str], source: str, dialect: Dialect, until: int | None) -> str:
    """The canonical columns of `source`, of what had happened by `until` (microseconds); none there: no rows."""
    there = frozenset(there)
    columns = ", ".join(
        f"{_read(name, kind, dialect) if name in there else _absent(kind, dialect)} AS {_quoted(name, dialect)}"
        for name, kind in TABLES[table].items()
    )
    if not there:
        return f"SELECT {columns} WHERE 1 = 0"
    late = until is not None and table in EVENTFUL and "at" in there
    where = f" WHERE {_read('at', INSTANT, dialect)} <= {until}" if late else ""
    return f"SELECT {columns} FROM {source}{where}"  # noqa: S608 - names of ours


def _read(name: str, kind: str, dialect: Dialect) -> str:
    column = _quoted(name, dialect)
    if kind == INSTANT:
        return dialect.micros.format(column)
    read = f"CAST({column} AS {dialect.types[kind]})"
    return f"NULLIF({read}, '')" if kind == TEXT else read


def _absent(kind: str, dialect: Dialect) -> str:
    return f"CAST(NULL AS {dialect.types[kind]})"


def _quoted(name: str, dialect: Dialect) -> str:
    return f"{dialect.quote}{name}{dialect.quote}"


DUCKDB = Dialect(
    '"', "epoch_us({})", {TEXT: "VARCHAR", INSTANT: "BIGINT", AMOUNT: "DECIMAL(18, 2)", FLAG: "BOOLEAN"}
)
SPARK = Dialect(
    "`",
    "unix_micros(CAST({} AS TIMESTAMP))",
    {TEXT: "STRING", INSTANT: "BIGINT", AMOUNT: "DECIMAL(18, 2)", FLAG: "BOOLEAN"},
)
