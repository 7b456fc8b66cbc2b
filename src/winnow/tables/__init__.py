"""Table files from anywhere, read without trusting them, and written so that nothing in them runs."""

from winnow.tables.reading import read
from winnow.tables.table import Reading, Row, Table, TableError
from winnow.tables.writing import write_csv, write_xlsx

__all__ = ["Reading", "Row", "Table", "TableError", "read", "write_csv", "write_xlsx"]
