"""Look at an XLSX archive from outside and refuse what no honest workbook is, before inflating it."""

import stat
import struct
from collections.abc import Iterable
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from winnow.tables.table import TableError

LARGEST_FILE = 128 << 20  # bytes
LARGEST_INFLATED = 512 << 20  # bytes, all entries together
LARGEST_RATIO = 100
SMALL = 1 << 20  # bytes; below this a ratio means nothing
MOST_ENTRIES = 1_000
LARGEST_DIRECTORY = 1 << 20  # bytes
BLOCK = 1 << 16

_END_OF_DIRECTORY = b"PK\x05\x06"
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\x00!\x00D\x00O", b"\x00<\x00!\x00D\x00O")
_MACROS = "macroEnabled"
_AS_CSV = "Open it in a spreadsheet program and save the sheet as CSV or plain XLSX."


def refuse_dangerous_archive(file: BinaryIO) -> None:
    """Raise TableError with the reason and the way out if the archive is not a plain, honest workbook."""
    _check_directory(file)
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_names(entries)
            for entry in entries:
                _check_content(archive, entry)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        raise TableError(f"This XLSX file is damaged. {_AS_CSV}") from error
    except Exception as error:  # zlib.error and lzma.LZMAError have no common base
        raise TableError(f"This XLSX file is damaged. {_AS_CSV}") from error


def _check_directory(file: BinaryIO) -> None:
    """Refuse by the archive's own end record, as even listing a million entries takes memory."""
    size = file.seek(0, 2)
    if size > LARGEST_FILE:
        raise TableError(f"This XLSX file is larger than {LARGEST_FILE >> 20} MB. Save the sheet as CSV.")
    file.seek(max(0, size - 65_557))
    tail = file.read()
    place = tail.rfind(_END_OF_DIRECTORY)
    if place < 0 or len(tail) < place + 22:
        raise TableError(f"This XLSX file is cut off or damaged. {_AS_CSV}")
    count, directory = struct.unpack_from("<HL", tail, place + 10)
    if count > MOST_ENTRIES or directory > LARGEST_DIRECTORY:
        raise TableError(f"This XLSX file has more than {MOST_ENTRIES:,} parts. {_AS_CSV}")


def _check_sizes(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise TableError(f"This XLSX file has more than {MOST_ENTRIES:,} parts. {_AS_CSV}")
    inflated = sum(entry.file_size for entry in entries)
    if inflated > LARGEST_INFLATED:
        limit = LARGEST_INFLATED >> 20
        raise TableError(f"This XLSX file would unpack to more than {limit} MB. Save the sheet as CSV.")
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > LARGEST_RATIO * max(1, entry.compress_size):
            raise TableError(
                f"This XLSX file is packed more than {LARGEST_RATIO} times, as no real table is. {_AS_CSV}"
            )


def _check_names(entries: Iterable[ZipInfo]) -> None:
    names = {entry.filename.lower() for entry in entries}
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0] or stat.S_ISLNK(entry.external_attr >> 16):
            raise TableError(f"This XLSX file points outside itself ({entry.filename[:80]!r}). {_AS_CSV}")
        if entry.flag_bits & 1:
            raise TableError("This workbook is protected by a password. Remove it, or save the sheet as CSV.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise TableError("This workbook contains macros (XLSM). Save it as plain XLSX or CSV.")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise TableError("This workbook links to other files. Break the links, or save the sheet as CSV.")
    if "xl/workbook.xml" not in names:
        raise TableError("This is an archive, not an XLSX workbook. Unpack it and choose the table inside.")


def _check_content(archive: ZipFile, entry: ZipInfo) -> None:
    """Inflate one part in constant memory: a size that lies fails its checksum; markup declares nothing.

    An entity declared in markup can be repeated without end, and no spreadsheet program writes any.
    """
    end = b""
    with archive.open(entry) as part:
        while block := part.read(BLOCK):
            seen = end + block
            if any(declaration in seen for declaration in _DECLARATIONS):
                raise TableError(
                    f"This XLSX file declares its own markup, as no real workbook does. {_AS_CSV}"
                )
            if entry.filename == "[Content_Types].xml" and _MACROS.encode() in seen:
                raise TableError("This workbook contains macros (XLSM). Save it as plain XLSX or CSV.")
            end = block[-16:]
