"""The pieces of all files as whole tables: written or kept, the same thing never twice, what looks wrong told."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from winnow.measure.canonical import REQUIRED, TABLES, Known
from winnow.measure.exports.rows import TYPES, Piece, Pieces
from winnow.measure.exports.sheets import ROW
from winnow.measure.exports.typed import FILE, WHY

TOLD = {"file": pl.String, "row": pl.Int64, "reason": pl.String}
UNIQUE = {"inquiries": ("inquiry_id",), "orders": ("order_id", "prospect_id", "at", "amount"),
          "campaigns": ("campaign_id",), "people": ("person_id",)}  # fmt: skip


@dataclass(frozen=True)
class Joined:
    """Canonical tables with what is known of them."""

    tables: dict[str, pl.LazyFrame]
    rows: dict[str, int]
    known: Known
    unused: pl.DataFrame
    doubtful: pl.DataFrame
    notes: list[str]


def joined(pieces: Pieces, unused: Iterable[tuple[str, int, str]], folder: Path | None) -> Joined:
    """Put the pieces together; with `folder` as files there, else in memory."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    tables, rows, columns, numbered = {}, {}, {}, {}
    notes: list[str] = []
    for table in TABLES:
        mine = [piece for piece in pieces.pieces if piece.table == table]
        frame = _once(table, mine, pieces)
        if table == "inquiries":
            frame = _with_campaigns(frame, pieces, notes)
        numbered[table] = frame
        kept, rows[table], columns[table] = _kept(table, _told_of(table, mine, frame), folder)
        if rows[table]:
            tables[table] = kept
    known = Known({table: found for table, found in columns.items() if rows[table]}, _days(pieces))
    if rows["orders"] and rows["inquiries"]:
        pieces.doubtful.append(_before_inquiries(tables["inquiries"], numbered["orders"]))
    listed = pl.DataFrame(list(unused), schema=TOLD, orient="row")
    return Joined(tables, rows, known, _told(pieces.unused, listed), _told(pieces.doubtful), notes)


def _whole(table: str, mine: list[Piece]) -> pl.LazyFrame:
    schema: dict[str, Any] = {
        ROW: pl.Int64,
        FILE: pl.String,
        **{name: TYPES[kind] for name, kind in TABLES[table].items()},
    }
    empty = pl.LazyFrame(schema=schema)
    return pl.concat([empty, *(piece.frame.drop(WHY) for piece in mine)], how="diagonal")


def _once(table: str, mine: list[Piece], pieces: Pieces) -> pl.LazyFrame:
    """All rows of a table; a second row of the same thing is told as unused."""
    frame = _whole(table, mine)
    if table not in UNIQUE or not mine:
        return frame
    keys = list(UNIQUE[table])
    given = pl.col(keys[0]).is_not_null()
    first = pl.struct(keys).is_first_distinct() if len(keys) > 1 else pl.col(keys[0]).is_first_distinct()
    marked = frame.with_columns((first | ~given).alias("·first"))
    said = pl.format(f"{keys[0]} {{}} stands there twice; the first was used", pl.col(keys[0]))
    repeated = marked.filter(~pl.col("·first")).select(FILE, ROW, said.alias(WHY))
    pieces.unused.append(repeated)
    once = marked.filter(pl.col("·first")).drop("·first")
    if len(keys) > 1:
        why = pl.format(f"{keys[0]} {{}} has several rows that differ; all count", pl.col(keys[0])).alias(WHY)
        pieces.doubtful.append(once.filter(pl.col(keys[0]).is_duplicated() & given).select(FILE, ROW, why))
    return once


def _with_campaigns(frame: pl.LazyFrame, pieces: Pieces, notes: list[str]) -> pl.LazyFrame:
    """Inquiries that name no campaign have that of which their prospect was a member first."""
    named = any(
        "campaign_id" in one.frame.collect_schema() for one in pieces.pieces if one.table == "inquiries"
    )
    touched = [one.frame for one in pieces.pieces if one.table == "touches" and _of_campaigns(one)]
    if named or not touched:
        return frame
    first = pl.concat(touched, how="diagonal").drop_nulls(["campaign_id"]).sort("at")
    first = first.unique("prospect_id", keep="first", maintain_order=True).select(
        "prospect_id", "campaign_id"
    )
    notes.append(
        "Inquiries name no campaign; the first campaign of which a prospect was a member counts as theirs."
    )
    return frame.drop("campaign_id").join(first, on="prospect_id", how="left", maintain_order="left")


def _of_campaigns(one: Piece) -> bool:
    return "campaign_id" in one.frame.collect_schema()


def _told_of(table: str, mine: list[Piece], frame: pl.LazyFrame) -> pl.LazyFrame:
    """The table with the columns that some file has, without the numbers of its rows."""
    named = {name for piece in mine for name in piece.frame.collect_schema()}
    named |= {"campaign_id"} if table == "inquiries" else set()
    return frame.select(name for name in TABLES[table] if name in named or name in REQUIRED[table])


def _kept(table: str, frame: pl.LazyFrame, folder: Path | None) -> tuple[pl.LazyFrame, int, frozenset[str]]:
    """The table, how many rows it has, and which columns say anything; others are left out but for required ones."""
    place = folder / f"{table}.parquet" if folder else None
    kept = _put(frame, place)
    counts = kept.select(pl.len().alias("·rows"), pl.all().count()).collect().row(0, named=True)
    rows = counts.pop("·rows")
    saying = frozenset(name for name, count in counts.items() if count)
    wanted = [name for name in counts if name in saying or name in REQUIRED[table]]
    if place and not rows:
        place.unlink()
    elif len(wanted) < len(counts):
        kept = _put(kept.select(wanted), place)
    return kept, rows, saying


def _put(frame: pl.LazyFrame, place: Path | None) -> pl.LazyFrame:
    if place is None:
        return frame.collect().lazy()
    half = place.with_suffix(".half")
    frame.sink_parquet(half)
    half.replace(place)
    return pl.scan_parquet(place)


def _days(pieces: Pieces) -> frozenset[str]:
    return frozenset(f"{piece.table}.at" for piece in pieces.pieces if piece.only_days)


def _before_inquiries(inquiries: pl.LazyFrame, orders: pl.LazyFrame) -> pl.LazyFrame:
    """The orders that are older than the first inquiry of their prospect."""
    first = inquiries.group_by("prospect_id").agg(pl.col("at").min().alias("·first"))
    early = orders.join(first, on="prospect_id").filter(pl.col("at") < pl.col("·first"))
    return early.select(FILE, ROW, pl.lit("the order is older than the first inquiry").alias(WHY))


def _told(parts: list[pl.LazyFrame], listed: pl.DataFrame | None = None) -> pl.DataFrame:
    names = {FILE: "file", ROW: "row", WHY: "reason"}
    frames = [part.select(FILE, pl.col(ROW).cast(pl.Int64), WHY).rename(names) for part in parts]
    frames += [listed.lazy()] if listed is not None else []
    whole = pl.concat([pl.LazyFrame(schema=TOLD), *frames])
    return whole.unique(maintain_order=True).sort("file", "row", maintain_order=True).collect()
