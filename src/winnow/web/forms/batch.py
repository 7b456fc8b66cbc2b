"""Lines of a scanner or a spreadsheet as fields of inquiries. Pure."""

import csv
from collections.abc import Sequence
from io import StringIO

MOST = 1_000  # rows at once
HEADS = {
    "name": "name", "full name": "name", "code": "code", "id": "code", "badge": "code", "email": "email",
    "e-mail": "email", "mail": "email", "phone": "phone", "telephone": "phone", "tel": "phone", "mobile": "phone",
    "company": "company", "firm": "company", "message": "message", "note": "message", "title": "title",
    "country": "country",
}  # fmt: skip


def read(text: str) -> list[dict[str, str]]:
    """One dict a line: by the heads if the first line has them, else each cell by what it looks like.

    Raises ValueError for a cell that is too long to be one.
    """
    lines = [
        line
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if any(sign.isalnum() for sign in line)
    ]
    if not lines:
        return []
    try:
        rows = list(csv.reader(StringIO("\n".join(lines)), delimiter=_parted_by(lines)))
    except csv.Error:
        raise ValueError("A cell is too long. Is a quotation mark open that nothing closes?") from None
    heads = [HEADS.get(cell.strip().casefold(), "") for cell in rows[0]]
    if rows[0] and all(heads):
        return [_by_head(heads, row) for row in rows[1:]]
    return [_by_look(row) for row in rows]


def _parted_by(lines: Sequence[str]) -> str:
    return max("\t;,", key=lambda sign: sum(line.count(sign) for line in lines))


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
