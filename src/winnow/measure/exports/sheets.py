"""A file of any kind as a table of lazily read columns, each row with its number, the unreadable ones told."""

from dataclasses import dataclass, field
from itertools import chain, islice
from os import SEEK_END
from pathlib import Path

import polars as pl

from winnow.measure.exports.files import PARQUET, Found, Refused
from winnow.measure.exports.plain import plain
from winnow.measure.exports.xes import events
from winnow.tables import Table, TableError
from winnow.tables import read as read_table

ROW = "·row"
AT_ONCE = 20_000
FAST = ("utf-8", "utf-8-sig", "ascii")
MARKUP = (b"<?xm", b"<log", b"\xef\xbb\xbf<")
BATCHES_LOOKED_THROUGH = 4
# As winnow.tables.formula, which the careful way goes through.
GUARDED = (
    r"^'('*(?:[\s\x00-\x1f\x7f-\x9f\x{ad}\x{200b}-\x{200f}\x{2060}\x{feff}]*[=+\-@＝＋－＠]|[\t\r\n\x00]))"
)


@dataclass
class Sheet:
    """One table: `frame` has its columns and ROW, the line (or the number of the row) in the file."""

    name: str
    kind: str
    headers: tuple[str, ...]
    frame: pl.LazyFrame
    notes: list[str] = field(default_factory=list)
    unused: list[tuple[int, str]] = field(default_factory=list)


def open_sheet(
    found: Found, work: Path, *, encoding: str | None = None, delimiter: str | None = None
) -> Sheet:
    """Open a file. Raises Refused if it is no table, or none that can be trusted."""
    with found.path.open("rb") as file:
        start = file.read(4)
    if start == PARQUET:
        return _parquet(found)
    if start.startswith(MARKUP):
        return _log(found, work)
    try:
        table = read_table(found.path, encoding=encoding, delimiter=delimiter)
        sheet = _fast(found, table) or _careful(found, table, work)
    except TableError as error:
        raise Refused(str(error)) from error
    if sheet.kind == "csv" and not _ends_a_line(found.path):
        sheet.notes.append(
            "The file ends within a line: was it cut off, its last row and all after it are wrong."
        )
    return sheet


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(2, path.stat().st_size), SEEK_END)
        return bool({10, 13} & set(file.read(2)))


def _parquet(found: Found) -> Sheet:
    try:
        frame = pl.scan_parquet(found.path).with_row_index(ROW, 1)
        schema = frame.collect_schema()
        frame.select(pl.all().first()).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(f"This Parquet file cannot be read: {str(error).splitlines()[0][:200]}") from error
    flat = [name for name, kind in schema.items() if name != ROW and not kind.is_nested()]
    left_out = [f"“{name}”" for name, kind in schema.items() if kind.is_nested()]
    notes = [f"Columns of lists or records were left out: {', '.join(left_out)}."] if left_out else []
    return Sheet(found.name, "parquet", tuple(flat), frame.select(ROW, *flat), notes)


def _fast(found: Found, table: Table) -> Sheet | None:
    """The file read by polars, if that is sure to read the same as row by row."""
    if table.kind != "csv" or table.encoding not in FAST or table.delimiter is None or len(table.headers) < 2:
        return None
    measure = plain(found.path, table.delimiter, table.header_row, len(table.headers))
    if measure is None or not measure.rows:
        return None
    frame = pl.scan_csv(
        found.path,
        separator=table.delimiter,
        has_header=False,
        skip_lines=table.header_row,
        schema=dict.fromkeys(table.headers, pl.String),
        glob=False,
    )
    if measure.guarded:
        frame = frame.with_columns(pl.all().str.replace(GUARDED, "${1}"))
    if measure.lines is None:
        frame = frame.with_row_index(ROW, table.header_row + 1)
    else:
        lines = pl.DataFrame({ROW: measure.lines}, schema={ROW: pl.UInt32}).lazy()
        frame = pl.concat([lines, frame], how="horizontal")
    return Sheet(found.name, "csv", table.headers, frame, _notes(table))


def _careful(found: Found, table: Table, work: Path) -> Sheet:
    """The file read row by row into Parquet."""
    folder = _folder(work)
    sheet = Sheet(found.name, table.kind, table.headers, pl.LazyFrame(), _notes(table))
    schema = {ROW: pl.UInt32, **dict.fromkeys(table.headers, pl.String)}
    for number, rows in enumerate(table.chunks(AT_ONCE)):
        good = [[row.number, *row.values] for row in rows if row.problem is None]
        sheet.unused += [(row.number, f"Row {row.number} {row.problem}") for row in rows if row.problem]
        pl.DataFrame(good, schema=schema, orient="row").write_parquet(folder / f"{number:06}.parquet")
    return _from(sheet, folder, schema)


def _log(found: Found, work: Path) -> Sheet:
    folder, number = _folder(work), 0
    with found.path.open("rb") as file:
        batches = events(file)
        first = list(islice(batches, BATCHES_LOOKED_THROUGH))
        headers = tuple(dict.fromkeys(key for batch in first for event in batch for key in event))
        if not headers:
            raise Refused("This markup holds no events of a log.")
        schema = {ROW: pl.UInt32, **dict.fromkeys(headers, pl.String)}
        for place, batch in enumerate(chain(first, batches)):
            columns = {key: [event.get(key) for event in batch] for key in headers}
            numbers = range(number + 1, number + len(batch) + 1)
            part = pl.DataFrame({ROW: numbers, **columns}, schema=schema)
            part.write_parquet(folder / f"{place:06}.parquet")
            number += len(batch)
    return _from(Sheet(found.name, "xes", headers, pl.LazyFrame()), folder, schema)


def _from(sheet: Sheet, folder: Path, schema: dict[str, type[pl.DataType]]) -> Sheet:
    parts = any(folder.iterdir())
    sheet.frame = pl.scan_parquet(folder / "*.parquet") if parts else pl.LazyFrame(schema=schema)
    return sheet


def _folder(work: Path) -> Path:
    folder = work / f"sheet-{sum(1 for _ in work.iterdir())}"
    folder.mkdir()
    return folder


def _notes(table: Table) -> list[str]:
    notes = [note for note in table.notes if "nothing to import" not in note]
    if table.question:
        notes.append(f"{table.question} It was read as {table.encoding}; say encoding in the mapping.")
    elif table.kind == "csv" and table.encoding not in FAST:
        notes.append(f"The file is no UTF-8; it was read as {table.encoding}.")
    return notes
