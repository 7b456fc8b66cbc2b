"""Set-wise reading and writing: many rows in one statement; writing goes on SQLite by executemany, on PostgreSQL
by COPY and pipelines.

Values are given as Python values in the order of `columns`; ids are reserved beforehand, so that rows of several
tables can refer to one another before any of them is written. Everything runs in the caller's transaction.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC
from functools import cache, lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

Adapt = Callable[[Any], Any]

_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # not the text of a backslash followed by u0000


def look_up(sql: str, values: Collection[Any], *, before: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows for which the one `{among}` of the statement holds, as in `... WHERE "key" {among}`.

    All values are one parameter, however many: nothing is cut into parts, nothing compiled anew for each number.
    `before` are parameters that stand in the statement before `{among}`.
    """
    if not values:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(sql.format(among="= ANY(%s)"), [*before, list(values)])
        else:
            among = "IN (SELECT value FROM json_each(%s))"
            cursor.execute(sql.format(among=among), [*before, json.dumps(list(values))])
        return list(cursor.fetchall())


def read(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement that every batch asks: written out, as compiling it would cost more than its answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def rows(model: type[models.Model], numbers: Collection[int], *, lock: bool = False) -> dict[int, Any]:
    """Whole rows by their ids, in id order, locked if wanted where the database locks rows."""
    if not numbers:
        return {}
    postgres = connection.vendor == "postgresql"
    among = "= ANY(%s)" if postgres else "IN (SELECT value FROM json_each(%s))"
    wanted = list(numbers) if postgres else json.dumps(list(numbers))
    sql = f'SELECT * FROM "{model._meta.db_table}" WHERE "id" {among} ORDER BY "id"'  # noqa: S608
    found = model._default_manager.raw(sql + (" FOR UPDATE" if lock and postgres else ""), [wanted])
    return {row.pk: row for row in found}


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will use. On SQLite the caller must hold the write lock (BEGIN IMMEDIATE)."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # Remember the reservation even if its rows are written later than another reservation is made.
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table]
        )
        row = cursor.fetchone()
        if row is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        last = row[0] if row else count
    return list(range(last - count + 1, last + 1))


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write all rows, or raise IntegrityError and leave the transaction to the caller."""
    if not rows:
        return
    adapted = _adapted(model, columns, rows)
    names = ", ".join(f'"{name}"' for name in columns)
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > 1:
            statement = f"COPY {table} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in adapted:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names come from models
        cursor.executemany(sql, list(adapted))


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set `columns` of many rows; each row is its values followed by its id."""
    if not rows:
        return
    sets = ", ".join(f'"{name}" = %s' for name in columns)
    sql = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "id" = %s'  # noqa: S608 - names come from models
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(_adapted(model, [*columns, "id"], rows)))


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
        return _json if vendor == "sqlite" else _json_for_postgres
    if isinstance(field, models.DateTimeField) and vendor == "sqlite":
        return _naive_utc
    if isinstance(field, models.CharField | models.TextField):
        return str if vendor == "sqlite" else _without_nul
    if isinstance(field, models.DecimalField | models.DateField) and vendor == "sqlite":
        return lambda value: field.get_db_prep_save(value, connection)
    return None


_json = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json_for_postgres(value: Any) -> str:
    """jsonb refuses the character NUL, which a hostile payload may carry: it is kept as the visible symbol."""
    text = _json(value)
    return _ESCAPED_NUL.sub("\\1\u2400", text) if "\\u0000" in text else text


def _without_nul(value: Any) -> str:
    return str(value).replace("\0", "\u2400")


@lru_cache(maxsize=4_096)  # the same few instants stand in most rows of a batch
def _naive_utc(value: Any) -> str:
    return str((value if value.tzinfo is UTC else value.astimezone(UTC)).replace(tzinfo=None))
