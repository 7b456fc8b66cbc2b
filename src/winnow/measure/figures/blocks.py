"""The parts of a page of figures. Pure, and plain enough for JSON.

A cell is None (nothing to say), a text, a number, or one of
    {"value": …, "low": …, "high": …, "of": n}   an estimate with its interval and what it rests on
    {"EUR": "12.50", …}                          money by currency, as kind `money`
    {"by": …, "of": …, "name": …}                a group of a dimension, whose prospects can be listed
    {"campaign": id, "by": …, …}                 a campaign that can be opened besides, as kind `campaign`
    {"unknown": "why"}                           what this data cannot tell
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from winnow.measure.canonical import Unknown
from winnow.measure.shares import Share

if TYPE_CHECKING:
    from winnow.measure.curves.kaplan_meier import Curve, Estimate

Cell = Any
MOST_LINES = 6  # of a picture; the table beside it has all
WORDS = ("text", "campaign")  # kinds of cells that are no numbers
POINTS = 120  # of a line: more cannot be told apart


@dataclass(frozen=True, slots=True)
class Column:
    """A head, and how its cells are read.

    text, campaign; and as numbers: count, share, minutes, days, money, return, estimate, ratio, number.
    `what`: whom a count counts (`metrics/behind.py`), where they can be listed.
    """

    head: str
    kind: str = "text"
    what: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind not in WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a picture, with its band where there is one."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines over one axis: `x` says what it counts; y are shares between 0 and 1, or counts."""

    label: str
    x: str
    y: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a table, perhaps a picture of it, and what must be said beside it; or why there is none."""

    key: str
    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()
    picture: Picture | None = None
    unknown: str = ""
    about: str = ""  # what the figures mean, in a sentence or two


def unknown(key: str, title: str, why: Unknown) -> Block:
    """A block that says why it has no figures."""
    return Block(key, title, unknown=why.reason)


def plain(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """For JSON."""
    return [asdict(block) for block in blocks]


def read(told: list[dict[str, Any]]) -> tuple[Block, ...]:
    """What `plain` wrote."""
    return tuple(_block(one) for one in told)


def _block(one: dict[str, Any]) -> Block:
    columns = tuple(Column(**column) for column in one["columns"])
    rows = tuple(tuple(row) for row in one["rows"])
    picture = one["picture"] and Picture(
        **{**one["picture"], "lines": tuple(Line(**_tuples(line)) for line in one["picture"]["lines"])}
    )
    return Block(
        **{**one, "columns": columns, "rows": rows, "notes": tuple(one["notes"]), "picture": picture}
    )


def _tuples(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value if name == "label" else tuple(value) for name, value in line.items()}


# Cells


def share(one: Share | Unknown) -> Cell:
    """A share with Wilson's interval."""
    if isinstance(one, Unknown):
        return {"unknown": one.reason}
    interval = one.interval
    if interval is None:
        return None
    return {"value": one.value, "low": interval[0], "high": interval[1], "of": one.whole}


def estimate(one: "Estimate | None") -> Cell:
    """A point of a curve."""
    return (
        None if one is None else {"value": one.value, "low": one.low, "high": one.high, "of": int(one.count)}
    )


def money(one: Mapping[str, Decimal] | Unknown) -> Cell:
    """Sums by currency."""
    if isinstance(one, Unknown):
        return {"unknown": one.reason}
    return {currency or "?": str(amount) for currency, amount in sorted(one.items())} or None


def figure(one: Decimal | float | int | date | Unknown | None) -> Cell:
    """Any other figure."""
    if isinstance(one, Unknown):
        return {"unknown": one.reason}
    return one.isoformat() if isinstance(one, date) else float(one) if isinstance(one, Decimal) else one


def line(label: str, curve: "Curve", until: float | None = None) -> Line:
    """A curve as a line of a picture, from nothing at 0, thinned out to what can be told apart."""
    ages = curve.age if until is None else curve.age[curve.age <= until]
    places = range(0, len(ages), max(1, len(ages) // POINTS))
    end = curve.reach if until is None else min(curve.reach, until)
    x, y, low, high = (
        (0.0, *(float(values[place]) for place in places))
        for values in (curve.age, curve.share, curve.low, curve.high)
    )
    if x[-1] < end:
        x, y, low, high = (*x, float(end)), (*y, y[-1]), (*low, low[-1]), (*high, high[-1])
    return Line(label, x, y, low, high)
