"""Bring a backup back: checked before anything is touched, then all of it or nothing."""

import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, connection

from winnow.backup import postgres, sqlite
from winnow.backup.archive import Damaged, Manifest, manifest_of, unpack
from winnow.config.home import home


class Refused(Exception):
    """The restore did not happen and nothing was changed; the message says why and what to do."""


def look(source: Path) -> Manifest:
    """Check every byte and say what the backup holds. Raises `Refused`."""
    try:
        return manifest_of(source)
    except OSError as error:
        raise Refused(f"{source} cannot be read: {error.strerror or error}.") from None
    except (Damaged, tarfile.TarError, zlib.error, ValueError, TypeError, EOFError) as error:
        raise Refused(f"{source} is not restored: {error}. Take another backup.") from None


def bring(source: Path, known: set[str], *, keep: Callable[[], object] | None = None) -> Manifest:
    """Restore the database, keys and files; `known` are this program's migrations. Raises `Refused`.

    What is there is not touched before the backup has proved to hold what it says; then `keep` puts it aside.
    Without `keep`, nothing may be there.
    """
    manifest = look(source)
    _fits(manifest, known)
    kind = sqlite if connection.vendor == "sqlite" else postgres
    if keep is None and not kind.is_empty():
        raise Refused("There is a Winnow here already. With --replace the backup takes its place.")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home()) as name:
        folder = Path(name)
        try:
            unpack(source, folder)
            kind.prove(folder, manifest)
        except OSError as error:
            raise Refused(f"{source} is not restored: {error.strerror or error}.") from None
        except (Damaged, sqlite3.Error, KeyError, ValueError) as error:
            raise _refusal(source, error) from None
        if keep:
            keep()
        try:
            kind.load(folder, manifest)
        except (Damaged, DatabaseError, sqlite3.Error) as error:
            raise _refusal(source, error) from None
        _bring_home(folder / "home")
    return manifest


def _refusal(source: Path, error: Exception) -> Refused:
    said = " ".join(str(error).split()) or type(error).__name__
    return Refused(f"{source} is not restored: {said.rstrip('.')}. Nothing was changed; take another backup.")


def _fits(manifest: Manifest, known: set[str]) -> None:
    if manifest.database != connection.vendor:
        raise Refused(
            f"This is a backup of a {manifest.database} database, and this installation uses {connection.vendor}. "
            "Set DATABASE_URL accordingly."
        )
    if newer := sorted(set(manifest.migrations) - known):
        raise Refused(
            f"The backup was made by a newer Winnow (it knows {newer[0]}). Install {manifest.winnow} first."
        )


def _bring_home(folder: Path) -> None:
    """By renaming, each file at once: it was unpacked beside where it goes."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            target = home() / file.relative_to(folder)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.chmod(0o600)
            file.replace(target)
