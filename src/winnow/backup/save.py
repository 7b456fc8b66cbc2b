"""Write a backup: the database as it was at one instant, the keys and the imported files."""

import shutil
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.db import connection

from winnow.backup import postgres, sqlite
from winnow.backup.archive import Manifest, pack
from winnow.config.home import home

KEYS = "*.key"
FILES = ("imports",)  # folders of the home that the database refers to


def save(target: Path, now: datetime) -> Manifest:
    """Back up to `target` while others go on writing; its folder needs room for the database once more."""
    with tempfile.TemporaryDirectory(prefix=".winnow-", dir=target.parent) as name:
        folder = Path(name)
        kind = sqlite if connection.vendor == "sqlite" else postgres
        rows, migrations = kind.save(folder)
        _copy_home(folder / "home")
        manifest = Manifest(version("winnow"), now.isoformat(), connection.vendor, migrations, rows)
        pack(folder, manifest, target)
    return manifest


def _copy_home(folder: Path) -> None:
    folder.mkdir()
    for key in home().glob(KEYS):
        shutil.copy2(key, folder)
    for name in FILES:
        if (home() / name).is_dir():
            shutil.copytree(home() / name, folder / name)
