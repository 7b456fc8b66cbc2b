"""Set-wise reading and writing: many rows in one statement; writing goes on SQLite by executemany, on PostgreSQL
by COPY and pipelines.

Values are given as Python values in the order of `columns`; ids are reserved beforehand, so that rows of several
tables can refer to one another before any of them is written. Everything runs in the caller's transaction.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, models

from winnow.prospects import copying
from winnow.prospects.copying import array, document, without_nul
from winnow.prospects.whole import column_of_key, whole_rows

Adapt = Callable[[Any], Any]
PREPARED_AFTER = 2  # uses
FEW = 128  # inquiries; up to here the statements, not the rows, are what takes time


def prepared() -> Any:
    """A cursor for statements that come again and again: PostgreSQL then plans them once for each connection.

    Not for look-ups in tables that grow: a plan made while they were small would go on reading them from end to end.
    Where queries are logged it is a plain one, as a prepared one cannot tell what it was asked.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from psycopg import Cursor

    connection.ensure_connection()
    line = connection.connection
    line.prepare_threshold = PREPARED_AFTER if settings.PREPARED_STATEMENTS else None
    made: Any = connection.make_cursor
    return made(Cursor(line))


def look_up(
    sql: str, values: Collection[Any], *, before: Sequence[Any] = (), small: bool = False
) -> list[tuple[Any, ...]]:
    """The rows for which the one `{among}` of the statement holds, as in `... WHERE "key" {among}`.

    All values are one parameter, however many: nothing is cut into parts, nothing compiled anew for each number.
    `before` are parameters that stand in the statement before `{among}`; `small` says that its tables never grow large.
    """
    if not values:
        return []
    with prepared() if small else connection.cursor() as cursor:
        among, wanted = given(values)
        cursor.execute(sql.format(among=among), [*before, wanted])
        return list(cursor.fetchall())


def given(values: Collection[Any]) -> tuple[str, Any]:
    """How a statement asks for one of these values (texts or whole numbers), however many, and its one parameter."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)", array(values)
    return "IN (SELECT value FROM json_each(%s))", json.dumps(list(values))


def find(
    model: type[models.Model], key: str, columns: Sequence[str], values: Collection[Any]
) -> list[tuple[Any, ...]]:
    """`columns` of the rows whose `key`, a column with a unique index, is one of the values.

    On PostgreSQL each value goes down the index by itself: asked for all at once, a table of middle size is read from
    end to end, which costs more the more it grows.
    """
    if not values:
        return []
    names, table = ", ".join(f'"{name}"' for name in columns), f'"{model._meta.db_table}"'
    if connection.vendor != "postgresql":
        return look_up(f'SELECT {names} FROM {table} WHERE "{key}" {{among}}', values)  # noqa: S608 - no values
    one = f'SELECT {names} FROM {table} WHERE "{key}" = given LIMIT 1'  # noqa: S608 - names come from models
    kind = next(one for one in model._meta.concrete_fields if one.column == key).rel_db_type(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM unnest(%s::{kind}[]) AS given, LATERAL ({one}) AS found",  # noqa: S608
            [array(values)],
        )
        return list(cursor.fetchall())


def read(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement that every batch asks: written out, as compiling it would cost more than its answer."""
    with prepared() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def execute_for(sql: str, pairs: Sequence[tuple[int, int]]) -> None:
    """One statement over pairs of numbers, which it reads as the table `{pairs}`, `p`, with the columns a and b."""
    if connection.vendor == "postgresql":
        table = "unnest(%s::bigint[], %s::bigint[]) AS p(a, b)"
        values = [array(column) for column in zip(*pairs, strict=True)]
        if copying.ask_in_line(sql.format(pairs=table), values):
            return
    with prepared() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(sql.format(pairs=table), values)
        else:
            columns = "json_extract(value, '$[0]') AS a, json_extract(value, '$[1]') AS b"
            table = f"(SELECT {columns} FROM json_each(%s)) AS p"  # noqa: S608 - no part of it is given
            cursor.execute(sql.format(pairs=table), [json.dumps(pairs)])


@contextmanager
def together(rows: int) -> Iterator[None]:
    """What is written inside, for so many inquiries, need not wait for one another's answers.

    On PostgreSQL few rows then go out at once and are answered at once; many are copied, one table while the next is
    made ready.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    if rows > FEW:
        with copying.side_by_side():
            yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def rows(model: type[models.Model], numbers: Collection[int], *, lock: bool = False) -> dict[int, Any]:
    """Whole rows by their ids, in id order, locked if wanted where the database locks rows."""
    if not numbers:
        return {}
    among, wanted = given(numbers)
    key = column_of_key(model)
    locked = " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    return {
        row.pk: row for row in whole_rows(model, f'WHERE "{key}" {among} ORDER BY "{key}"{locked}', [wanted])
    }


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will use. On SQLite the caller must hold the write lock (BEGIN IMMEDIATE)."""
    return reserve_all({model: count})[model]


def reserve_all(wanted: Mapping[type[models.Model], int]) -> dict[type[models.Model], list[int]]:
    """The same for several tables, in one statement."""
    counts = {model._meta.db_table: count for model, count in wanted.items() if count}
    take = _taken_from_sequences if connection.vendor == "postgresql" else _taken_from_counters
    taken = take(counts) if counts else {}
    return {model: taken.get(model._meta.db_table, []) for model in wanted}


