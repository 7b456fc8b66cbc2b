"""Bring a backup back: checked before anything is touched, then all of it or nothing."""

import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path

from django.db import connection

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


def bring(source: Path, known: set[str], *, replace: bool) -> Manifest:
    """Restore the database, keys and files; `known` are this program's migrations. Raises `Refused`."""
    manifest = look(source)
    _fits(manifest, known)
    kind = sqlite if connection.vendor == "sqlite" else postgres
    if not kind.is_empty() and not replace:
        raise Refused("There is a Winnow here already. With --replace the backup takes its place.")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home()) as name:
        folder = Path(name)
        try:
            unpack(source, folder)
            rows = _load(folder, manifest)
        except Damaged as error:
            raise Refused(f"{source} is not restored: {error}. Take another backup.") from None
        _bring_home(folder / "home")
    if rows != manifest.rows:
        raise Refused("The restored tables do not have the rows that the backup names. Take another backup.")
    return manifest


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


def _load(folder: Path, manifest: Manifest) -> dict[str, int]:
    if manifest.database == "sqlite":
        return sqlite.load(folder)
    return postgres.load(folder, manifest.migrations)


def _bring_home(folder: Path) -> None:
    for entry in folder.iterdir():
        target = home() / entry.name
        if entry.is_dir():
            shutil.copytree(entry, target, dirs_exist_ok=True)
        else:
            shutil.copy2(entry, target)
            target.chmod(0o600)
