"""Lines of a scanner or a spreadsheet as fields of inquiries. Pure."""

import csv
from collections.abc import Mapping, Sequence

MOST = 1_000  # rows at once
SHOWN = 10  # further lines that are named
END = "end"  # a line of our own, which an open quotation mark would swallow
HEADS = {
    "name": "name", "full name": "name", "code": "code", "id": "code", "badge": "code", "email": "email",
    "e-mail": "email", "mail": "email", "phone": "phone", "telephone": "phone", "tel": "phone", "mobile": "phone",
    "company": "company", "firm": "company", "message": "message", "note": "message", "title": "title",
    "industry": "industry", "branche": "industry",
    "country": "country",
}  # fmt: skip


def read(text: str) -> list[dict[str, str]]:
    """One dict a line: by the heads if the first line has them, else each cell by what it looks like.

    Raises ValueError for a cell that is too long to be one, and for lines with a quotation mark left open, by number:
    one would take the lines after it for its own text.
    """
    lines = [
        (number, line)
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if any(sign.isalnum() for sign in line)
    ]
    if not lines:
        return []
    sign = _parted_by([line for _, line in lines])
    rows = [(number, _cells(line, sign)) for number, line in lines]
    if left_open := [number for number, cells in rows if cells is None]:
        raise ValueError(_left_open(left_open, dict(lines)))
    known = [cells for _, cells in rows if cells]
    heads = [HEADS.get(cell.strip().casefold(), "") for cell in known[0]]
    if all(heads):
        return [_by_head(heads, row) for row in known[1:]]
    return [_by_look(row) for row in known]


def _parted_by(lines: Sequence[str]) -> str:
    return max("\t;,", key=lambda sign: sum(line.count(sign) for line in lines))


def _cells(line: str, sign: str) -> list[str] | None:
    """The cells of one line; None if it would go on into the next."""
    try:
        cells, *after = csv.reader([line, END], delimiter=sign)
    except csv.Error:
        raise ValueError("A cell is too long. Is a quotation mark open that nothing closes?") from None
    return cells if after else None


def _left_open(numbers: Sequence[int], lines: Mapping[int, str]) -> str:
    number, *others = numbers
    shown = lines[number].strip()[:60]
    more = f" The same is so in line {', '.join(map(str, others[:SHOWN]))}." if others else ""
    return (
        f"Line {number} opens a quotation mark that it does not close: {shown}. Close it, or take it out; one inquiry "
        f"is one line.{more} Nothing was taken in yet."
    )


def _by_head(heads: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {head: cell.strip() for head, cell in zip(heads, row, strict=False) if cell.strip()}


def _by_look(row: Sequence[str]) -> dict[str, str]:
    """An address has an @, a number has digits and no letters, a first word with digits is a code."""
    found: dict[str, str] = {}
    for cell in (one.strip() for one in row):
        if not cell:
            continue
        kind = _kind(cell, found)
        found[kind] = f"{found[kind]} {cell}" if kind in found else cell
    return found


def _kind(cell: str, found: dict[str, str]) -> str:
    digits = sum(sign.isdigit() for sign in cell)
    letters = any(sign.isalpha() for sign in cell)
    if "@" in cell and "email" not in found:
        return "email"
    if digits >= 6 and not letters and found:
        return "phone"
    if not found and digits and " " not in cell:
        return "code"
    if "name" not in found:
        return "name" if not {"email", "phone"} <= found.keys() else "company"
    return "company" if "company" not in found else "message"
