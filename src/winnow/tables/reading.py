"""Open any table file: tell what it is by its bytes, never by its name."""

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from winnow.tables import spreadsheet
from winnow.tables.delimited import DELIMITERS, Records, find_delimiter
from winnow.tables.encoding import check_encoding, readings_of, texts_of
from winnow.tables.header import LOOK_AHEAD, find_header
from winnow.tables.table import Reading, Record, Table, TableError

Source = str | Path | bytes | BinaryIO
Opener = Callable[[], BinaryIO]

LOOK = 1 << 16  # characters read to find the delimiter
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def read(source: Source, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Open a CSV, TSV, XLSX or XLS file given by path, bytes or seekable binary file.

    `encoding` and `delimiter` overrule what is detected. Raises TableError if the file is no table, is
    empty, or is dangerous to open. An open file is read from its start and must outlive the table.
    """
    opener = _opener(source)
    with _borrowed(source, opener()) as file:
        start = file.read(8)
        kind = spreadsheet.kind_of(start)
        if kind is not None:
            spreadsheet.refuse_dangerous(file, kind)
    if kind is not None:

        def rows() -> Iterator[Record]:
            with _borrowed(source, opener()) as file:
                yield from spreadsheet.records(file, kind)

        return _table(kind, rows)
    return _delimited(source, opener, encoding, delimiter)


def _delimited(source: Source, opener: Opener, encoding: str | None, delimiter: str | None) -> Table:
    with _borrowed(source, opener()) as file:
        readings = (Reading(check_encoding(encoding), ""),) if encoding else readings_of(file)
    chosen = readings[0].encoding
    with _borrowed(source, opener()) as file:
        start = next(texts_of(file, chosen))[:LOOK]
    if delimiter is not None and delimiter not in DELIMITERS:
        raise TableError(f"The delimiter {delimiter!r} is not known; use a comma, semicolon, tab or |.")
    declared = _SEPARATOR_LINE.match(start)
    found = delimiter or (declared[1] if declared else find_delimiter(start))
    spaced = re.search(rf'{re.escape(found)} +"', start) is not None

    def records() -> Iterator[Record]:
        with _borrowed(source, opener()) as file:
            rows = iter(Records(texts_of(file, chosen), found, spaced))
            yield from islice(rows, 1, None) if declared else rows

    return _table("csv", records, encoding=chosen, delimiter=found, readings=readings)


def _table(
    kind: str,
    records: Callable[[], Iterator[Record]],
    encoding: str | None = None,
    delimiter: str | None = None,
    readings: tuple[Reading, ...] = (),
) -> Table:
    stream = records()
    first = list(islice(stream, LOOK_AHEAD))
    number, headers, notes = find_header(first)
    return Table(kind, headers, number, tuple(notes), records, encoding, delimiter, readings)


def _opener(source: Source) -> Opener:
    """Return what opens the source anew, from its start."""
    if isinstance(source, bytes):
        return lambda: io.BytesIO(source)
    if isinstance(source, str | Path):
        return lambda: _open(Path(source))
    if not source.seekable():
        raise TableError("The file cannot be read twice; save it first and give its path.")

    def rewound() -> BinaryIO:
        source.seek(0)
        return source

    return rewound


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}.") from error


class _borrowed:
    """Close a file afterwards only if it was opened here."""

    def __init__(self, source: Source, file: BinaryIO) -> None:
        self._file = file
        self._ours = file is not source

    def __enter__(self) -> BinaryIO:
        return self._file

    def __exit__(self, *_: object) -> None:
        if self._ours:
            self._file.close()
