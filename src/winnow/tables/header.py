"""Find the header of a table: some exports print a title, a date and a filter above it."""

from collections import Counter

from winnow.tables.table import Record, TableError, named

LOOK_AHEAD = 30  # records; reports print at most a handful of title lines


def find_header(records: list[Record]) -> tuple[int, tuple[str, ...], list[str]]:
    """Return the header's row number, the headers and notes, from the first records of a file.

    Raises TableError if there is nothing to be a header.
    """
    readable = [(number, cells) for number, cells, problem in records if problem is None and _width(cells)]
    if not readable:
        raise TableError(_nothing(records))
    usual = Counter(_width(cells) for _, cells in readable).most_common()
    # Of equally frequent widths the widest, as titles and totals are narrow.
    width = max(width for width, times in usual if times == usual[0][1])
    place = next((i for i, (_, cells) in enumerate(readable) if _is_header(cells, width)), 0)
    number, cells = readable[place]
    headers, notes = named(cells[: max(_width(cells), width)])
    if place:
        titles = " / ".join(" ".join(filter(None, cells)) for _, cells in readable[:place])
        notes.insert(0, f"The header is in row {number}; what stands above it was skipped: {titles[:200]}")
    if number == records[-1][0]:
        notes.append("There is a header but no row below it, so there is nothing to import.")
    return number, headers, notes


def _width(cells: list[str]) -> int:
    """Count the cells up to the last one with something in it."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def _is_header(cells: list[str], width: int) -> bool:
    """A title line fills one cell or two of many; a header names nearly every column."""
    filled = sum(1 for cell in cells if cell.strip())
    return filled >= min(width, max(2, 0.6 * width))


def _nothing(records: list[Record]) -> str:
    for number, _, problem in records:
        if problem is not None:
            return f"No header was found: row {number} {problem}"
    return "This file is empty. Export it again with a header line and at least one row."
