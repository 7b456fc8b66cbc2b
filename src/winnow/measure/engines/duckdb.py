"""The embedded engine: DuckDB over a folder of Parquet files or over frames, within a limit of memory."""

from collections.abc import Iterable, Mapping
from csv import reader
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import ibis

from winnow.measure.canonical import AMOUNT, FLAG, INSTANT, TABLES, TEXT, Known, Tables
from winnow.measure.engines.opening import DUCKDB, EVENTFUL, instant, known, micros, plainly, select
from winnow.measure.engines.temporary import placed, typed

FEW = 2_000  # values of a text that are told by numbers
_numbers = count()  # files that are open, of any connection

CSV_TYPES = {TEXT: "VARCHAR", INSTANT: "TIMESTAMPTZ", AMOUNT: "DECIMAL(18, 2)", FLAG: "BOOLEAN"}
MEMORY = "1200MB"  # beyond it DuckDB works through files; the process needs some hundred megabytes besides

# Counts by whole numbers go to places of their own instead of through a hash table: up to 2^20 of them on two cores,
# which is half the work. Each core has all the places, so there are fewer where there are more cores.
DIRECT = 22


def connect(*, memory: str = MEMORY, threads: int | None = None, temporary: str | None = None) -> Any:
    """A database in memory that puts what does not fit into files in the folder `temporary`."""
    plainly()
    connection = ibis.duckdb.connect(temp_directory=temporary or gettempdir(), memory_limit=memory)
    connection.raw_sql("SET TimeZone = 'UTC'")
    connection.raw_sql("SET preserve_insertion_order = false")
    connection.raw_sql("SET parquet_metadata_cache = true")
    if threads:
        connection.raw_sql(f"SET threads = {threads:d}")
    working = connection.raw_sql("SELECT current_setting('threads')").fetchone()[0]
    connection.raw_sql(f"SET perfect_ht_threshold = {DIRECT - int(working).bit_length():d}")
    return _answering(_keeping(connection))


def _keeping(connection: Any) -> Any:
    """With cached tables made by one statement: Ibis would copy and print each query several times over."""

    def create(name: str, expression: ibis.Table) -> ibis.Table:
        connection._run_pre_execute_hooks(expression)  # tables in memory are made known
        connection.raw_sql(f'CREATE TEMPORARY TABLE "{name}" AS {typed(connection, expression)}')
        return placed(connection, name, expression.schema())

    connection._create_cached_table = create
    return connection


def _answering(connection: Any) -> Any:
    """With answers as Arrow that need no pandas: Ibis loads it for what it never asks of it."""

    def to_pyarrow(expression: ibis.Expr, /, **_none: Any) -> Any:
        connection._run_pre_execute_hooks(expression)
        asked = connection.con.sql(connection.compile(expression.as_table()))
        return expression.__pyarrow_result__(asked.to_arrow_table())

    connection.to_pyarrow = to_pyarrow
    return connection


def open_folder(
    folder: str | Path,
    as_of: datetime | None = None,
    *,
    only_days: Iterable[str] = (),
    connection: Any = None,
) -> Tables:
    """`<table>.parquet` files (or folders of that name with such files in them), else `.csv`, as canonical tables.

    `as_of` cuts off what happened later; None is the last instant in the data. Raises NotCanonical.
    """
    connection = connection or connect()
    sources = {name: source for name in TABLES if (source := _source(Path(folder), name))}
    return _opened(connection, sources, as_of, only_days)


def open_frames(
    frames: Mapping[str, Any],
    as_of: datetime | None = None,
    *,
    only_days: Iterable[str] = (),
    connection: Any = None,
) -> Tables:
    """Frames of Polars, pandas or Arrow by table name as canonical tables. Raises NotCanonical."""
    connection = connection or connect()
    sources = {}
    for name in TABLES.keys() & frames.keys():
        connection.con.register(f"given_{name}", frames[name])
        sources[name] = f"given_{name}"
    return _opened(connection, sources, as_of, only_days)


