"""SQLite's own online backup: one read transaction, so writers go on and the copy is of one instant."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, connection

from winnow.backup.archive import Damaged, Manifest, same_rows

FILE = "database.sqlite3"
WAIT = 60.0  # seconds for a lock that others hold


def save(folder: Path) -> tuple[dict[str, int], list[str]]:
    """Copy the database into `folder`; the copy's rows per table and its migrations."""
    with (
        closing(sqlite3.connect(f"file:{database()}?mode=ro", uri=True, timeout=WAIT)) as live,
        closing(sqlite3.connect(folder / FILE)) as copy,
    ):
        live.backup(copy, pages=-1)  # in one step: in pieces it would begin anew at every write of others
        copy.execute("PRAGMA journal_mode=DELETE")
        check(copy)
        return count(copy), _migrations(copy)


def prove(folder: Path, said: Manifest) -> None:
    """Raises `Damaged` unless the copy is sound and holds what the manifest says."""
    with closing(
        sqlite3.connect(folder / FILE)
    ) as copy:  # opened read-only, SQLite checks no CHECK constraints
        check(copy)
        same_rows(count(copy), said)
        if _migrations(copy) != said.migrations:
            raise Damaged("it was made after other migrations than its manifest names")


def load(folder: Path, said: Manifest) -> None:
    """Put the copy in the place of what is there, in one transaction; readers see the old until it is done."""
    connection.close()
    with (
        closing(sqlite3.connect(folder / FILE)) as copy,
        closing(sqlite3.connect(database(), timeout=WAIT)) as live,
    ):
        copy.backup(live, pages=-1)
        same_rows(count(live), said)


def set_aside(folder: Path) -> None:
    """Move a database that nothing can be read from out of the way, whole."""
    connection.close()
    folder.mkdir(mode=0o700)
    for file in database().parent.glob(f"{database().name}*"):
        file.rename(folder / file.name)


def is_empty() -> bool:
    """Whether there is nothing that a restore could destroy; what cannot be read is not nothing."""
    if not database().exists():
        return True
    try:
        return not connection.introspection.table_names()
    except DatabaseError:
        return False


def database() -> Path:
    return Path(connection.settings_dict["NAME"])


def check(opened: sqlite3.Connection) -> None:
    """Raises `Damaged` unless SQLite finds its pages and references sound."""
    answer = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if answer != "ok":
        raise Damaged(f"SQLite finds the database damaged: {answer}")
    if broken := opened.execute("PRAGMA foreign_key_check").fetchone():
        raise Damaged(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there")


def count(opened: sqlite3.Connection) -> dict[str, int]:
    names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = sorted(row[0] for row in names)
    return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


def _migrations(opened: sqlite3.Connection) -> list[str]:
    return [
        f"{app}.{name}" for app, name in opened.execute("SELECT app, name FROM django_migrations ORDER BY id")
    ]
