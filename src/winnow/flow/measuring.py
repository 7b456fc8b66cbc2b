"""Figures of Winnow's own database: its rows as canonical tables, and from these the facts that pages show.

The worker brings them up to date when something has happened, the more rarely the longer it takes: what a page shows
is as old as it says. It goes on in a process of its own, so that no clock waits for a figure.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from winnow.config.home import home, put
from winnow.followup.calendars import calendar_of
from winnow.followup.worktime import openings
from winnow.people.models import Team, User
from winnow.procedure.holidays import holidays_between
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure

FOLDER = "measure"
FORGOTTEN = "forget"  # a file that asks for it
NEEDED = ("duckdb", "ibis", "polars")  # the extra `measure`
SOONEST, LATEST = timedelta(minutes=1), timedelta(minutes=30)  # from the end of one round to the next
REST = 10  # times as long as it took
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """One round: as of when the facts are, when it ended, seconds it took, prospects and parts written."""

    as_of: str
    ended_at: str
    seconds: float
    prospects: int
    parts: int


def place() -> Path:
    """Where this installation keeps its tables and facts."""
    return home() / FOLDER


def is_possible() -> bool:
    """Whether the extra `measure` is installed."""
    return all(find_spec(name) for name in NEEDED)


def is_wanted() -> bool:
    """Whether the worker does it: not where WINNOW_MEASURE=0 leaves it to `winnow measure refresh`."""
    return os.environ.get("WINNOW_MEASURE") != "0" and is_possible()


def is_due(now: datetime) -> bool:
    """Whether something has happened that the facts do not tell yet, and the last round is long enough ago.

    After an upgrade at once: what the version before kept is not shown.
    """
    from winnow.measure.shown import newest

    last = last_round()
    if last and newest(place()) is None:
        return True
    if last:
        rest = min(max(timedelta(seconds=REST * last.seconds), SOONEST), LATEST)
        if now < datetime.fromisoformat(last.ended_at) + rest:
            return False
    from winnow.measure.snapshot import parts

    return parts.is_new(place())


def last_round() -> Refreshed | None:
    """What the last round said."""
    try:
        return Refreshed(**json.loads((place() / "last.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def refresh(now: datetime) -> Refreshed | None:
    """Bring tables and facts up to date; None if another process is at it."""
    place().mkdir(mode=0o700, exist_ok=True)
    with _alone() as alone:
        done = _refreshed(now) if alone else None
        return None if alone and _forget_if_asked() else done


def forget() -> None:
    """Remove all that is kept of prospects, now or when the round that goes on ends: the next one writes it anew."""
    if not place().exists():
        return
    (place() / FORGOTTEN).touch()
    with _alone() as alone:
        if alone:
            _forget_if_asked()


def _forget_if_asked() -> bool:
    """A round that began before an erasure may have read what it erased."""
    if not (place() / FORGOTTEN).exists():
        return False
    shutil.rmtree(place() / "tables", ignore_errors=True)
    for folder in place().glob("facts-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("state.json", "last.json", FORGOTTEN):
        (place() / name).unlink(missing_ok=True)
    return True


class Aside:
    """The round that goes on beside the worker, in a process of its own."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def look_after(self, now: datetime) -> None:
        """Start a round when one is due and none is going on."""
        if self.process and self.process.poll() is None:
            return
        self.process = None
        if is_wanted() and is_due(now):
            command = [sys.executable, "-m", "winnow.cli.main", "measure", "refresh", "--json"]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603

    def end(self) -> None:
        """Give up what goes on; what is half done is begun anew."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def _refreshed(now: datetime) -> Refreshed:
    from winnow.measure.engines import duckdb
    from winnow.measure.facts import gather
    from winnow.measure.kept import keep
    from winnow.measure.shown import FACTS, clear
    from winnow.measure.snapshot import parts

    began = time.monotonic()
    procedure = in_force(now)[1]
    written = parts.refresh(place(), procedure.company.currency)
    connection = duckdb.connect(temporary=str(place()))
    tables = duckdb.open_folder(place() / "tables", as_of=now, connection=connection)
    since = tables.inquiries.at.min().execute()
    hours = _hours(procedure, since, now)
    facts = gather(tables, hours, zone=procedure.hours["default"].timezone)
    folder = place() / f"{FACTS}{now.astimezone(UTC):%Y%m%dT%H%M%S%f}"
    keep(facts, folder, lambda fresh: _answer_pages(fresh, connection))
    clear(place())
    count = int(facts.prospects.count().execute())
    seconds = time.monotonic() - began
    ended = now + timedelta(seconds=seconds)
    done = Refreshed(now.isoformat(), ended.isoformat(), seconds, count, written)
    _keep(done)
    return done


def _answer_pages(folder: Path, connection: Any) -> None:
    """Work the pages out from the facts of a folder, and keep how they were asked for whoever narrows them."""
    from winnow.measure.figures import asked
    from winnow.measure.kept import read, remember

    facts = read(folder, connection)
    asked.keep(facts, folder, _teams())
    remember(facts, folder)


def _hours(procedure: Procedure, since: Any, now: datetime) -> Any:
    """The opening hours of all teams since the first inquiry."""
    from winnow.measure.engines.opening import instant
    from winnow.measure.working_hours import EVERYBODY
    from winnow.measure.working_hours import openings as as_table

    first = (instant(int(since)) if since is not None and since == since else now).date() - A_DAY
    last = now.date() + A_DAY
    teams = {name: name for name in Team.objects.values_list("name", flat=True) if name in procedure.hours}
    named = {EVERYBODY: "default", **teams}
    days = {
        name: calendar_of(hours, holidays_between(hours, first.year, last.year))
        for name, hours in procedure.hours.items()
    }
    return as_table({team: openings(days[hours], first, last) for team, hours in named.items()}, now)


def _teams() -> list[tuple[str, ...]]:
    """The ids of the people of each team, for the managers who answer for them."""
    people = User.objects.filter(team__isnull=False).order_by("id").values_list("team_id", "id")
    found: dict[int, list[str]] = {}
    for team, person in people:
        found.setdefault(team, []).append(str(person))
    return [tuple(one) for one in found.values()]


@contextmanager
def _alone() -> Iterator[bool]:
    with (place() / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _keep(done: Refreshed) -> None:
    put(place() / "last.json", lambda draft: draft.write_text(json.dumps(asdict(done))))
