"""Table files from anywhere, read without trusting them, and written so that nothing in them runs."""

from winnow.intake.tables.reading import read
from winnow.intake.tables.table import Reading, Row, Table, TableError
from winnow.intake.tables.writing import write_csv, write_xlsx

__all__ = ["Reading", "Row", "Table", "TableError", "read", "write_csv", "write_xlsx"]
