"""The dry run: every row passes the same steps as in the run, up to the point where something would be written."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from winnow.flow.imports import opening
from winnow.flow.imports.running import WORTH_A_PROCESS
from winnow.flow.imports.seen import Seen
from winnow.intake import sieve
from winnow.intake.arrival import Arrival
from winnow.intake.import_reading import CHUNK, ChunksAhead, Source, chunks
from winnow.intake.import_rows import Entry, Options
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure

EXAMPLES = 5  # of each reason, by row number
REASONS = 50
QUOTED = re.compile(r"“[^”]*”|'[^']*'|\"[^\"]*\"")
ROW = re.compile(r"^Row \d+")


@dataclass
class Tried:
    """What a run would do: rows by status, why rows would be held back, which campaigns it would make."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    campaigns: Counter[str] = field(default_factory=Counter)
    why: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    times: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        reasons = [
            {"status": status, "reason": reason, "rows": count, "examples": self.why[status, reason]}
            for (status, reason), count in self.times.most_common(REASONS)
        ]
        counts = {name: self.counts[name] for name in ("accepted", "repeated", "already", "quarantined")}
        return {
            "rows": self.rows, **counts, "rejected": self.counts["rejected"], "reasons": reasons,
            "channels": dict(self.channels.most_common()), "campaigns": dict(self.campaigns.most_common(REASONS)),
        }  # fmt: skip

    def hold(self, status: str, reason: str, number: int) -> None:
        """Note one row that would be held back; names and figures in its reason make it no other reason."""
        key = (status, ROW.sub("The row", QUOTED.sub("“…”", reason)))
        self.times[key] += 1
        examples = self.why.setdefault(key, [])
        if len(examples) < EXAMPLES:
            examples.append(number)


def dry_run(path: Path, options: Options, now: datetime, most: int | None = None) -> Tried:
    """What a run at `now` would do with the first `most` rows (None: all). Reads only. Raises Refused as `start`."""
    opened = opening.complete(path, options)
    _, procedure = in_force(now)
    source = Source(path, opened.options, procedure.company.country)
    read = ChunksAhead if path.stat().st_size > WORTH_A_PROCESS else chunks
    tried = Tried(said=opened.said)
    with Seen() as seen, closing(read(source, 0)) as parts:  # type: ignore[type-var]
        _try_all(islice(parts, most and -(-most // CHUNK)), tried, seen, opened.options, procedure, now)
    return tried


def _try_all(
    parts: Iterator[list[Entry]],
    tried: Tried,
    seen: Seen,
    options: Options,
    procedure: Procedure,
    now: datetime,
) -> None:
    for chunk in parts:
        tried.rows += len(chunk)
        good = [one for one in chunk if not one.problem]
        for one in chunk:
            if one.problem:
                tried.counts["rejected"] += 1
                tried.hold("rejected", one.problem, one.number)
        arrivals = _sieved(good, seen, procedure, now)
        if options.skip_known:
            sieve.leave_out_known([one for one in arrivals if one.status in ("accepted", "repeated")])
        _count(tried, good, arrivals)


def _sieved(good: Sequence[Entry], seen: Seen, procedure: Procedure, now: datetime) -> list[Arrival]:
    """The steps of `flow.receive` before it writes; what it would write is remembered in `seen`."""
    ahead = [one.cleaned for one in good if one.cleaned is not None]
    arrivals = sieve.understand([one.raw for one in good], procedure, now, ahead)
    sieve.hold_back(arrivals, procedure)
    sieve.set_aside_known(arrivals, seen.already)
    passed = [one for one in arrivals if one.status == "accepted"]
    sieve.recognise(passed, seen.known)
    seen.remember(passed)
    return arrivals


def _count(tried: Tried, good: Sequence[Entry], arrivals: Sequence[Arrival]) -> None:
    for entry, one in zip(good, arrivals, strict=True):
        repeats = one.status == "accepted" and (one.person or not one.is_first_of_person)
        tried.counts["repeated" if repeats or one.status == "already" else one.status] += 1
        tried.counts["already"] += one.status == "already"
        for reason in one.held_reasons:
            tried.hold(one.status, str(reason["detail"]), entry.number)
        if one.status == "accepted":
            tried.channels[one.raw.channel] += 1
            tried.campaigns[one.raw.campaign] += 1