def write(connection: Any, tables: Mapping[str, ibis.Table], file: Path, coded: Iterable[str] = ()) -> None:
    """Tables as one file of DuckDB's own, which it reads in half the time that Parquet takes.

    Of tables that are `coded` each text is a number that stands for it, where there are few: to group by and to look
    for numbers takes half as long again.
    """
    connection.raw_sql(f"ATTACH {_text(file)} AS written")
    try:
        for name, rows in tables.items():
            connection._run_pre_execute_hooks(rows)
            codes = _codes(rows) if name in coded else {}
            connection.raw_sql(f"CREATE TABLE written.main.{name} AS {typed(connection, rows, codes)}")
    finally:
        connection.raw_sql("DETACH written")


def _codes(rows: ibis.Table) -> dict[str, str]:
    """The type of each text with few values: what they are, in order."""
    texts = [name for name, kind in rows.schema().items() if kind.is_string()]
    counts = rows.agg([rows[name].nunique().name(name) for name in texts]).to_pyarrow().to_pylist()[0]
    found = {}
    for name in (name for name in texts if 0 < counts[name] <= FEW):
        values = rows.select(name).distinct().to_pyarrow()[name].to_pylist()
        told = ", ".join(_text(one) for one in sorted(one for one in values if one is not None))
        found[name] = f"ENUM({told})"
    return found


def open_file(connection: Any, file: Path, names: Iterable[str]) -> dict[str, ibis.Table]:
    """These tables of such a file by name, to read only."""
    place = f"file{next(_numbers)}"
    connection.raw_sql(f"ATTACH {_text(file)} AS {place} (READ_ONLY)")
    return {name: connection.table(name, database=(place, "main")) for name in names}


def read(connection: Any, file: str | Path) -> ibis.Table:
    """A Parquet file (or folder of them) as an expression."""
    return connection.read_parquet(str(file))


def _source(folder: Path, name: str) -> str | None:
    """The source of a table in DuckDB's words, if it is there."""
    path, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
    if path.exists():
        found = path / "*.parquet" if path.is_dir() else path
        return f"read_parquet({_text(found)})"
    return (
        f"read_csv({_text(csv)}, header = true, types = {_kinds(csv, TABLES[name])})"
        if csv.exists()
        else None
    )


def _kinds(csv: Path, columns: Mapping[str, str]) -> str:
    """The types of the canonical columns that a file has: a column that is empty tells none by itself."""
    with csv.open(encoding="utf-8-sig", newline="") as lines:
        header = next(reader(lines), [])
    kinds = (f"{_text(one)}: {_text(CSV_TYPES[columns[one]])}" for one in header if one in columns)
    return "{" + ", ".join(kinds) + "}"


def _text(said: object) -> str:
    return "'{}'".format(str(said).replace("'", "''"))


def _opened(
    connection: Any, sources: Mapping[str, str], as_of: datetime | None, only_days: Iterable[str]
) -> Tables:
    columns = {name: _columns(connection, source) for name, source in sources.items()}
    days = [
        f"{name}.{column}"
        for name, kinds in columns.items()
        for column, kind in kinds.items()
        if kind == "DATE"
    ]
    there = known(columns, [*only_days, *days])
    until = micros(as_of) if as_of else _last(connection, sources, there)
    for table in TABLES:
        query = select(table, there.columns.get(table, ()), sources.get(table, ""), DUCKDB, until)
        connection.raw_sql(f"CREATE OR REPLACE VIEW {table} AS {query}")
    return Tables(
        **{table: connection.table(table) for table in TABLES}, as_of=as_of or instant(until), known=there
    )


def _columns(connection: Any, source: str) -> dict[str, str]:
    """The columns of a source and their types in DuckDB's words."""
    return {row[0]: row[1] for row in connection.raw_sql(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608


def _last(connection: Any, sources: Mapping[str, str], there: Known) -> int:
    """The last instant in the data, in microseconds."""
    lasts = [
        connection.raw_sql(f'SELECT max(epoch_us("at")) FROM {sources[table]}').fetchone()[0]  # noqa: S608
        for table in EVENTFUL
        if there.has(table) and table != "costs"  # a budget may be dated ahead
    ]
    return max((last for last in lasts if last is not None), default=0)
