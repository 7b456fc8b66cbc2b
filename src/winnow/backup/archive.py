"""The backup file: two lines of text, then a gzipped tar. `tail -n +3 FILE | tar xz` opens it without Winnow.

The second line is the SHA-256 of everything after it, so that a single flipped byte anywhere is noticed
before anything is read from the file.
"""

import gzip
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

TITLE = b"winnow backup 1\n"
DIGEST = b"sha256 "
HEADER_BYTES = len(TITLE) + len(DIGEST) + 64 + 1
CHUNK = 1 << 20
MANIFEST = "manifest.json"


class Damaged(Exception):
    """The file is no backup, or not as it was written; the message says which."""


@dataclass(frozen=True)
class Manifest:
    """What the backup holds: of which database, after which migrations, how many rows of each table."""

    winnow: str
    made_at: str
    database: str
    migrations: list[str]
    rows: dict[str, int]


def same_rows(found: dict[str, int], said: Manifest) -> None:
    """Raises `Damaged` if the tables do not have the rows that the manifest names."""
    for table in sorted({*found, *said.rows}):
        if found.get(table) != said.rows.get(table):
            held, named = found.get(table, "no table"), said.rows.get(table, "none")
            raise Damaged(f"of {table} it holds {held}, and its manifest names {named}")


def pack(folder: Path, manifest: Manifest, target: Path) -> None:
    """Write everything in `folder` and the manifest; `target` appears only when complete and flushed."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
    draft = target.with_name(f"{target.name}.part")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        file.write(TITLE + DIGEST + b"0" * 64 + b"\n")
        with (
            gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            for path in sorted(folder.rglob("*"), key=lambda path: (path.name != MANIFEST, path)):
                tar.add(path, arcname=str(path.relative_to(folder)), recursive=False)
        file.flush()
        file.seek(len(TITLE) + len(DIGEST))
        file.write(_digest(file).encode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    _flush_folder(target.parent)


@contextmanager
def opened(source: Path) -> Iterator[tarfile.TarFile]:
    """The archive's tar, after every byte was checked. Raises `Damaged`."""
    with source.open("rb") as file:
        header = file.read(HEADER_BYTES)
        if not header.startswith(TITLE + DIGEST):
            raise Damaged("it is no backup made by this Winnow")
        if header[len(TITLE) + len(DIGEST) : -1].decode("ascii", "replace") != _digest(file):
            raise Damaged("its checksum is wrong: bytes were changed or are missing")
        file.seek(HEADER_BYTES)
        with gzip.GzipFile(fileobj=file) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            yield tar


def manifest_of(source: Path) -> Manifest:
    """Check the whole file and read what it holds. Raises `Damaged`."""
    with opened(source) as tar:
        first = tar.next()
        member = tar.extractfile(first) if first and first.name == MANIFEST else None
        if member is None:
            raise Damaged("it has no manifest")
        return Manifest(**json.load(member))


def unpack(source: Path, folder: Path) -> None:
    """Extract everything into an empty folder: folders and files only, and none that lead elsewhere. Raises `Damaged`.

    Not `tarfile`'s own filter, which the Python 3.11 of Debian 12 does not have.
    """
    with opened(source) as tar:
        for member in tar:
            target = _inside(folder, member.name)
            if member.isdir():
                target.mkdir(parents=True, exist_ok=True)
            elif member.isreg():
                _extract(tar, member, target)
            else:
                raise Damaged(f"it holds what no backup holds ({member.name} is no file)")


def _inside(folder: Path, name: str) -> Path:
    """Where the name leads. Nothing below is a link, as none is ever written."""
    parts = PurePosixPath(name).parts
    if not parts or parts[0] == "/" or ".." in parts:
        raise Damaged(f"it holds what no backup holds ({name!r} leads elsewhere)")
    return folder.joinpath(*parts)


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """With the rights that its owner had, for others at most to read; a name that stands there twice is refused."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, member.mode & 0o755 | 0o600)
    except FileExistsError:
        raise Damaged(f"it holds what no backup holds ({member.name} twice)") from None
    with os.fdopen(descriptor, "wb") as file:
        content = tar.extractfile(member)
        if content:
            shutil.copyfileobj(content, file, CHUNK)
    os.utime(target, (member.mtime, member.mtime))


def _digest(file: BinaryIO) -> str:
    """Of everything after the header; leaves the file where writing the digest goes on."""
    place = file.tell()
    file.seek(HEADER_BYTES)
    summed = hashlib.sha256()
    while chunk := file.read(CHUNK):
        summed.update(chunk)
    file.seek(place)
    return summed.hexdigest()


def _flush_folder(folder: Path) -> None:
    """Make the new name survive a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
