"""What a command stands on: the home, Django, and a database whose tables this program knows."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from winnow.cli.say import Problem
from winnow.config.home import place

SETTINGS = "winnow.config.settings"
DATABASE_FILE = "winnow.sqlite3"


@dataclass(frozen=True)
class Schema:
    """Migrations that the database lacks, and those it has that this program does not know."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def now() -> datetime:
    """The instant at which a command acts; nothing below the commands reads a clock."""
    return datetime.now(UTC)


def database_file() -> Path | None:
    """The SQLite file of this installation, present or not; None where DATABASE_URL names another database."""
    return None if os.environ.get("DATABASE_URL") else place() / DATABASE_FILE


def set_up() -> None:
    """Start Django; nothing is asked of the database yet."""
    import django
    from django.apps import apps

    from winnow.config.database import Unusable

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if apps.ready:
        return
    try:
        django.setup()
    except Unusable as wrong:
        raise Problem(str(wrong)) from None


def ready() -> None:
    """Start Django over an installation that is complete and fits this program, or say what to do."""
    file = database_file()
    if file and not file.exists():
        raise Problem(
            f"There is no Winnow in {place()}. Run `winnow init`, or set WINNOW_HOME to where it is."
        )
    set_up()
    state = schema()
    refuse_newer(state)
    if state.missing:
        raise Problem(
            f"The database lacks {len(state.missing)} migrations. Run `winnow init`, then try again."
        )


def schema() -> Schema:
    """Compare the migrations of this program with those that the database says were applied."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    applied = {name for name in loader.applied_migrations if name[0] in loader.migrated_apps}
    disk = loader.disk_migrations
    if any(key not in applied and applied & set(one.replaces) for key, one in disk.items()):
        raise Problem(
            "An older Winnow was not done upgrading this database. Run `winnow init` of that version first."
        )
    before = {name for one in disk.values() for name in one.replaces}
    return Schema(_named(set(disk) - applied), _named(applied - set(disk) - before))


def refuse_newer(state: Schema) -> None:
    if state.unknown:
        raise Problem(
            f"The database was made by a newer Winnow (it knows {state.unknown[0]}). "
            "Install that version, or restore a backup made by this one."
        )


def _named(names: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{app}.{name}" for app, name in sorted(names))
