"""The child process that opens a workbook: standard input in, JSON lines of rows out, within limits."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice

MEMORY = 2 << 30  # bytes of address space
SECONDS = 300  # of processor time
ROWS_AT_ONCE = 500


def main() -> None:
    """Write the rows of the first visible sheet of the workbook on standard input."""
    _limit()
    rows = _rows(sys.stdin.buffer.read())
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        sys.stdout.write(json.dumps(batch) + "\n")


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, ceiling = resource.getrlimit(limit)
        allowed = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(limit, (allowed, ceiling))


def _rows(content: bytes) -> Iterator[list[str]]:
    from python_calamine import load_workbook

    book = load_workbook(io.BytesIO(content))
    if not book.sheet_names:
        sys.exit("refused: This workbook has no sheet. Save the table as CSV.")
    sheet = book.get_sheet_by_index(0)
    for row in sheet.iter_rows():
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """Show a cell as a person would type it: dates in ISO form, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    return str(cell)


if __name__ == "__main__":
    main()
