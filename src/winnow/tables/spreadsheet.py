"""Read the first sheet of a workbook, after a look at the archive and in a process that may fail alone.

A workbook of a few kilobytes can demand any amount of memory from whoever opens it. What can be told from
its outside is refused here before anything is inflated; the rest happens in a child process with limits.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from shutil import copyfileobj
from typing import IO, BinaryIO

from winnow.tables import sheet
from winnow.tables.archive import refuse_dangerous_archive
from winnow.tables.table import Record, TableError

LARGEST_XLS = 64 << 20  # bytes

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ELSEWHERE = {b"%PDF": "a PDF document", b"\x1f\x8b": "a compressed file", b"\x89PNG": "a picture"}


def kind_of(start: bytes) -> str | None:
    """Return "xlsx" or "xls" by the first bytes of a file, None if it may be text.

    Raises TableError for files that are certainly no table.
    """
    if start.startswith(_ZIP):
        return "xlsx"
    if start.startswith(_OLD_OFFICE):
        return "xls"
    for signature, name in _ELSEWHERE.items():
        if start.startswith(signature):
            raise TableError(f"This is {name}, not a table. Save it as CSV or XLSX.")
    return None


def refuse_dangerous(file: BinaryIO, kind: str) -> None:
    """Raise TableError if the workbook is dangerous or too large to open."""
    if kind == "xlsx":
        refuse_dangerous_archive(file)
    elif file.seek(0, 2) > LARGEST_XLS:
        raise TableError("This XLS file is larger than 64 MB. Save it as CSV.")


def records(file: BinaryIO, kind: str) -> Iterator[Record]:
    """Yield (sheet row, cells, problem) from the first sheet; raises TableError if it cannot be read."""
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile() as complaints:
        copyfileobj(file, copy)
        copy.seek(0)
        # Run by its path, the child imports nothing of Winnow and starts in a tenth of a second.
        command = [sys.executable, "-I", sheet.__file__]
        child = subprocess.Popen(  # noqa: S603 (nothing in the command comes from outside)
            command, stdin=copy, stdout=subprocess.PIPE, stderr=complaints
        )
        assert child.stdout is not None
        try:
            yield from _received(child.stdout)
            if child.wait() != 0:
                complaints.seek(0)
                raise TableError(_explained(complaints.read(100_000), kind))
        finally:
            child.stdout.close()
            child.kill()
            child.wait()


def _received(pipe: IO[bytes]) -> Iterator[Record]:
    number = 0
    for line in pipe:
        for cells in json.loads(line):
            number += 1
            if any("\x00" in cell for cell in cells):
                yield number, cells, "contains a NUL byte: the file is damaged here; export it again"
            elif any(cells):
                yield number, cells, None


def _explained(complaint: bytes, kind: str) -> str:
    if b"PasswordError" in complaint or b"Password" in complaint:
        return "This workbook is protected by a password. Remove it, or save the sheet as CSV."
    if b"refused:" in complaint:
        return complaint.partition(b"refused:")[2].decode(errors="replace").strip()
    if kind == "xls" and b"CalamineError" in complaint:
        return "This is an old Office file but no workbook that can be read. Save it as CSV or XLSX."
    return "This workbook is damaged or needs too much memory to open. Save the sheet as CSV."
