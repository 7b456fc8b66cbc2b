"""Which files there are to read: folders and archives are opened, within limits, and nothing in them is trusted."""

import filecmp
import gzip
import lzma
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

UNPACKED = 8 << 30  # bytes that all packed files together may unfold to
RATIO, SMALL = 250, 32 << 20  # no table of more than so many bytes packs better than this
MEMBERS = 1_000
BLOCK = 1 << 20
PARQUET, ZIP, GZIP = b"PAR1", b"PK\x03\x04", b"\x1f\x8b"
EMPTY_ZIP = b"PK\x05\x06"
TABLES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".parquet", ".xes", ".gz", ".zip", ""}


class Packed(Protocol):
    """A stream of what is packed."""

    def read(self, size: int, /) -> bytes: ...


class Refused(Exception):
    """Why a file cannot or must not be read, in one sentence that also says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file with a table in it: what to call it, and where it lies now."""

    name: str
    path: Path


@dataclass
class Gathered:
    """The files found, those refused with the reason, and how much unpacking is still allowed."""

    work: Path
    files: list[Found] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: int = UNPACKED
    unpacked: int = 0

    def next_place(self) -> Path:
        """Where the next unpacked file goes; names from archives are never used as paths."""
        self.unpacked += 1
        return self.work / f"unpacked-{self.unpacked}"


def gather(paths: Iterable[str | Path], work: Path) -> Gathered:
    """All files under these paths, archives unpacked into the folder `work`."""
    gathered = Gathered(work)
    named: set[str] = set()
    for path in map(Path, paths):
        for file in _below(path):
            short = str(file.relative_to(path)) if path.is_dir() else file.name
            name = short if short not in named else str(file)
            named.add(name)
            _take(gathered, name, file)
    return gathered


def _below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and _may_be_a_table(str(file.relative_to(path))):
            yield file


def _may_be_a_table(name: str) -> bool:
    """Whether a file that nobody named by itself is worth a look."""
    parts = name.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not hidden and Path(parts[-1]).suffix.lower() in TABLES


def _take(gathered: Gathered, name: str, path: Path, *, nested: bool = False) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if not start:
            raise Refused("This file is empty.")
        if start[:2] == GZIP:
            _take(gathered, name.removesuffix(".gz"), _gunzipped(gathered, path), nested=True)
        elif start == EMPTY_ZIP or (start == ZIP and not _is_workbook(path)):
            if nested:
                raise Refused("This is an archive in an archive; unpack it and give the files.")
            _unzip(gathered, name, path)
        else:
            _add(gathered, Found(name, path))
    except Refused as refused:
        gathered.refused.append((name, str(refused)))
    except OSError as error:
        gathered.refused.append((name, f"The file cannot be read: {error.strerror or error}."))


def _add(gathered: Gathered, found: Found) -> None:
    """Take a file, but not one that is there already under another name: its rows would count twice."""
    size = found.path.stat().st_size
    for other in gathered.files:
        if other.path.stat().st_size == size and filecmp.cmp(other.path, found.path, shallow=False):
            raise Refused(f"This is the same file as {other.name}, which was used.")
    gathered.files.append(found)


def _is_workbook(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused("This archive is cut off or damaged; export it again.") from error


def _unzip(gathered: Gathered, name: str, path: Path) -> None:
    with ZipFile(path) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and _may_be_a_table(one.filename)]
        if len(members) > MEMBERS:
            raise Refused(f"This archive has more than {MEMBERS:,} files; give those that matter.")
        for member in members:
            inner = f"{name}/{Path(member.filename).name}"
            try:
                _take(gathered, inner, _unzipped(gathered, archive, member), nested=True)
            except Refused as refused:
                gathered.refused.append((inner, str(refused)))


def _unzipped(gathered: Gathered, archive: ZipFile, member: ZipInfo) -> Path:
    if member.flag_bits & 1:
        raise Refused("This file is protected by a password; unpack it first.")
    if member.file_size > SMALL and member.file_size > RATIO * max(1, member.compress_size):
        raise Refused(f"This file is packed more than {RATIO} times, as no real table is.")
    try:
        with archive.open(member) as packed:
            return _written(gathered, packed, member.compress_size)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise Refused("This part of the archive is damaged; export it again.") from error


def _gunzipped(gathered: Gathered, path: Path) -> Path:
    try:
        with gzip.open(path) as packed:
            return _written(gathered, packed, path.stat().st_size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Refused("This packed file is cut off or damaged; export it again.") from error


def _written(gathered: Gathered, packed: Packed, size: int) -> Path:
    """Unpack a stream, believing no size that it states."""
    place, written = gathered.next_place(), 0
    with place.open("wb") as out:
        while block := packed.read(BLOCK):
            written += len(block)
            gathered.left -= len(block)
            if gathered.left < 0 or (written > SMALL and written > RATIO * max(1, size)):
                out.truncate(0)
                raise Refused(f"This file unpacks to {RATIO} times its size or more, as no real table does.")
            out.write(block)
    return place
