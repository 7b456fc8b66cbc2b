"""Make or complete an installation: tables, procedure, first admin. Doing it again changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from winnow.cli import ground
from winnow.config.home import place


@dataclass(frozen=True)
class Installed:
    """What is there afterwards: migrations that ran, the procedure in force, the set-up link's secret if open."""

    migrated: tuple[str, ...]
    saved: Path | None
    procedure: int
    secret: str | None


def install(now: datetime, hours: float = 24) -> Installed:
    """Bring the database to this program's tables, put a procedure in force, open the door for the first admin."""
    ground.set_up()
    migrated, saved = migrate(now)
    from winnow.people.actions import first_admin
    from winnow.procedure.actions import ensure_default

    version = ensure_default(now)
    return Installed(migrated, saved, version.number, first_admin(now, hours))


def migrate(now: datetime) -> tuple[tuple[str, ...], Path | None]:
    """Apply what is missing, after a backup of a SQLite database that holds something; each step is atomic."""
    from winnow.backup.migrating import apply_all

    state = ground.schema()
    ground.refuse_newer(state)
    if not state.missing:
        return (), None
    saved = safe_copy("before-migrating", now)
    apply_all()
    return state.missing, saved


def safe_copy(why: str, now: datetime) -> Path | None:
    """A backup in the home of a SQLite database that holds something; PostgreSQL's is its keeper's to make."""
    from django.db import connection

    file = ground.database_file()
    if not file or "prospects_prospect" not in connection.introspection.table_names():
        return None
    from winnow.backup.save import save

    target = _backups() / f"{why}-{now:%Y%m%d-%H%M%S-%f}.winnow"
    save(target, now)
    return target


def keep_what_is_there(now: datetime) -> None:
    """Before something else takes its place: a backup, or the very files where they are too damaged for one."""
    from sqlite3 import DatabaseError as Unreadable

    from django.db import DatabaseError

    from winnow.backup.archive import Damaged
    from winnow.backup.sqlite import set_aside

    try:
        safe_copy("before-restoring", now)
    except (DatabaseError, Unreadable, Damaged):
        set_aside(_backups() / f"damaged-{now:%Y%m%d-%H%M%S-%f}")


def _backups() -> Path:
    folder = place() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
