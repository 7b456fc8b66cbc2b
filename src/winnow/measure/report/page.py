"""What a page of the report is made of, as values: no HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from winnow.measure.canonical import Unknown
from winnow.measure.findings.words import plainly

ROWS = 25  # of a table that could have thousands


@dataclass(frozen=True)
class Table:
    """A table; `align` has one letter for each column: l, r."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    more: int = 0  # rows that are not shown


@dataclass(frozen=True)
class Chart:
    """A chart: its specification in Vega-Lite, what it shows in words; its table stands beside it."""

    spec: dict[str, Any]
    alt: str


@dataclass(frozen=True)
class Note:
    """A sentence; `warns` if it limits what may be read from the rest."""

    text: str
    warns: bool = False


@dataclass(frozen=True)
class Section:
    """One metric's page."""

    key: str
    title: str
    definition: str
    parts: list[Table | Chart | Note] = field(default_factory=list)


def table(
    caption: str, headers: Sequence[str], rows: Sequence[Sequence[str]], align: str, most: int = ROWS
) -> Table:
    """The first rows of a table, and how many more there are."""
    shown = tuple(tuple(row) for row in rows[:most])
    return Table(caption, tuple(headers), shown, align, max(len(rows) - most, 0))


def unknown(why: Unknown) -> Note:
    """Said instead of a figure."""
    return Note(f"Cannot be known from this data: {plainly(why.reason)}")
