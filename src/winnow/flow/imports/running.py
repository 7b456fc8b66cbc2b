"""The run: chunk by chunk, each one transaction, so that a kill at any point loses and doubles nothing."""

import gc
import logging
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction

from winnow.flow.imports import errors, lease, outcomes
from winnow.flow.imports.ahead import made_ready, one_after_the_other
from winnow.flow.imports.files import place_of
from winnow.flow.imports.lease import Clock, Lost
from winnow.flow.imports.patience import patiently
from winnow.flow.intake import Terms, receive
from winnow.flow.privacy.lists import without_erased
from winnow.flow.scene import Refused
from winnow.intake import actions as intake
from winnow.intake.arrival import Arrival, reasons_of
from winnow.intake.import_reading import CHUNK, ChunksAhead, Source, chunks
from winnow.intake.import_rows import Entry, Options
from winnow.intake.models import Import
from winnow.intake.sieve import NOTHING_FORESEEN, Foreseen
from winnow.procedure.queries import in_force
from winnow.prospects.settling import settle
from winnow.prospects.transitions import Actor

log = logging.getLogger("winnow.imports")

COUNTED = ("accepted", "repeated", "quarantined", "rejected", "already")
UNFINISHED = ("waiting", "running", "failed")
CHUNKS_TO_COLLECT = 20
YOUNG = 1  # generation: what came since the last look; all that is loaded takes a tenth of a second
TURN = 0.0002  # seconds
WORTH_SETTLING = 5_000  # rows
WORTH_A_PROCESS = 1 << 20  # bytes; a smaller file is read faster than a second process starts

Progress = Callable[[Import], object]


class Stop(Exception):
    """Raised by whoever watches a run: it ends after this chunk and waits to be gone on with."""


def run(number: int, clock: Clock, progress: Progress | None = None) -> Import:
    """Run an import from where it stands to its end. Raises Refused if it is finished, in other hands, or stops.

    What stops it (an unreadable file, a full disk) is kept as its error; what was written before stays and counts.
    """
    row = lease.take(number, UNFINISHED, "running", clock())
    try:
        _Run(row, clock).to_the_end(progress)
    except Lost as error:
        raise Refused(f"Import {number} was taken over by another process.") from error
    except Stop:
        lease.leave(row, status="waiting")
    except KeyboardInterrupt:
        lease.leave(row)  # stays running: it is gone on with by hand
        raise
    except Exception as error:
        lease.leave(row, status="failed", error=str(error)[:2_000])
        log.warning("import %s stopped after %s rows: %r", row.pk, row.rows_done, error)
        raise Refused(
            f"Import {number} stopped after {row.rows_done:,} rows: {str(error).rstrip('.')}. "
            f"Nothing is lost: put that right, then go on with `winnow import resume {number}`."
        ) from error
    return row


@contextmanager
def _handing_over_quickly() -> Iterator[None]:
    """The thread that sends rows to the server works for microseconds at a time: it need not wait for milliseconds
    until this one lets it, in which the server would have nothing to do."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _rarely_collecting(number: int) -> Iterator[None]:
    """Values of a chunk hold no cycles, so to look for any at every turn costs a fifth of the time for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        if number % CHUNKS_TO_COLLECT == 0:
            gc.collect(YOUNG)


class _Run:
    """One process at work on one import."""

    def __init__(self, row: Import, clock: Clock) -> None:
        self.row, self.clock, self.since = row, clock, clock()

    def to_the_end(self, progress: Progress | None) -> None:
        parts = self._parts()
        with _handing_over_quickly(), closing(parts):  # and with them the process that reads ahead
            for number, (chunk, foreseen) in enumerate(parts, start=1):
                with _rarely_collecting(number):
                    self._apply(chunk, foreseen)
                if progress:
                    progress(self.row)
        patiently(self._end)

    def _end(self) -> None:
        path = errors.write_file(self.row)
        rows = self.row.rows_done
        if rows >= WORTH_SETTLING:
            settle()
        lease.leave(self.row, status="done", rows=rows, errors_path=path, finished_at=self.clock())

    def _parts(self) -> "Generator[tuple[list[Any], Foreseen]]":
        """The rest of the file in chunks."""
        row, path = self.row, place_of(self.row.path)
        if not path.exists():
            raise Refused("Its file is gone from the folder imports.")
        if row.kind == "outcomes":
            return one_after_the_other(outcomes.chunks(row, CHUNK))
        source = Source(path, Options.of(row.options), in_force(self.since)[1].company.country)
        if path.stat().st_size > WORTH_A_PROCESS:
            return made_ready(ChunksAhead(source, row.rows_done))
        return one_after_the_other(chunks(source, row.rows_done))

    def _apply(self, chunk: list[Any], foreseen: Foreseen) -> None:
        """One chunk and its counters, together or not at all; tried again if something passing was in the way."""
        tries = count()

        def write() -> None:
            again = next(tries)
            if not (again and self._is_written(chunk)):
                self._once(chunk, NOTHING_FORESEEN if again else foreseen)

        patiently(write)

    def _is_written(self, chunk: list[Any]) -> bool:
        """A connection lost at the commit does not say whether there was one; the counter of rows does."""
        mine = Import.objects.filter(pk=self.row.pk, held_by=lease.me())
        if not mine.filter(rows_done=self.row.rows_done + len(chunk)).exists():
            return False
        self.row.refresh_from_db()
        return True

    def _once(self, chunk: list[Any], foreseen: Foreseen) -> None:
        row, now = self.row, self.clock()
        with transaction.atomic():
            if row.kind == "outcomes":
                counts = outcomes.write(row, chunk, now)
            else:
                counts = write_entries(row, chunk, now, foreseen)
            values: dict[str, Any] = {name: getattr(row, name) + counts[name] for name in COUNTED}
            values["rows_done"] = row.rows_done + len(chunk)
            values["seconds"] = row.seconds + (now - self.since).total_seconds()
            lease.renew(row, now, expected=row.rows_done, values=values)
        self.since = now
        for name, value in values.items():
            setattr(row, name, value)


def write_entries(
    row: Import, chunk: list[Entry], now: datetime, foreseen: Foreseen = NOTHING_FORESEEN
) -> Counter[str]:
    """Take in the rows that are inquiries and keep the others with what is wrong with them; counts by status."""
    options = Options.of(row.options)
    chunk = without_erased(chunk, in_force(now)[1].company.country)
    good = [one for one in chunk if not one.problem]
    terms = Terms(
        Actor("import", row.created_by_id),
        history=not options.clocks,
        skip_known=options.skip_known,
        batch=row.pk,
        rows=tuple(one.number for one in good),
    )
    ahead = [one.cleaned for one in good if one.cleaned is not None]
    received = receive([one.raw for one in good], now=now, terms=terms, ahead=ahead, foreseen=foreseen)
    counts = Counter(str(one.status) for one in received)
    counts["repeated"] += counts["already"]
    bad = [one for one in chunk if one.problem]
    counts["rejected"] += len(bad)
    reject(row, [(one.number, one.problem, one.raw) for one in bad], now)
    return counts


def reject(row: Import, rows: list[tuple[int, str, Any]], now: datetime) -> None:
    """Keep rows that never became inquiries, each with its number and reason."""
    arrivals = [
        Arrival(place, raw, now, status="rejected", held_reasons=reasons_of([problem]))
        for place, (_, problem, raw) in enumerate(rows)
    ]
    if arrivals:
        version, _ = in_force(now)
        numbers = [number for number, _, _ in rows]
        intake.hold(arrivals, now=now, version=version, batch=row.pk, rows=numbers)
