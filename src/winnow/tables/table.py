"""What a table file is to the rest of Winnow: headers that mean something, and numbered rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from winnow.tables.formula import GUARD, unguarded

# One record as a format's own reader yields it: number, cells, problem.
Record = tuple[int, list[str], str | None]


class TableError(ValueError):
    """A file that cannot or must not be read; the message says why and what to do."""


class Row(NamedTuple):
    """One row: its line (or sheet row) counted from 1, its cells, and what is wrong with it, if anything.

    A row without a problem has exactly as many cells as the table has headers.
    """

    number: int
    values: list[str]
    problem: str | None


@dataclass(frozen=True)
class Reading:
    """One way to read the characters of a file, with a line from it as it would then look."""

    encoding: str
    example: str


@dataclass(frozen=True)
class Table:
    """An opened table; iterating reads the file anew, a row at a time.

    `notes` tells what was skipped or renamed. `question` is None, or asks which of `readings` is right when
    the characters cannot be told for certain; the first is the likeliest and the one in use.
    """

    kind: str
    headers: tuple[str, ...]
    header_row: int
    notes: tuple[str, ...]
    records: Callable[[], Iterator[Record]]
    encoding: str | None = None
    delimiter: str | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def question(self) -> str | None:
        """The question to put to a person before the text can be trusted."""
        if len(self.readings) < 2:
            return None
        looks = "; ".join(f"{reading.encoding}: {reading.example!r}" for reading in self.readings)
        return f"Which of these is spelled right? Choose the encoding. {looks}"

    def __iter__(self) -> Iterator[Row]:
        width = len(self.headers)
        for number, values, problem in self.records():
            if number <= self.header_row or not any(values):
                if problem is not None and number > self.header_row:
                    yield Row(number, values, problem)
                continue
            if problem is None and len(values) != width:
                values, problem = _fit(values, width)
            yield Row(number, [unguarded(v) if v[:1] == GUARD else v for v in values], problem)

    def sample(self, size: int = 10) -> list[Row]:
        """Return the first `size` rows."""
        return list(islice(self, size))

    def chunks(self, size: int) -> Iterator[list[Row]]:
        """Yield the rows in lists of `size`, the last one shorter."""
        rows = iter(self)
        while chunk := list(islice(rows, size)):
            yield chunk


def _fit(values: list[str], width: int) -> tuple[list[str], str | None]:
    """Drop empty cells beyond the header; any other difference in width is a problem."""
    if len(values) > width and not any(values[width:]):
        return values[:width], None
    count = len(values)
    cells = "1 cell" if count == 1 else f"{count} cells"
    return values, f"has {cells} where the header has {width}: is a quotation mark or a delimiter missing?"


def named(cells: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the header cells trimmed, filled and made distinct, with a note on each change."""
    headers: list[str] = []
    notes: list[str] = []
    first_column: dict[str, int] = {}
    for column, cell in enumerate(cells, start=1):
        name = " ".join(unguarded(cell).replace("\ufeff", "").split())
        if not name:
            name = f"Column {column}"
            notes.append(f"Column {column} has no header; it is called “{name}”.")
        if (key := name.casefold()) in first_column:
            first = first_column[key]
            name = _numbered(name, first_column)
            notes.append(f"Columns {first} and {column} have the same header; the second is called “{name}”.")
        first_column[name.casefold()] = column
        headers.append(name)
    return tuple(headers), notes


def _numbered(name: str, taken: dict[str, int]) -> str:
    number = 2
    while f"{name} ({number})".casefold() in taken:
        number += 1
    return f"{name} ({number})"
