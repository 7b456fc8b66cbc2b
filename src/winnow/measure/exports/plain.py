"""Whether a delimited file is so regular that it can be read at full speed; numpy looks at every byte once.

A fast reader fills up short rows and swallows what follows an open quotation mark without a word. Only a file in
which neither happens is given to it; any other is read row by row, and each row that is wrong is told.
"""

import codecs
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 1 << 22
LONGEST = 1 << 21  # bytes of one record
QUOTE, APOSTROPHE, NEWLINE, RETURN = 34, 39, 10, 13

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


class _Odd(Exception):
    """The file has something in it that is to be read with care."""


@dataclass(frozen=True, slots=True)
class Plain:
    """How many rows stand below the header, the line of each where some take several lines, and if any has a '."""

    rows: int
    guarded: bool
    lines: np.ndarray[Any, np.dtype[np.int64]] | None


@dataclass
class _State:
    """What is carried from one block to the next."""

    delimiter: int
    width: int
    header: int  # line of the header
    inside: int = 0  # 1 within quotation marks
    last: int = NEWLINE
    last_closes: bool = False
    delimiters: int = 0  # so far in the record that goes on
    size: int = 0
    line: int = 0  # lines ended
    rows: int = 0
    guarded: bool = False
    broken: bool = False  # whether a record has several lines
    starts: list[Any] = field(default_factory=list)
    began: int = 0  # lines ended before the record that goes on


def plain(path: Path, delimiter: str, header: int, width: int) -> Plain | None:
    """The measure of a UTF-8 file if each row has exactly `width` cells and nothing is odd, else None."""
    state = _State(ord(delimiter), width, header)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
                _look(state, np.frombuffer(block, dtype=np.uint8))
        decoder.decode(b"", final=True)
        _finish(state)
    except (_Odd, UnicodeDecodeError):
        return None
    lines = np.concatenate(state.starts) + 1 if state.broken and state.starts else None
    return Plain(state.rows, state.guarded, lines)


def _look(state: _State, block: Bytes) -> None:
    before = np.concatenate(([np.uint8(state.last)], block[:-1]))
    returns = before == RETURN
    if not block.all() or (returns & (block != NEWLINE)).any():
        raise _Odd
    inside = _quoted(state, block, before)
    state.guarded = state.guarded or bool((block == APOSTROPHE).any())
    newlines = block == NEWLINE
    ends = np.flatnonzero(newlines & ~inside)
    _count(state, (block == state.delimiter) & ~inside, newlines, ends, len(block))
    state.last = int(block[-1])


def _quoted(state: _State, block: Bytes, before: Bytes) -> Flags:
    """Which bytes stand within quotation marks; each mark must open or close a whole cell."""
    quotes = block == QUOTE
    if not quotes.any():
        if state.last_closes and not _parts(state, block[:1]).all():
            raise _Odd
        state.last_closes = False
        return np.full(len(block), bool(state.inside))
    inside = ((np.cumsum(quotes) + state.inside) & 1).astype(bool)
    opening, closing = quotes & inside, quotes & ~inside
    closed_before = np.concatenate(([state.last_closes], closing[:-1]))
    if not _parts(state, before[opening]).all() or not _parts(state, block[closed_before]).all():
        raise _Odd
    state.inside, state.last_closes = int(inside[-1]), bool(closing[-1])
    return inside


def _parts(state: _State, around: Bytes) -> Flags:
    return np.isin(around, (state.delimiter, NEWLINE, RETURN, QUOTE))


def _count(state: _State, delimiters: Flags, newlines: Flags, ends: Any, size: int) -> None:
    """Check the width and length of each record that ends in this block."""
    if not len(ends):
        state.delimiters += int(delimiters.sum())
        state.line += int(newlines.sum())
        state.size += size
        _bounded(state.size)
        return
    cells = np.cumsum(delimiters)[ends]
    counts = np.diff(cells, prepend=0)
    counts[0] += state.delimiters
    sizes = np.diff(ends, prepend=-1)
    sizes[0] += state.size
    _bounded(int(sizes.max()))
    lines = np.cumsum(newlines)[ends] + state.line
    begins = np.concatenate(([state.began], lines[:-1]))
    broken = lines - begins > 1
    below = begins >= state.header
    if (counts[below] != state.width - 1).any() or (broken & ~below).any():
        raise _Odd
    state.broken = state.broken or bool(broken.any())
    state.starts.append(begins[below])
    state.rows += int(below.sum())
    state.delimiters = int(delimiters[ends[-1] + 1 :].sum())
    state.size = size - 1 - int(ends[-1])
    state.began = int(lines[-1])
    state.line += int(newlines.sum())


def _bounded(size: int) -> None:
    if size > LONGEST:
        raise _Odd


def _finish(state: _State) -> None:
    if state.inside or state.last == RETURN:
        raise _Odd
    if state.size:
        if state.delimiters != state.width - 1 or state.began < state.header:
            raise _Odd
        state.starts.append(np.array([state.began]))
        state.rows += 1
