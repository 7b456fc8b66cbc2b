"""Files of other systems read whole: opened, guessed or mapped, joined, and put together as canonical tables."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from winnow.measure.canonical import TABLES, Known
from winnow.measure.exports import activity, deals, eventlog
from winnow.measure.exports.fields import (
    CAMPAIGNS,
    COSTS,
    DEALS,
    EVENT_LOG,
    INQUIRIES,
    JOURNEYS,
    LINKS,
    NEEDED,
    ORDERS,
    PEOPLE,
    RESPONSES,
    STAGES,
    TOUCHES,
    UNKNOWN,
)  # fmt: skip
from winnow.measure.exports.files import Found, Refused, gather
from winnow.measure.exports.guess import guess
from winnow.measure.exports.joined import Joined, joined
from winnow.measure.exports.keys import Aliases
from winnow.measure.exports.mapping import FileMap, Stated, checked, written
from winnow.measure.exports.rows import Pieces
from winnow.measure.exports.sheets import Sheet, open_sheet
from winnow.measure.exports.typed import Typed, typed
from winnow.measure.exports.words import Meaning

LOOKED_AT = 2_000  # rows that the guess sees
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Role:
    """What one file was taken for: its mapping, the meanings of its words, its rows, what was refused and noted."""

    file: FileMap
    rows: int
    words: Mapping[str, Mapping[str, Meaning]] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The role as plain data."""
        file = self.file
        columns = [
            {"field": name, "columns": list(one.columns), "sure": one.sure, "why": one.why}
            for name, one in file.columns.items()
        ]
        words = {
            name: {text: {"means": one.word, "sure": one.sure} for text, one in meanings.items()}
            for name, meanings in self.words.items()
        }
        return {
            "file": file.name, "role": file.role, "system": file.system, "sure": file.sure, "why": file.why,
            "rows": self.rows, "columns": columns, "words": words, "questions": list(self.asked),
            "notes": list(self.notes),
        }  # fmt: skip


