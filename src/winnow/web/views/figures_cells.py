"""Cells of a table of figures in words, and as a file's columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from winnow.measure.figures.blocks import Block, Cell, Column
from winnow.web.exports import Column as Exported
from winnow.web.templatetags import figures

SPREAD = ("share", "return", "estimate")  # kinds with an interval: four columns of a file
PER_CENT = f"{figures.SPACE}%"
A_HUNDRED, A_THOUSAND = 100, 1_000


@dataclass(frozen=True)
class Shown:
    """What stands in a cell, what stands small below it, and the head that a phone shows beside it."""

    text: str
    sub: str
    head: str
    is_number: bool
    campaign: str = ""  # its number, where it is one
    rows: str = ""  # the part of an address that tells whom it counts


def shown(cell: Cell, column: Column) -> Shown:
    """A cell as its column reads it."""
    text, sub = _said(cell, column.kind)
    campaign = str(cell["campaign"]) if isinstance(cell, Mapping) and "campaign" in cell else ""
    return Shown(text, sub, column.head, column.is_number, campaign)


def shown_row(row: Sequence[Cell], columns: Sequence[Column]) -> list[Shown]:
    """A row of cells; counts of a group lead to those whom they count."""
    of = row[0] if row and isinstance(row[0], Mapping) and "by" in row[0] else None
    cells = [shown(cell, column) for cell, column in zip(row, columns, strict=True)]
    return [
        replace(cell, rows=urlencode({"what": column.what, "by": of["by"], "of": of["of"] or ""}))
        if of and column.what and value
        else cell
        for cell, column, value in zip(cells, columns, row, strict=True)
    ]


def _said(cell: Cell, kind: str) -> tuple[str, str]:
    if cell is None:
        return "–", ""
    if isinstance(cell, Mapping) and "unknown" in cell:
        return "–", str(cell["unknown"])
    if isinstance(cell, Mapping) and "name" in cell:
        return str(cell["name"]), ""
    if kind in SPREAD:
        return _spread(cell, kind)
    if kind == "money":
        return ", ".join(_money(Decimal(amount), currency) for currency, amount in cell.items()), ""
    read = {
        "count": figures.number, "minutes": figures.minutes, "ratio": figures.percent, "days": _days,
        "number": lambda value: figures.number(value, 2),
    }  # fmt: skip
    return (read[kind](cell) if kind in read else str(cell)), ""


def _money(amount: Decimal, currency: str) -> str:
    """Cents only where they matter."""
    return figures.money(round(amount) if abs(amount) >= A_HUNDRED else amount, currency)


def _days(value: float) -> str:
    return f"{value:,.0f} day{'' if value == 1 else 's'}"


def _spread(cell: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """A value, with its interval and what it rests on below it."""
    text = _plain(cell["value"], kind)
    parts = []
    if cell.get("low") is not None and cell["low"] != cell["high"]:
        parts.append(f"{_plain(cell['low'], kind).removesuffix(PER_CENT)}–{_plain(cell['high'], kind)}")
    if kind == "share" and cell.get("of"):
        parts.append(f"of {figures.number(cell['of'])}")
    if kind == "return":
        parts.append(f"{cell['of']} orders, by {cell['by']}")
    return text, ", ".join(parts)


def _plain(value: float, kind: str) -> str:
    if kind == "estimate":
        return f"{value:,.0f}" if abs(value) >= A_THOUSAND else f"{value:,.1f}"
    return figures.percent(value, 1 if kind == "share" and value < 0.1 else 0).replace("-", "−")


def exported(block: Block) -> tuple[list[Exported], list[tuple[Cell, ...]]]:
    """The block as columns of a file: intervals and what they rest on in columns of their own."""
    columns = []
    for place, column in enumerate(block.columns):
        parts = ("value", "low", "high", "of") if column.kind in SPREAD else ("",)
        for part in parts:
            head = column.head if part in ("", "value") else f"{column.head}, {part}"
            columns.append(Exported(head, _reader(place, part)))
    return columns, list(block.rows)


def _reader(place: int, part: str) -> Any:
    def read(row: tuple[Cell, ...]) -> object:
        cell = row[place]
        if not isinstance(cell, Mapping):
            return cell
        if "unknown" in cell:
            return ""
        if part:
            return cell.get(part)
        if "name" in cell:
            return cell["name"]
        return "; ".join(f"{amount} {currency}" for currency, amount in cell.items())

    return read
