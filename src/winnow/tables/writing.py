"""Write tables that open in any spreadsheet and run nothing there."""

import csv
from collections.abc import Iterable, Sequence
from typing import BinaryIO, TextIO

from winnow.tables.formula import guarded

LONGEST_XLSX_CELL = 32_767  # characters; a longer cell makes the file unreadable


def write_csv(rows: Iterable[Sequence[object]], file: TextIO) -> None:
    """Write rows, the header first, to a text file opened with newline="" (or to a response).

    Every cell is quoted, so that spaces, line breaks and empty cells survive; None is written as nothing.
    """
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([_text(cell) for cell in row] for row in rows)


def write_xlsx(rows: Iterable[Sequence[object]], file: BinaryIO | str) -> None:
    """Write rows, the header first, as a workbook with one sheet, in constant memory; all cells are text."""
    from xlsxwriter import Workbook  # only exports to XLSX pay for it

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, _text(cell)[:LONGEST_XLSX_CELL])


def _text(cell: object) -> str:
    return "" if cell is None else guarded(str(cell))