def _taken_from_sequences(counts: Mapping[str, int]) -> dict[str, list[int]]:
    numbers = "ARRAY(SELECT nextval(%s) FROM generate_series(1, %s))"
    values = [value for table, count in counts.items() for value in (_sequence(table), count)]
    with prepared() as cursor:
        cursor.execute(f"SELECT {', '.join([numbers] * len(counts))}", values)
        return dict(zip(counts, cursor.fetchone() or (), strict=True))


@cache
def _sequence(table: str) -> str:
    with prepared() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _taken_from_counters(counts: Mapping[str, int]) -> dict[str, list[int]]:
    """SQLite's own counters go up even if the rows are written later than another reservation is made."""
    cases = " ".join(["WHEN %s THEN %s"] * len(counts))
    names = ", ".join(["%s"] * len(counts))
    values = [value for pair in counts.items() for value in pair]
    with prepared() as cursor:
        cursor.execute(
            f"UPDATE sqlite_sequence SET seq = seq + CASE name {cases} END "  # noqa: S608 - only marks
            f"WHERE name IN ({names}) RETURNING name, seq",
            [*values, *counts],
        )
        last = dict(cursor.fetchall())
        for table in counts.keys() - last.keys():
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, counts[table]])
            last[table] = counts[table]
    return {table: list(range(last[table] - count + 1, last[table] + 1)) for table, count in counts.items()}


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    instead_of: Sequence[str] = (),
) -> None:
    """Write all rows, or raise IntegrityError and leave the transaction to the caller.

    A row that is there already with the same values in `instead_of`, columns with a unique index, is overwritten.
    """
    if not rows:
        return
    names, table = ", ".join(f'"{name}"' for name in columns), f'"{model._meta.db_table}"'
    with prepared() as cursor:
        if connection.vendor == "postgresql" and not instead_of and _is_pipelined():
            records = f"json_populate_recordset(NULL::{table}, %s::json)"
            sql = f"INSERT INTO {table} ({names}) SELECT {names} FROM {records}"  # noqa: S608 - names come from models
            cursor.execute(sql, [_records(columns, rows)])
        elif connection.vendor == "postgresql" and not instead_of and len(rows) > 1:
            copying.copy(model, columns, rows)
        else:
            marks = ", ".join(["%s"] * len(columns))
            sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names come from models
            sql += _overwriting(columns, instead_of) if instead_of else ""
            cursor.executemany(sql, list(_adapted(model, columns, rows)))


def _overwriting(columns: Sequence[str], unique: Sequence[str]) -> str:
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in unique)
    same = ", ".join(f'"{name}"' for name in unique)
    return f" ON CONFLICT ({same}) DO UPDATE SET {sets}"


def _is_pipelined() -> bool:
    return bool(connection.connection.pgconn.pipeline_status)


def _records(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The rows as JSON, which the table's own type reads, whatever its columns are."""
    return without_nul(document([dict(zip(columns, row, strict=True)) for row in rows]))


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set `columns` of many rows; each row is its values followed by its id."""
    if not rows:
        return
    table, key = f'"{model._meta.db_table}"', column_of_key(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > 1:
            latest = list({row[-1]: row for row in rows}.values())
            sets = ", ".join(f'"{name}" = given."{name}"' for name in columns)
            records = f"json_populate_recordset(NULL::{table}, %s::json) AS given"
            where = f'{table}."{key}" = given."{key}"'
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM {records} WHERE {where}",  # noqa: S608 - names come from models
                [_records([*columns, key], latest)],
            )
        else:
            sets = ", ".join(f'"{name}" = %s' for name in columns)
            sql = f'UPDATE {table} SET {sets} WHERE "{key}" = %s'  # noqa: S608 - names come from models
            cursor.executemany(sql, list(_adapted(model, [*columns, key], rows)))


def _adapted(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    adapters = _adapters(model, tuple(columns), connection.vendor)
    special = [(place, adapt) for place, adapt in enumerate(adapters) if adapt]
    for row in rows:
        values = list(row)
        for place, adapt in special:
            if values[place] is not None:
                values[place] = adapt(values[place])
        yield values


@cache
def _adapters(model: type[models.Model], columns: tuple[str, ...], vendor: str) -> list[Adapt | None]:
    by_column = {field.column: field for field in model._meta.concrete_fields}
    return [_adapter(by_column[column], vendor) for column in columns]


def _adapter(field: "models.Field[Any, Any]", vendor: str) -> Adapt | None:
    if isinstance(field, models.JSONField):
        return document if vendor == "sqlite" else _json_for_postgres
    if isinstance(field, models.DateTimeField) and vendor == "sqlite":
        return _naive_utc
    if isinstance(field, models.CharField | models.TextField):
        return str if vendor == "sqlite" else _without_nul
    if isinstance(field, models.DecimalField | models.DateField) and vendor == "sqlite":
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def _json_for_postgres(value: Any) -> str:
    return without_nul(document(value))


def _without_nul(value: Any) -> str:
    return str(value).replace("\0", "\u2400")


@lru_cache(maxsize=4_096)  # the same few instants stand in most rows of a batch
def _naive_utc(value: Any) -> str:
    return str((value if value.tzinfo is UTC else value.astimezone(UTC)).replace(tzinfo=None))
