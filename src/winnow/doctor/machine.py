"""Whether the machine and the database keep what Winnow promises: flushing, refusing, room, and a sane clock."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection

from winnow.config.home import home
from winnow.prospects.models import Event

KEPT = {"inquiry_payload_kept", "inquiry_kept", "event_kept"}
Needs = dict[str, tuple[str, ...]]
SQLITE_NEEDS: Needs = {"journal_mode": ("wal",), "synchronous": ("2", "3"), "foreign_keys": ("1",)}
POSTGRES_NEEDS: Needs = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
}
ROOM = 500 * 1024**2  # bytes
AHEAD = timedelta(minutes=5)  # by which clocks of several machines may differ
NEWEST = 1000  # Events looked at for the clock


@dataclass(frozen=True)
class Finding:
    """Something about the machine; a `broken` promise fails the doctor, the rest is only said."""

    name: str
    sentence: str
    broken: bool


def findings(now: datetime) -> Iterator[Finding]:
    """What is not as it should be, and what to do about it."""
    yield from _flushing()
    yield from _refusing()
    yield from _clock(now)
    yield from _room()


def settings_of_the_database() -> dict[str, str]:
    """The settings on which durability rests, as this connection has them."""
    asked = SQLITE_NEEDS if connection.vendor == "sqlite" else POSTGRES_NEEDS
    verb = "PRAGMA" if connection.vendor == "sqlite" else "SHOW"
    with connection.cursor() as cursor:
        return {name: str(cursor.execute(f"{verb} {name}").fetchone()[0]) for name in asked}


def _flushing() -> Iterator[Finding]:
    allowed = SQLITE_NEEDS if connection.vendor == "sqlite" else POSTGRES_NEEDS
    for name, value in settings_of_the_database().items():
        if value not in allowed[name]:
            yield Finding(
                name,
                f"The database setting {name} is {value}, and what was acknowledged can be lost: "
                f"set it to {allowed[name][0]}.",
                broken=True,
            )


def _refusing() -> Iterator[Finding]:
    """A refusal that somebody dropped would be missed only once it is needed."""
    if missing := sorted(_refusals_expected() - _refusals_present()):
        yield Finding(
            "missing_refusals",
            f"The database no longer refuses what it must: {', '.join(missing)} missing. Restore a backup.",
            broken=True,
        )


def _refusals_expected() -> set[str]:
    """The constraints of every table of ours, and the triggers that keep inquiries and Events."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("winnow.")]
    constraints = {constraint.name for model in ours for constraint in model._meta.constraints}
    return constraints | KEPT | ({"event_unchanged"} if connection.vendor == "sqlite" else set())


def _refusals_present() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL")
            rows = cursor.fetchall()
            written = "\n".join(sql for _, kind, sql in rows if kind == "table")
            checks = {name for name in _refusals_expected() if f'CONSTRAINT "{name}"' in written}
            return checks | {name for name, kind, _ in rows if kind in ("trigger", "index")}
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE convalidated"
            " UNION SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
            " UNION SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        )
        return {row[0] for row in cursor.fetchall()}


def _clock(now: datetime) -> Iterator[Finding]:
    newest = Event.objects.order_by("-id").values_list("at", flat=True)[:NEWEST]
    latest = max(newest, default=now)
    if latest > now + AHEAD:
        yield Finding(
            "clock_jump",
            f"Clock jump: an Event is dated {latest:%Y-%m-%d %H:%M} UTC, later than this machine's clock "
            f"({now:%Y-%m-%d %H:%M}). Set the clock; deadlines stay as they were issued.",
            broken=False,
        )


def _room() -> Iterator[Finding]:
    free = shutil.disk_usage(home()).free
    if free < ROOM:
        yield Finding(
            "disk_space", f"Only {free // 1024**2} MB are free at {home()}. Make room soon.", broken=False
        )


def soundness(thorough: bool) -> Iterator[Finding]:
    """SQLite's own look at its pages: quick by default; thorough also compares indexes and references."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        answer = cursor.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check(1)").fetchone()[0]
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchmany(5) if thorough else []
    if answer != "ok" or orphans:
        what = answer if answer != "ok" else f"rows refer to others that are gone: {orphans}"
        yield Finding("integrity", f"The database is damaged ({what}). Restore a backup.", broken=True)
