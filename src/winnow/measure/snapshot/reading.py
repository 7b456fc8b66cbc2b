"""Rows of Winnow's database as frames of the canonical tables, a range of ids at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars
from django.db import connection

from winnow.measure.canonical import AMOUNT, FLAG, INSTANT, TABLES, TEXT
from winnow.measure.snapshot.tables import SMALL, Source, orders, promises
from winnow.prospects.lifecycle import Kind

AT_ONCE = 20_000  # rows taken from the database in one go
KINDS: dict[str, Any] = {
    TEXT: polars.String, INSTANT: polars.Datetime("us", "UTC"), AMOUNT: polars.Decimal(18, 2), FLAG: polars.Boolean,
}  # fmt: skip
ENDS_OF_THE_MERGED = (Kind.MERGED, Kind.UNMERGED)


def part(source: Source, first: int, end: int, merged: Mapping[int, int], undone: frozenset[int]) -> Any:
    """The rows of a growing table from the id `first` to before `end`, canonical."""
    rows = _frame(source.columns, source.sql, (first, end), whole=_whole(source.columns))
    rows = _found_again(rows, merged)
    if source.name == "inquiries":
        return _canonical("inquiries", _promised(rows, first, end))
    if source.name == "stages":
        return _canonical("stages", _standing(rows, merged, undone))
    return _canonical(source.name, rows)


def small(merged: Mapping[int, int], currency: str) -> Iterator[tuple[str, Any]]:
    """The tables that stay small, or can change in any row: whole."""
    for name, (columns, sql) in SMALL.items():
        rows = _frame(columns, sql, ())
        if name == "people":
            rows = rows.with_columns(currency=polars.lit(currency))
        yield name, _canonical(name, rows)
    columns, sql = orders()
    rows = _frame(columns, sql, (), whole=("order_id", "prospect_id", "at"))
    yield "orders", _canonical("orders", _found_again(rows, merged))


def merged_into() -> dict[int, int]:
    """The prospect that a merged one has become in the end, and that of a further opportunity, by number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, merged_into_id FROM prospects_prospect WHERE merged_into_id IS NOT NULL "
            "UNION ALL SELECT id, further_of_id FROM prospects_prospect WHERE further_of_id IS NOT NULL"
        )
        into: dict[int, int] = dict(cursor.fetchall())
    for number, target in into.items():
        while target in into:
            target = into[target]
        into[number] = target
    return into


def _whole(columns: Sequence[str]) -> tuple[str, ...]:
    """Those that are whole numbers until they are told apart."""
    return tuple(
        name
        for name in columns
        if name in ("event_id", "inquiry_id", "prospect_id", "recorded_at", "clock", "promised_at", "at")
    )


def _frame(columns: Sequence[str], sql: str, values: Sequence[Any], whole: Sequence[str] = ()) -> Any:
    kinds = {name: polars.Int64 if name in whole else polars.String for name in columns}
    texts = [place for place, name in enumerate(columns) if name not in whole]
    pieces = []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(AT_ONCE):
            pieces.append(polars.DataFrame([_said(row, texts) for row in rows], schema=kinds, orient="row"))
    return polars.concat(pieces) if pieces else polars.DataFrame(schema=kinds)


def _said(row: Sequence[Any], texts: Sequence[int]) -> list[Any]:
    """Numbers and flags of the text columns as text: ids are opaque, and so are the words of each database."""
    said = list(row)
    for place in texts:
        value = said[place]
        if value is not None and not isinstance(value, str):
            said[place] = str(int(value)) if isinstance(value, bool) else str(value)
    return said


def _found_again(rows: Any, merged: Mapping[int, int]) -> Any:
    """With the prospect that the row's one was merged into."""
    if not merged:
        return rows.with_columns(was=polars.col("prospect_id"))
    into = polars.col("prospect_id").replace(merged)
    return rows.with_columns(was=polars.col("prospect_id")).with_columns(prospect_id=into)


def _promised(rows: Any, first: int, end: int) -> Any:
    """The promise of the clock that the inquiry started: the prospect's newest one, or one that was replaced since."""
    mine = polars.col("clock") == polars.col("recorded_at")
    rows = rows.with_columns(promised_at=polars.when(mine).then("promised_at"))
    earlier = _frame(("was", "recorded_at", "earlier"), promises(), (first, end), whole=("was",))
    if not earlier.height:
        return rows
    told = ("recorded_at", "earlier")
    earlier = earlier.with_columns(
        polars.col(name).str.to_datetime(time_unit="us", time_zone="UTC", strict=False).dt.epoch("us")
        for name in told
    ).unique(("was", "recorded_at"), keep="first", maintain_order=True)
    rows = rows.join(earlier, on=("was", "recorded_at"), how="left", maintain_order="left")
    return rows.with_columns(promised_at=polars.coalesce("promised_at", "earlier"))


def _standing(rows: Any, merged: Mapping[int, int], undone: frozenset[int]) -> Any:
    """Without what was taken back, and without the ends of those who live on in another prospect."""
    rows = rows.filter(~polars.col("event_id").is_in(list(undone))) if undone else rows
    ends = polars.col("kind").is_in([kind.value for kind in ENDS_OF_THE_MERGED])
    gone = ends & polars.col("was").is_in(list(merged)) if merged else polars.lit(False)
    return rows.filter(~gone)


def _canonical(name: str, rows: Any) -> Any:
    """The columns of a canonical table that there are, in its types; an empty text is none."""
    columns = [
        _typed(column, kind, rows.schema[column])
        for column, kind in TABLES[name].items()
        if column in rows.schema
    ]
    return rows.select(columns)


def _typed(column: str, kind: str, given: Any) -> Any:
    value = polars.col(column)
    if given == polars.String:
        value = value.replace("", None)
    if kind == INSTANT and given == polars.String:  # a day, as costs have
        return value.str.to_datetime(time_unit="us", time_zone="UTC")
    if kind == INSTANT:
        return value.cast(polars.Datetime("us")).dt.replace_time_zone("UTC")
    if kind == FLAG:
        return value.is_in(["1", "True", "t"])
    return value.cast(KINDS[kind])
