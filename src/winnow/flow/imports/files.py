"""Where the files of imports lie: in WINNOW_HOME, under names made here, so that no name of a sender becomes a path."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from winnow.config.home import home

FOLDER = "imports"
PIECE = 1 << 20  # bytes
PACKED = (b"PK", b"\xd0\xcf")  # spreadsheets: their line ends say nothing


def keep(source: BinaryIO) -> tuple[str, str, int]:
    """Copy a file into the home; returns its path there, its SHA-256 and how many line ends it has."""
    folder = home() / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = f"{FOLDER}/{secrets.token_hex(16)}"
    digest, lines, packed = hashlib.sha256(), 0, None
    with os.fdopen(os.open(home() / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
        while piece := source.read(PIECE):
            packed = piece.startswith(PACKED) if packed is None else packed
            digest.update(piece)
            lines += 0 if packed else piece.count(b"\n")
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return path, digest.hexdigest(), lines


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_of(path: str) -> Path:
    """The file behind a stored path. Raises ValueError for a path that leads elsewhere."""
    folder = (home() / FOLDER).resolve()
    place = (home() / path).resolve()
    if place.parent != folder:
        raise ValueError(f"{path} is no file of an import")
    return place


def forget(path: str) -> None:
    """Remove a file that is needed no more."""
    place_of(path).unlink(missing_ok=True)
