"""PostgreSQL by COPY from one REPEATABLE READ snapshot: no program of a matching version is needed."""

import json
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from winnow.backup.archive import Damaged, Manifest, same_rows
from winnow.backup.migrating import apply
from winnow.backup.steps import of_today

TABLES = "tables"
COLUMNS = "columns.json"
OF_DJANGO = "django_migrations"
CHUNK = 1 << 20


def save(folder: Path) -> tuple[dict[str, int], list[str]]:
    """Copy every table into `folder`; the rows per table and the migrations, of that same instant."""
    (folder / TABLES).mkdir()
    connection.ensure_connection()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        columns = {table: _columns(cursor, table) for table in _tables()}
        rows = {table: _copy_out(cursor, table, columns[table], folder) for table in columns}
        cursor.execute(f"SELECT app, name FROM {OF_DJANGO} ORDER BY id")  # noqa: S608
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    (folder / COLUMNS).write_text(json.dumps(columns))
    return rows, migrations


def prove(folder: Path, said: Manifest) -> None:
    """Raises `Damaged` unless the saved tables have the rows that the manifest names."""
    columns = json.loads((folder / COLUMNS).read_text())
    found = {
        table: _lines(folder / TABLES / table) for table in columns if (folder / TABLES / table).exists()
    }
    same_rows(found, said)


@transaction.atomic
def load(folder: Path, said: Manifest) -> None:
    """Put the saved tables in the place of what is there; all in one transaction, so a failure changes nothing."""
    columns: dict[str, list[str]] = json.loads((folder / COLUMNS).read_text())
    with connection.cursor() as cursor:
        _drop_all(cursor)
        _migrate_to(said.migrations)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in columns))
        for table, names in columns.items():
            _copy_in(cursor, table, names, folder)
            _set_sequences(cursor, table)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        same_rows({table: _count(cursor, table) for table in columns}, said)
        cursor.execute(f"SELECT app, name FROM {OF_DJANGO} ORDER BY id")  # noqa: S608
        if [f"{app}.{name}" for app, name in cursor.fetchall()] != said.migrations:
            raise Damaged("it was made after other migrations than its manifest names")


def is_empty() -> bool:
    """Whether there is nothing that a restore could destroy."""
    return not _tables()


def _tables() -> list[str]:
    ours = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    return sorted(ours | ({OF_DJANGO} & set(connection.introspection.table_names())))


def _columns(cursor: Any, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _copy_out(cursor: Any, table: str, columns: list[str], folder: Path) -> int:
    """Rows written: COPY's text has one line for each."""
    rows = 0
    with (
        (folder / TABLES / table).open("wb") as file,
        cursor.copy(f"COPY {_named(table, columns)} TO STDOUT") as copy,
    ):
        for chunk in copy:
            rows += bytes(chunk).count(b"\n")
            file.write(chunk)
    return rows


def _lines(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(CHUNK), b""))


def _copy_in(cursor: Any, table: str, columns: list[str], folder: Path) -> None:
    with (
        connection.wrap_database_errors,
        (folder / TABLES / table).open("rb") as file,
        cursor.copy(f"COPY {_named(table, columns)} FROM STDIN") as copy,
    ):
        while chunk := file.read(CHUNK):
            copy.write(chunk)


def _named(table: str, columns: list[str]) -> str:
    return f'"{table}" (' + ", ".join(f'"{name}"' for name in columns) + ")"


def _drop_all(cursor: Any) -> None:
    tables = _tables()
    if tables:
        cursor.execute("DROP TABLE " + ", ".join(f'"{table}"' for table in tables) + " CASCADE")
    cursor.execute("DROP FUNCTION IF EXISTS winnow_refuse()")


def _migrate_to(migrations: list[str]) -> None:
    """The tables as they were when the backup was made: each app's last migration of then."""
    newest = dict(name.split(".", 1) for name in of_today(migrations))
    apply(list(newest.items()))


def _set_sequences(cursor: Any, table: str) -> None:
    for sequence in connection.introspection.get_sequences(cursor, table):
        column = sequence["column"]
        cursor.execute(
            f'SELECT setval(pg_get_serial_sequence(%s, %s), max("{column}")) FROM "{table}" HAVING count(*) > 0',  # noqa: S608
            [f'"{table}"', column],
        )


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
    return int(cursor.fetchone()[0])
