"""Facts kept as files, so that pages over millions of rows answer at once: one Parquet file a table, and what is known.

A folder is complete or not there: it is written beside its place and moved into it, the old one after that is gone.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from winnow.measure.canonical import Known
from winnow.measure.facts import Facts

TABLES = (
    "prospects", "orders", "ordered", "ways", "efforts", "dispositions", "decisions", "outlook",
    "campaigns", "costs", "people",
)  # fmt: skip
READY = ("prospects", "efforts", "dispositions", "ways")  # `gather` has kept these already
FORMAT = 2  # of the folder; another one is not read


def keep(facts: Facts, folder: str | Path, beside: Callable[[Path], object] | None = None) -> None:
    """Write the facts to a folder, in place of those there; `beside` writes more into it before it is there."""
    place = Path(folder)
    fresh, old = place.with_name(f"{place.name}.new"), place.with_name(f"{place.name}.old")
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name in TABLES:
        getattr(facts, name).to_parquet(fresh / f"{name}.parquet")
    (fresh / "facts.json").write_text(json.dumps(_told(facts)))
    if beside:
        beside(fresh)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def kept(folder: str | Path, connection: Any) -> Facts | None:
    """The facts of a folder, read by an engine's connection; None if there are none of this format."""
    place = Path(folder)
    if not (place / "facts.json").exists() or not is_readable(place):
        return None
    told = json.loads((place / "facts.json").read_text())
    tables = {name: connection.read_parquet(str(place / f"{name}.parquet")) for name in TABLES}
    columns = {table: frozenset(names) for table, names in told["columns"].items()}
    known = Known(columns, frozenset(told["only_days"]))
    return Facts(**tables, as_of=datetime.fromisoformat(told["as_of"]), known=known, zone=told["zone"])


def is_readable(folder: str | Path) -> bool:
    """Whether the facts of a folder are of the format that this version reads."""
    told = json.loads((Path(folder) / "facts.json").read_text())
    return bool(told["format"] == FORMAT)


def settled(facts: Facts) -> Facts:
    """The same with every table worked out and kept by the engine until the facts are let go."""
    left = [name for name in TABLES if name not in READY]
    ready = {name: getattr(facts, name).cache() for name in left}
    return replace(facts, **ready, held=(*facts.held, *ready.values()))


def _told(facts: Facts) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "as_of": facts.as_of.isoformat(),
        "zone": facts.zone,
        "columns": {table: sorted(names) for table, names in facts.known.columns.items()},
        "only_days": sorted(facts.known.only_days),
    }
