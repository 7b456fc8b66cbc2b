"""Facts kept as a file, so that pages over millions of rows answer at once, with what is known of them beside it.

A folder is complete or not there: it is written beside its place and moved into it, the old one after that is gone.
One that other code wrote, before an upgrade, counts as not there: its figures may be of another shape.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from winnow.measure.canonical import Known
from winnow.measure.edition import edition, is_ours
from winnow.measure.engines.duckdb import open_file, write
from winnow.measure.engines.remembered import Remembered
from winnow.measure.facts import Facts

TABLES = (
    "prospects", "orders", "ordered", "ways", "efforts", "dispositions", "decisions", "outlook",
    "campaigns", "costs", "people",
)  # fmt: skip
FILE = "facts.duckdb"
QUESTIONS = "questions.json"
READY = ("prospects", "efforts", "dispositions", "ways")  # `gather` has kept these already


def keep(facts: Facts, folder: str | Path, beside: Callable[[Path], object] | None = None) -> None:
    """Write facts of DuckDB to a folder, in place of those there; `beside` writes more into it before it is there."""
    place = Path(folder)
    fresh, old = place.with_name(f"{place.name}.new"), place.with_name(f"{place.name}.old")
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    fresh.mkdir(parents=True)
    connection = facts.prospects.get_backend()
    write(connection, {name: getattr(facts, name) for name in TABLES}, fresh / FILE, coded=("prospects",))
    (fresh / "facts.json").write_text(json.dumps(_told(facts)))
    if beside:
        beside(fresh)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def kept(folder: str | Path, connection: Any) -> Facts | None:
    """The facts of a folder, read by an engine's connection; None if there are none that this code wrote."""
    place = Path(folder)
    return read(place, connection) if is_ours(place / "facts.json") else None


def read(place: Path, connection: Any) -> Facts:
    """The facts of a folder that this code wrote."""
    told = json.loads((place / "facts.json").read_text())
    tables = open_file(connection, place / FILE, TABLES)
    columns = {table: frozenset(names) for table, names in told["columns"].items()}
    known = Known(columns, frozenset(told["only_days"]))
    facts = Facts(**tables, as_of=datetime.fromisoformat(told["as_of"]), known=known, zone=told["zone"])
    object.__setattr__(facts, "remembered", Remembered(facts, connection, TABLES, _texts(place)))
    return facts


def remember(facts: Facts, folder: Path) -> None:
    """Write beside the facts how they were asked, so that who reads them need not put it into SQL again."""
    (folder / QUESTIONS).write_text(json.dumps(facts.remembered.texts))


def _texts(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / QUESTIONS).read_text()))
    except (OSError, ValueError):
        return {}


def settled(facts: Facts) -> Facts:
    """The same with every table worked out and kept by the engine until the facts are let go."""
    left = [name for name in TABLES if name not in READY]
    ready = {name: getattr(facts, name).cache() for name in left}
    return replace(facts, **ready, held=(*facts.held, *ready.values()))


def _told(facts: Facts) -> dict[str, Any]:
    return {
        "edition": edition(),
        "as_of": facts.as_of.isoformat(),
        "zone": facts.zone,
        "columns": {table: sorted(names) for table, names in facts.known.columns.items()},
        "only_days": sorted(facts.known.only_days),
    }
