"""Rank any file of companies or people by likeness to the ideal profile, and put chosen ones into a campaign.

The file is read row by row and only the best are kept, so that memory does not grow with it.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp
from pathlib import Path

from winnow import tables
from winnow.config.extras import the_extra
from winnow.customers.profile import Effect, Profile
from winnow.flow.customers.profiling import cell, named_columns
from winnow.flow.customers.prospecting import into_blocks
from winnow.flow.intake import Terms, receive
from winnow.flow.scene import Refused
from winnow.intake.arrival import Receipt
from winnow.intake.inquiry import Raw
from winnow.intake.presets import apply, suggest
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Channel

REMEMBERED = 50_000  # different cells of a column whose worth is kept
AT_ONCE = 50_000  # rows of a Parquet file
TOLD = 3  # reasons of a row
PARQUET = b"PAR1"
CHUNK = 500

Row = tuple[int, Sequence[str]]
Chosen = tuple[Mapping[str, str], Mapping[str, str]]  # what intake reads, and the row as it is


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the file: its line, its likeness (100: the usual customer), why, and how to reach it."""

    row: int
    score: float
    why: tuple[str, ...]
    cells: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best rows, first to last, of so many; `used` are the columns that told something."""

    rows: int
    unread: int
    best: tuple[Target, ...]
    used: tuple[str, ...]


def rank(path: Path, profile: Profile, most: int) -> Ranked:
    """Read the file once. Raises Refused if nothing can be known, or if it is no table or shares no property."""
    if profile.cannot:
        raise Refused(profile.cannot)
    if not profile.separates:
        raise Refused("Cannot be known: nothing separates your customers better than chance would.")
    headers, rows = _opened(path)
    names = named_columns(headers)
    scored = [
        (place, names[column]) for place, column in enumerate(headers) if names.get(column) in profile.effects
    ]
    if not scored:
        known = ", ".join(sorted(profile.effects))
        raise Refused(f"The file has no column that we know of customers: {known}.")
    best, count, unread = _best(
        rows, [(place, _worth(profile, name)) for place, name in scored], most, len(headers)
    )
    fields_of = apply(suggest(headers).mapping, headers)
    told = tuple(_target(one, profile, scored, headers, fields_of) for one in best)
    return Ranked(count, unread, told, tuple(headers[place] for place, _ in scored))


def _worth(profile: Profile, name: str) -> Callable[[str], float]:
    """The sum of a cell's effects; remembered, as the same cells come again and again."""
    known: dict[str, float] = {}

    def worth(text: str) -> float:
        found = known.get(text)
        if found is None:
            found = sum(one.log for one in profile.of(name, cell(name, text)))
            if len(known) < REMEMBERED:
                known[text] = found
        return found

    return worth


def _best(
    rows: Iterator[Row], worths: list[tuple[int, Callable[[str], float]]], most: int, width: int
) -> tuple[list[tuple[float, int, Sequence[str]]], int, int]:
    heap: list[tuple[float, int, Sequence[str]]] = []
    count = unread = 0
    for number, values in rows:
        count += 1
        if len(values) != width:
            unread += 1
            continue
        total = 0.0
        for place, worth in worths:
            total += worth(values[place])
        if len(heap) < most:
            heapq.heappush(heap, (total, -number, values))
        elif total > heap[0][0]:
            heapq.heapreplace(heap, (total, -number, values))
    return sorted(heap, key=lambda one: (-one[0], -one[1])), count, unread


def _opened(path: Path) -> tuple[tuple[str, ...], Iterator[Row]]:
    try:
        with path.open("rb") as file:
            is_parquet = file.read(4) == PARQUET
        if is_parquet:
            return _parquet(path)
        table = tables.read(path)
    except (OSError, tables.TableError) as error:
        raise Refused(f"{path.name} cannot be read: {error}") from error
    return table.headers, ((row.number, () if row.problem else row.values) for row in table)


def _parquet(path: Path) -> tuple[tuple[str, ...], Iterator[Row]]:
    try:
        import polars as pl  # an extra
    except ImportError as error:
        raise Refused(f"Parquet files need {the_extra('ml')}") from error
    frame = pl.scan_parquet(path)
    names = frame.collect_schema().names()

    def rows() -> Iterator[Row]:
        start = 0
        while len(part := frame.slice(start, AT_ONCE).collect()):
            for number, values in enumerate(part.iter_rows(), start + 1):
                yield number, ["" if value is None else str(value) for value in values]
            start += AT_ONCE

    return tuple(names), rows()


def _target(
    one: tuple[float, int, Sequence[str]], profile: Profile, scored: list[tuple[int, str]],
    headers: tuple[str, ...], fields_of: Callable[[Sequence[str]], Mapping[str, str]],
) -> Target:  # fmt: skip
    total, number, values = one
    effects = [effect for place, name in scored for effect in profile.of(name, cell(name, values[place]))]
    effects.sort(key=lambda effect: -abs(effect.log))
    return Target(
        -number, 100 * exp(profile.slope * total), tuple(said(effect, profile) for effect in effects[:TOLD]),
        dict(zip(headers, values, strict=True)), fields_of(values),
    )  # fmt: skip


def said(effect: Effect, profile: Profile) -> str:
    """One reason: "Industry hotel: 1.6 times the usual, 14 customers"."""
    times = exp(profile.slope * effect.log)
    many = f"{effect.count} customer{'' if effect.count == 1 else 's'}"
    return f"{effect.name.capitalize()} {effect.value}: {times:.2g} times the usual, {many}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of each chosen one; so many first tries stand in their owners' time for prospecting."""

    receipts: list[Receipt]
    in_blocks: int

    @property
    def new(self) -> int:
        return sum(one.status == "accepted" for one in self.receipts)


def take_up(some: Sequence[Chosen], campaign: str, *, now: datetime, by: int | None) -> Taken:
    """Put these into an outbound campaign: through intake, so that each gets an owner and a next action.

    Their first tries go into planned blocks, as far as there is room. Raises Refused without a name for the campaign.
    """
    if not campaign.strip():
        raise Refused("Name the campaign that they go into.")
    raws = [
        Raw(fields=dict(fields), payload=dict(cells), channel=Channel.LIST, door="import",
            campaign=campaign.strip(), source="targets")
        for fields, cells in some
    ]  # fmt: skip
    terms = Terms(Actor("user" if by else "import", by), skip_known=True)
    found: list[Receipt] = []
    in_blocks = 0
    for start in range(0, len(raws), CHUNK):
        some_found = receive(raws[start : start + CHUNK], now=now, terms=terms)
        new = [one.prospect for one in some_found if one.status == "accepted" and one.prospect]
        in_blocks += into_blocks(new, now=now) if new else 0
        found += some_found
    return Taken(found, in_blocks)
