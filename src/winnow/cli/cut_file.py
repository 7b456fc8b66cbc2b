"""A stranger's file of past prospects as columns of texts: CSV, TSV, spreadsheet or Parquet, told by its bytes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from winnow.tables import TableError, read

CELLS = 16_000_000  # kept in memory; of longer files every second row is kept, or every fourth, …
LEAST_ROWS_KEPT = 20_000
PARQUET, GZIP = b"PAR1", b"\x1f\x8b"
UNPACKED = 1 << 30  # bytes that a packed file may unfold to
TOO_RAGGED = 0.2
REMEMBERED = 20_000  # different texts of a column that are stored only once

Texts = list[str | None]


class Unusable(Exception):
    """Why nothing can be learned from a file, in one sentence that also says what to do."""


@dataclass
class Sheet:
    """Columns of equally many texts, None where blank, and what had to be left out."""

    columns: dict[str, Texts]
    rows: int
    notes: list[str] = field(default_factory=list)

    def named(self, name: str, option: str) -> str:
        """The header meant by a name; raises Unusable with the nearest one when there is none."""
        if name in self.columns:
            return name
        folded = {" ".join(header.split()).casefold(): header for header in self.columns}
        if (wanted := " ".join(name.split()).casefold()) in folded:
            return folded[wanted]
        near = get_close_matches(wanted, folded, n=1, cutoff=0.5)
        meant = f"Did you mean “{folded[near[0]]}”?" if near else f"It has {_some(self.columns)}."
        raise Unusable(f"{option}: the file has no column “{name}”. {meant}")


def read_sheet(path: Path) -> Sheet:
    """Read the file; raises Unusable if it is no table, or none that can be trusted."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from error
    if not start:
        raise Unusable("This file is empty. Export it again with a header line and at least one row.")
    sheet = _parquet(path) if start == PARQUET else _table(_unpacked(path) if start[:2] == GZIP else path)
    if not sheet.rows:
        raise Unusable("There is a header but no row below it, so there is nothing to learn from.")
    return sheet


def _unpacked(path: Path) -> bytes:
    import gzip

    try:
        with gzip.open(path) as file:
            content = file.read(UNPACKED + 1)
    except (OSError, EOFError) as error:
        raise Unusable(f"This packed file is damaged: {error}.") from error
    if len(content) > UNPACKED:
        raise Unusable("This packed file unfolds to more than a gigabyte; unpack it first.")
    return content


def _table(source: Path | bytes) -> Sheet:
    try:
        table = read(source)
        gathered = _Gathered(len(table.headers))
        for rows in table.chunks(10_000):
            gathered.add([row.values for row in rows if row.problem is None])
            gathered.unreadable += [(row.number, row.problem) for row in rows if row.problem is not None]
    except TableError as error:
        raise Unusable(str(error)) from error
    sheet = gathered.sheet(table.headers)
    sheet.notes[:0] = [note for note in table.notes if "nothing to import" not in note]
    if table.encoding not in (None, "utf-8", "utf-8-sig"):
        sheet.notes.append(f"The file is no UTF-8; it was read as {table.encoding}.")
    return sheet


class _Gathered:
    """Rows turned into columns; when they become too many, every second is dropped again."""

    def __init__(self, width: int) -> None:
        self.columns: list[list[str]] = [[] for _ in range(width)]
        self.memory: list[dict[str, str]] = [{} for _ in range(width)]
        self.most = max(LEAST_ROWS_KEPT, CELLS // max(width, 1))
        self.seen, self.step = 0, 1
        self.unreadable: list[tuple[int, str]] = []

    def add(self, rows: list[list[str]]) -> None:
        chosen = rows[-self.seen % self.step :: self.step]
        self.seen += len(rows)
        for column, memory, values in zip(self.columns, self.memory, zip(*chosen, strict=True), strict=False):
            column.extend(_stored_once(values, memory))
        while self.columns and len(self.columns[0]) > self.most:
            self.columns = [column[::2] for column in self.columns]
            self.step *= 2

    def sheet(self, headers: tuple[str, ...]) -> Sheet:
        notes = []
        if self.unreadable:
            number, problem = self.unreadable[0]
            bad = len(self.unreadable)
            if bad > TOO_RAGGED * (self.seen + bad):
                raise Unusable(f"{bad:,} of {self.seen + bad:,} rows cannot be read: row {number} {problem}.")
            notes.append(f"{bad:,} rows could not be read and were left out: row {number} {problem}.")
        if self.step > 1:
            notes.append(
                f"The file has {self.seen:,} rows; every {self.step}th was used, to keep within memory."
            )
        columns = {header: _blanked(texts) for header, texts in zip(headers, self.columns, strict=True)}
        return Sheet(columns, len(self.columns[0]) if self.columns else 0, notes)


def _stored_once(values: Iterable[str], memory: dict[str, str]) -> Iterable[str]:
    if len(memory) > REMEMBERED:
        return values
    return [memory.setdefault(value, value) for value in values]


def _blanked(texts: Iterable[str]) -> Texts:
    return [text.strip() or None for text in texts]


def _parquet(path: Path) -> Sheet:
    import polars as pl

    try:
        table = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Unusable(f"This Parquet file cannot be read: {str(error).splitlines()[0][:200]}") from error
    most, notes = max(LEAST_ROWS_KEPT, CELLS // max(table.width, 1)), []
    if table.height > most:
        step = -(-table.height // most)
        notes.append(f"The file has {table.height:,} rows; every {step}th was used, to keep within memory.")
        table = table.gather_every(step)
    columns: dict[str, Texts] = {}
    for column in table.get_columns():
        try:
            columns[column.name] = _blanked(text or "" for text in column.cast(pl.String).to_list())
        except pl.exceptions.PolarsError:
            notes.append(f"“{column.name}” holds neither numbers nor texts nor dates and was left out.")
    return Sheet(columns, table.height, notes)


def _some(names: Iterable[str]) -> str:
    shown = [f"“{name}”" for name in names]
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "")