@dataclass(frozen=True)
class Export:
    """What files of other systems tell.

    `tables` are canonical (winnow.measure.canonical): those with rows, their required columns and those that say
    anything; `rows` counts them. `known` is what metrics must go by: a required column may still be empty. `unused`
    and `doubtful` have file, row (line of a text, row of a sheet; 0 for the whole file) and reason: rows left out, and
    rows used that look wrong. `questions` must be answered in the mapping before the columns they name can be used.
    """

    tables: Mapping[str, pl.LazyFrame]
    rows: Mapping[str, int]
    known: Known
    roles: tuple[Role, ...]
    unused: pl.DataFrame
    doubtful: pl.DataFrame
    questions: tuple[str, ...]
    notes: tuple[str, ...]

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables in memory."""
        return {name: frame.collect() for name, frame in self.tables.items()}

    def mapping(self) -> str:
        """The mapping that was followed, as the text file that `parse` reads."""
        return written(
            [
                (role.file, {key: {text: (one.word, one.sure) for text, one in words.items()}
                             for key, words in role.words.items()})
                for role in self.roles
            ]
        )  # fmt: skip


@dataclass
class _Reading:
    """The files while they are read."""

    work: Path
    stated: Stated
    progress: Progress
    typed: list[Typed] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    unused: list[tuple[str, int, str]] = field(default_factory=list)


def read(
    paths: Iterable[str | Path],
    mapping: Stated | None = None,
    *,
    progress: Progress | None = None,
    folder: str | Path | None = None,
) -> Export:
    """Read files, folders and archives as canonical tables; what `mapping` does not name is guessed.

    With `folder` the tables are written there as `<table>.parquet` and never held in memory. Files that cannot be
    read are no error: they and each row that cannot be used are told in `unused`. Raises MappingError for a mapping
    that names columns which are not there.
    """
    with tempfile.TemporaryDirectory(prefix="winnow-audit-") as temporary:
        work = Path(temporary)
        reading = _Reading(work, mapping or Stated(), progress or (lambda *_: None))
        gathered = gather(paths, work)
        reading.unused += [(name, 0, why) for name, why in gathered.refused]
        for place, found in enumerate(gathered.files):
            reading.progress(found.name, place, len(gathered.files))
            _take(reading, found)
        reading.progress("", len(gathered.files), len(gathered.files))
        pieces = _pieces(reading)
        return _export(reading, pieces, joined(pieces, reading.unused, Path(folder) if folder else None))


def _take(reading: _Reading, found: Found) -> None:
    """Open one file and read the columns that matter."""
    stated = reading.stated.of(found.name)
    options = {"encoding": stated.encoding, "delimiter": stated.delimiter} if stated else {}
    try:
        sheet = open_sheet(found, reading.work, **options)
        file = checked(stated, sheet.headers) if stated else _guessed(sheet, reading.stated)
        file = replace(file, name=found.name)
        reading.unused += [(found.name, row, why) for row, why in sheet.unused if file.role != UNKNOWN]
        if file.role == UNKNOWN:
            rows = sheet.frame.select(pl.len()).collect().item()
            reading.roles.append(Role(file, rows, notes=tuple(sheet.notes)))
            return
        _read(reading, sheet, file)
    except Refused as refused:
        reading.unused.append((found.name, 0, str(refused)))
    except (pl.exceptions.PolarsError, OSError) as error:
        reading.unused.append(
            (found.name, 0, f"This file cannot be read: {str(error).splitlines()[0][:200]}")
        )


def _guessed(sheet: Sheet, stated: Stated) -> FileMap:
    sample = sheet.frame.head(LOOKED_AT).collect()
    return replace(guess(sheet.name, sheet.headers, sample), timezone=stated.timezone)


def _read(reading: _Reading, sheet: Sheet, file: FileMap) -> None:
    one = typed(sheet, file, reading.work)
    lacking = [name for name in NEEDED[file.role] if name not in one.fields]
    why = f"It has nothing usable for {' and '.join(lacking)}, without which {file.role} say nothing."
    if lacking:
        reading.unused.append((file.name, 0, " ".join([why, *one.asked])))
    else:
        reading.typed.append(one)
    questions = tuple(f"{file.name}: {question}" for question in one.asked)
    reading.roles.append(Role(file, one.rows, one.words, questions, (*sheet.notes, *one.notes)))


def _pieces(reading: _Reading) -> Pieces:
    """All files as pieces of canonical tables: first whom there is, then what happened."""
    out, aliases = Pieces(), Aliases()
    by_role = {role: [one for one in reading.typed if one.file.role == role] for role in NEEDED}
    nobody = not by_role[INQUIRIES]
    for one in by_role[INQUIRIES]:
        deals.inquiries(one, out, aliases, sold_elsewhere=bool(by_role[DEALS] or by_role[ORDERS]))
    for one in by_role[LINKS]:
        activity.links(one, aliases)
    for one in by_role[DEALS]:
        deals.deals(one, out, aliases, alone=nobody)
    alone = nobody and not by_role[DEALS]
    for role, build in (
        (STAGES, deals.stages),
        (ORDERS, deals.orders),
        (RESPONSES, activity.responses),
        (TOUCHES, activity.touches),
    ):
        for one in by_role[role]:
            build(one, out, aliases, alone=alone)
    for role, make in (
        (CAMPAIGNS, activity.campaigns),
        (COSTS, activity.costs),
        (PEOPLE, activity.people),
        (JOURNEYS, activity.journeys),
        (EVENT_LOG, eventlog.event_log),
    ):
        for one in by_role[role]:
            make(one, out)
    return out


def _export(reading: _Reading, pieces: Pieces, found: Joined) -> Export:
    zones = {one.file.name: _zones(one) for one in reading.typed}
    notes = [*pieces.notes, *found.notes]
    if {"named", "none"} <= set(zones.values()):
        without = ", ".join(name for name, kind in zones.items() if kind == "none")
        said = "Some files name the time zone of their times and others do not"
        ask = "those were read as UTC. Say `timezone` in the mapping, or times between files will be wrong."
        notes.insert(0, f"{said} ({without}): {ask}")
    return Export(
        {name: found.tables[name] for name in TABLES if name in found.tables},
        found.rows,
        found.known,
        tuple(reading.roles),
        found.unused,
        found.doubtful,
        tuple(question for role in reading.roles for question in role.asked),
        tuple(dict.fromkeys(notes)),
    )


def _zones(one: Typed) -> str:
    if any("name no time zone" in note for note in one.notes):
        return "none"
    return "named" if one.clocked else ""
