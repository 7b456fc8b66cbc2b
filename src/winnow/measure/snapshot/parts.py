"""The snapshot's files. What grows is kept in parts of many ids: of these only the newest are written anew, and those
in which a row was merged, undone or withdrawn since.

    tables/inquiries.parquet/000.parquet …   touches, stages likewise
    tables/orders.parquet …                  small ones whole
    state.json                               how far Events were read
"""

import json
import shutil
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from winnow.config.home import put
from winnow.measure.snapshot import reading
from winnow.measure.snapshot.tables import Source, sources
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Inquiry, Touch

PART = 200_000  # ids
FRESH = 2  # of the newest parts are always written: ids may be given out before they are written
CHANGES = (
    Kind.MERGED,
    Kind.UNMERGED,
    Kind.WITHDRAWN,
    Kind.TAKEN_BACK,
    Kind.ERASED,
)  # of what was told before
MODELS: dict[str, Any] = {"inquiries": Inquiry, "touches": Touch, "stages": Event}
FORMAT = 1
OVERLAP = 10_000  # Events read once more: a lower number may have been written after a higher one


@dataclass(frozen=True, slots=True)
class State:
    """How far the parts tell what happened, and which Events were taken back."""

    event: int = 0
    undone: tuple[int, ...] = ()


def refresh(folder: Path, currency: str) -> int:
    """Bring the tables of a folder up to date; the parts written. Needs one process at a time.

    `currency`: of what people cost an hour.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = _state(folder)
    if state is None:
        shutil.rmtree(folder / "tables", ignore_errors=True)
        state = State()
    until = Event.objects.aggregate(at=Max("id"))["at"] or 0
    merged, news = reading.merged_into(), _changes(state.event)
    changed = {event.prospect_id for event in news if event.prospect_id}
    undone = frozenset(state.undone).union(*(event.data.get("undoes", ()) for event in news))
    written = 0
    for source in sources():
        place = _made(folder / "tables" / f"{source.name}.parquet")
        for number in _due(source, place, changed):
            rows = reading.part(source, number * PART, (number + 1) * PART, merged, undone)
            put(place / f"{number:03}.parquet", rows.write_parquet)
            written += 1
    for name, rows in reading.small(merged, currency):
        put(folder / "tables" / f"{name}.parquet", rows.write_parquet)
    _keep(folder, State(until, tuple(sorted(undone))))
    return written


def is_new(folder: Path) -> bool:
    """Whether anything has happened since the tables were brought up to date."""
    state = _state(folder)
    newest = Event.objects.aggregate(at=Max("id"))["at"] or 0
    return state is None or newest != state.event


def _due(source: Source, place: Path, changed: Collection[int]) -> list[int]:
    """The numbers of the parts that are not there yet, are young, or hold rows of changed prospects."""
    ids = MODELS[source.name].objects.aggregate(first=Min("id"), last=Max("id"))
    first, last = (ids["first"] or 0) // PART, (ids["last"] or 0) // PART
    wanted = {number for number in range(first, last + 1) if not (place / f"{number:03}.parquet").exists()}
    wanted |= set(range(max(first, last - FRESH + 1), last + 1))
    return sorted(wanted | _parts_of(source, changed))


def _parts_of(source: Source, changed: Collection[int]) -> set[int]:
    if not changed:
        return set()
    rows = MODELS[source.name].objects.filter(prospect_id__in=changed)
    return {number // PART for number in rows.values_list("id", flat=True).iterator()}


def _changes(since: int) -> list[Event]:
    """The Events by which something that was told before is no longer so."""
    rows = Event.objects.filter(id__gt=since - OVERLAP, kind__in=CHANGES).only("prospect_id", "data")
    return list(rows.order_by("id").iterator())


def _made(place: Path) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    return place


def _state(folder: Path) -> State | None:
    """None if the tables are of another format, or of another database."""
    try:
        told = json.loads((folder / "state.json").read_text())
    except (OSError, ValueError):
        return None
    if (told.get("format"), told.get("database")) != (FORMAT, _database()):
        return None
    return State(told["event"], tuple(told["undone"]))


def _keep(folder: Path, state: State) -> None:
    told = json.dumps({**asdict(state), "format": FORMAT, "database": _database()})
    put(folder / "state.json", lambda draft: draft.write_text(told))


def _database() -> str:
    """What tells one database from another that the same folder may be asked about later."""
    given = connection.settings_dict
    return "|".join(str(given.get(name) or "") for name in ("ENGINE", "HOST", "PORT", "NAME"))
