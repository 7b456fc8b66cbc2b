"""What the pieces of canonical tables have in common: rows with their file and number, and why one is not used."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from winnow.measure.canonical import AMOUNT, FLAG, INSTANT, TABLES, TEXT
from winnow.measure.exports import amounts, instants
from winnow.measure.exports.sheets import ROW
from winnow.measure.exports.typed import FILE, WHY, Typed

TYPES: dict[str, pl.DataType] = {
    TEXT: pl.String(),
    INSTANT: instants.INSTANT,
    AMOUNT: amounts.AMOUNT,
    FLAG: pl.Boolean(),
}
STAGE = {"inquiry": "inquiry", "lead": "lead", "opportunity": "opportunity", "bought": "customer"}
OUTCOMES = ("bought", "bought_elsewhere", "not_buying", "invalid", "do_not_contact")
ENDED = (*OUTCOMES, "closed")  # `closed`: it ended, and nothing tells how
STATE = {**dict.fromkeys(ENDED, "closed"), "nurture": "nurture"}
EVENT = {
    "bought": "ordered",
    "lead": "qualified",
    "nurture": "nurtured",
    **dict.fromkeys(ENDED[1:], "closed"),
}


@dataclass
class Piece:
    """Rows of one canonical table from one file: its columns, ROW, FILE and WHY (why a row is not used)."""

    table: str
    frame: pl.LazyFrame
    only_days: bool = False


@dataclass
class Pieces:
    """What the files gave, and what is to be said about it."""

    pieces: list[Piece] = field(default_factory=list)
    unused: list[pl.LazyFrame] = field(default_factory=list)  # FILE, ROW, WHY
    doubtful: list[pl.LazyFrame] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self, table: str, one: Typed, rows: pl.LazyFrame, columns: Mapping[str, pl.Expr], *, dated: str = "at"
    ) -> None:
        """Take the rows without WHY into a table; `dated` is the field that its instant is from."""
        chosen = [
            columns[name].cast(TYPES[kind]).alias(name)
            for name, kind in TABLES[table].items()
            if name in columns
        ]
        frame = rows.select(pl.col(ROW), pl.lit(one.file.name).alias(FILE), pl.col(WHY), *chosen)
        self.pieces.append(Piece(table, frame.filter(pl.col(WHY).is_null()), dated in one.days))

    def leave(self, one: Typed, rows: pl.LazyFrame) -> None:
        """Tell the rows with WHY as unused."""
        told = rows.filter(pl.col(WHY).is_not_null())
        self.unused.append(told.select(pl.lit(one.file.name).alias(FILE), pl.col(ROW), pl.col(WHY)))

    def doubt(self, one: Typed, rows: pl.LazyFrame, why: str) -> None:
        """Tell rows that were used but look wrong."""
        self.doubtful.append(
            rows.select(pl.lit(one.file.name).alias(FILE), pl.col(ROW), pl.lit(why).alias(WHY))
        )


def has(one: Typed, name: str) -> pl.Expr:
    """A field, or null of its type where the file has none."""
    return pl.col(name) if name in one.fields else pl.lit(None)


def given(one: Typed, *names: str) -> dict[str, pl.Expr]:
    """Those of the fields that the file has."""
    return {name: pl.col(name) for name in names if name in one.fields}


def judged(one: Typed, *reasons: tuple[pl.Expr, str]) -> pl.LazyFrame:
    """The rows with further reasons why one is not used: a condition and what is said of it."""
    whys = [pl.when(condition).then(pl.lit(said)) for condition, said in reasons]
    if "deleted" in one.fields:
        whys.insert(0, pl.when(pl.col("deleted")).then(pl.lit("it is deleted in the other system")))
    return one.frame.with_columns(pl.coalesce(pl.col(WHY), *whys, pl.lit(None, pl.String)).alias(WHY))


def renamed(meaning: pl.Expr, names: dict[str, str]) -> pl.Expr:
    """A meaning as the canonical word, null where it has none."""
    return meaning.cast(pl.String).replace_strict(names, default=None, return_dtype=pl.String)


def stage_columns(meaning: pl.Expr) -> dict[str, pl.Expr]:
    """Stage, state, outcome and event of a status."""
    said = meaning.cast(pl.String)
    return {
        "stage": renamed(said, STAGE),
        "state": pl.when(said.is_not_null()).then(
            said.replace_strict(STATE, default="working", return_dtype=pl.String)
        ),
        "outcome": pl.when(said.is_in(OUTCOMES)).then(said),
        "event": renamed(said, EVENT),
    }


def negative(one: Typed, name: str, what: str) -> tuple[pl.Expr, str]:
    """The reason against a negative amount."""
    if name not in one.fields:
        return pl.lit(False), ""
    return pl.col(name).cast(
        pl.Float64
    ) < 0, f"{what} is negative; refunds and corrections are not told apart"
