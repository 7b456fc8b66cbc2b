"""Small companies as canonical tables, written down event by event."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl

from winnow.measure.canonical import AMOUNT, FLAG, INSTANT, TABLES
from winnow.measure.engines import duckdb
from winnow.measure.facts import gather

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
AS_OF = START + timedelta(days=100)
TYPES = {INSTANT: pl.Datetime("us", "UTC"), AMOUNT: pl.Decimal(18, 2), FLAG: pl.Boolean}


def at(days=0.0, hours=0.0, minutes=0.0):
    """An instant so long after `START`."""
    return START + timedelta(days=days, hours=hours, minutes=minutes)


def frames(**tables):
    """Rows (dicts) of each table as frames that have all columns which any row has."""
    return {name: _frame(name, rows) for name, rows in tables.items()}


def _frame(name, rows):
    columns = [column for column in TABLES[name] if any(column in row for row in rows)]
    schema = {column: TYPES.get(TABLES[name][column], pl.String) for column in columns}
    numbers = {column for column in columns if TABLES[name][column] == AMOUNT}
    told = [{column: _told(row.get(column), column in numbers) for column in columns} for row in rows]
    return pl.DataFrame(told, schema=schema)


def _told(value, is_amount):
    return Decimal(value) if is_amount and value is not None else value


def facts(as_of=AS_OF, openings=None, zone="UTC", **tables):
    """The facts of such a company."""
    return gather(duckdb.open_frames(frames(**tables), as_of), openings, zone)


def asked(prospect, when=START, **more):
    """An inquiry; its id is the prospect's unless told."""
    return {"inquiry_id": f"i-{prospect}", "prospect_id": prospect, "at": when, **more}


def touched(prospect, when, **more):
    return {"prospect_id": prospect, "at": when, "kind": "call", "direction": "out", **more}


def moved(prospect, when, **more):
    return {"prospect_id": prospect, "at": when, **more}


def ordered(prospect, when, amount="100", **more):
    return {"prospect_id": prospect, "at": when, "amount": amount, "currency": "EUR", **more}


def rows_of(table):
    """Rows of an expression by prospect."""
    return {row["prospect_id"]: row for row in table.to_polars().iter_rows(named=True)}
