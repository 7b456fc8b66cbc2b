"""Read delimited text in flat memory, whatever is in it; what cannot be read is a row with a problem."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from winnow.tables.encoding import UNREADABLE
from winnow.tables.table import Record

DELIMITERS = ",;\t|"
LONGEST_LINE = 1 << 20  # characters
LONGEST_RECORD = 1 << 21  # characters over all its lines
LONGEST_CELL = 131_072  # characters; the csv module's own limit
RESCAN = 1 << 26  # characters that may be read twice to save the rows after an open quotation mark

_TOO_LONG = "\x00long\x00"
_END = "\x00end\x00"
_NEWLINE = re.compile(r"[\r\n]")


class _RecordTooLong(Exception):
    """A record goes on for longer than any real one."""


def find_delimiter(text: str) -> str:
    """Return the delimiter under which the first lines of `text` agree best on more than one column."""
    lines = io.StringIO(text, newline="").readlines()[:60]
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")):
        lines.pop()
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells)
    except csv.Error:
        return (0.0, 0)
    del widths[1]
    if not widths:
        return (0.0, 0)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (times * (1.0 if times > 1 else 0.5), width)


class Records:
    """Yield (line number, cells, problem) for each record of a text; blank lines are left out.

    A record that cannot be read costs its first line only: reading goes on with the next line, so that one
    quotation mark left open does not swallow the rest of the file.
    """

    def __init__(self, texts: Iterable[str], delimiter: str, skip_spaces: bool = False) -> None:
        self._delimiter = delimiter
        self._skip_spaces = skip_spaces
        self._blocks = _lines(texts)
        self._held: list[tuple[int, list[str], int]] = []  # first line number, lines, characters
        self._lines_read = 0
        self._record_start = 1
        self._rescans_left = RESCAN
        self._suspicious = False
        self._ended = False

    def __iter__(self) -> Iterator[Record]:
        again: list[str] = []
        while True:
            base = self._record_start - 1
            lines = chain.from_iterable(chain([again], self._feed()))
            reader = csv.reader(lines, delimiter=self._delimiter, skipinitialspace=self._skip_spaces)
            try:
                for cells in reader:
                    number, self._record_start = self._record_start, base + reader.line_num + 1
                    if cells and (self._suspicious or self._ended):
                        if cells == [_END]:
                            return
                        if cells[-1].endswith(_END):
                            self._record_start = number
                            raise _RecordTooLong
                        yield number, *_inspected(cells)
                    elif cells:
                        yield number, cells, None
                return
            except (csv.Error, _RecordTooLong):
                number = self._record_start
                again = self._held_from(number)
                resumes = self._resumes_at(again, base + reader.line_num + 1 - number)
                yield number, [], _unreadable(again[0], number, resumes)
                again = again[resumes - number :]
                self._record_start = resumes

    def _feed(self) -> Iterator[list[str]]:
        """Yield the lines block by block, holding those of the record being read."""
        for lines, is_odd in self._blocks:
            while self._held and self._held[0][0] + len(self._held[0][1]) <= self._record_start:
                self._held.pop(0)
            self._held.append((self._lines_read + 1, lines, sum(map(len, lines))))
            self._lines_read += len(lines)
            self._suspicious = self._suspicious or is_odd
            self._ended = self._ended or lines[-1] == _END
            # The blocks between the first and the last can only be of this one record.
            if sum(size for _, _, size in self._held[1:-1]) > LONGEST_RECORD:
                raise _RecordTooLong
            yield lines

    def _held_from(self, start: int) -> list[str]:
        return [line for first, lines, _ in self._held for line in lines[max(0, start - first) :]]

    def _resumes_at(self, held: list[str], consumed: int) -> int:
        """Return the line to go on with after a failed record: its second, while that stays affordable."""
        consumed -= held[consumed - 1 : consumed] == [_END]
        self._rescans_left -= sum(map(len, held[1:consumed]))
        return self._record_start + (1 if self._rescans_left > 0 else max(1, consumed))


def _lines(texts: Iterable[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield lists of whole lines with their ends, and whether they need a closer look.

    A line beyond all measure is replaced by a mark.
    """
    rest, skipping = "", False
    for text in texts:
        if skipping:
            end = _NEWLINE.search(text)
            if end is None:
                continue
            text, skipping = _TOO_LONG + text[end.start() :], False
        if not text:
            continue
        text = rest + text
        lines = io.StringIO(text, newline="").readlines()
        # The last line may go on in the next block; so may a line end of two characters.
        rest = "" if lines[-1].endswith("\n") else lines.pop()
        if len(rest) > LONGEST_LINE:
            rest, skipping = "", True
        if lines:
            yield lines, _is_odd(text)
    last = [_TOO_LONG] if skipping else io.StringIO(rest, newline="").readlines()
    yield [*last, _END], skipping or _is_odd(rest)


def _is_odd(text: str) -> bool:
    return "\x00" in text or (not text.isascii() and UNREADABLE in text)


def _inspected(cells: list[str]) -> tuple[list[str], str | None]:
    for cell in cells:
        if _TOO_LONG in cell:
            problem = f"is longer than {LONGEST_LINE:,} characters, so it is no row of a table"
            return [], problem
        if "\x00" in cell:
            return cells, "contains a NUL byte: the file is damaged here; export it again"
        if UNREADABLE in cell:
            shown = [cell.replace(UNREADABLE, "?") for cell in cells]
            return shown, "contains bytes that are no text in this file's encoding; choose another encoding"
    return cells, None


def _unreadable(first_line: str, number: int, resumes: int) -> str:
    if len(first_line) > LONGEST_CELL:
        problem = f"has a cell longer than {LONGEST_CELL:,} characters"
    else:
        problem = "opens a quotation mark that is not closed; close it, or double it inside a quoted cell"
    if resumes > number + 1:
        problem += f" (rows {number} to {resumes - 1} could not be told apart)"
    return problem
