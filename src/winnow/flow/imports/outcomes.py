"""Histories with outcomes: verdicts, orders and ends with their own dates, on prospects that are known already."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from winnow import tables
from winnow.flow.imports import opening
from winnow.flow.imports.ending import Endings, already_there, unlawful
from winnow.flow.imports.files import place_of
from winnow.flow.imports.whose import prospects_of
from winnow.flow.scene import Refused, Scene
from winnow.intake import actions as intake
from winnow.intake.arrival import Arrival, reasons_of
from winnow.intake.import_outcomes import MATCHES, WORDS, Ended, OutcomeOptions, outcome_reader
from winnow.intake.import_rows import Options
from winnow.intake.inquiry import Raw
from winnow.intake.models import Import
from winnow.intake.presets import MappingError, apply
from winnow.procedure.queries import in_force
from winnow.prospects.words import Channel


def settle(path: Path, options: OutcomeOptions) -> OutcomeOptions:
    """Check every word against the file and settle how it is read. Raises Refused with what to say instead."""
    if options.match not in MATCHES:
        raise Refused(f"Rows are matched by {', '.join(MATCHES)}, as in --match external_id=COLUMN.")
    for said, word in options.words.items():
        if word.partition("/")[0] not in WORDS:
            raise Refused(f"“{said}” cannot become “{word}”: choose one of {', '.join(WORDS)}.")
    try:
        ZoneInfo(options.timezone)
    except (ValueError, LookupError, OSError) as error:
        raise Refused(f"{options.timezone!r} is no time zone.") from error
    table = opening.open_table(path, Options(encoding=options.encoding, delimiter=options.delimiter))
    if table.question and not options.encoding:
        raise Refused(f"{table.question} Say it with --encoding.")
    for column in options.columns:
        if column not in table.headers:
            _name_the_nearest(column, table.headers)
    stored = options.as_json() | {"encoding": table.encoding, "delimiter": table.delimiter}
    return OutcomeOptions(**stored)


def _name_the_nearest(column: str, headers: tuple[str, ...]) -> None:
    try:
        apply({"notes": column}, headers)
    except MappingError as error:
        raise Refused(str(error)) from error
    exact = next(header for header in headers if header.casefold() == column.casefold())
    raise Refused(f"The column is written {exact!r}.")


def chunks(row: Import, size: int) -> Iterator[list[Ended]]:
    """What the rows say, after those that are done."""
    options = OutcomeOptions(**row.options)
    table = tables.read(place_of(row.path), encoding=options.encoding, delimiter=options.delimiter)
    read = outcome_reader(options, table.headers)
    rows = islice(table, row.rows_done, None)
    while part := list(islice(rows, size)):
        yield [read(*one) for one in part]


def write(row: Import, chunk: Sequence[Ended], now: datetime) -> Counter[str]:
    """Bring one chunk's outcomes to their prospects; what cannot be brought is kept with its reason."""
    options = OutcomeOptions(**row.options)
    counts: Counter[str] = Counter()
    rejected = [(one, one.problem) for one in chunk if one.problem]
    whose = prospects_of(options, [one.key for one in chunk if not one.problem])
    found: list[tuple[Ended, int]] = []
    for one in chunk:
        if not one.problem:
            prospects = whose.get(one.key, ())
            if len(prospects) == 1:
                found.append((one, prospects[0]))
            else:
                rejected.append((one, _not_one(options, one.key, len(prospects))))
    scene = Scene.of({prospect for _, prospect in found}, now=now)
    endings = Endings(scene, row, options)
    for wave in _waves(found):
        lawful = []
        for one, prospect in wave:
            if problem := unlawful(scene, one, prospect):
                rejected.append((one, problem))
            elif already_there(one, scene.row(prospect), endings.orders):
                counts["already"] += 1
            else:
                lawful.append((one, prospect))
        endings.bring(lawful)
        counts["accepted"] += len(lawful)
    counts["repeated"] = counts["already"]
    counts["rejected"] = len(rejected)
    _keep(row, rejected, now)
    return counts


def _waves(found: Sequence[tuple[Ended, int]]) -> Iterator[list[tuple[Ended, int]]]:
    """Rows of the same prospect one after the other, all others together."""
    waves: defaultdict[int, list[tuple[Ended, int]]] = defaultdict(list)
    times: Counter[int] = Counter()
    for one, prospect in found:
        waves[times[prospect]].append((one, prospect))
        times[prospect] += 1
    return iter([waves[number] for number in sorted(waves)])


def _not_one(options: OutcomeOptions, key: str, count: int) -> str:
    what = f"{options.match.replace('_', ' ')} “{key[:80]}”"
    if count:
        return f"{count} prospects have the {what}: say which with --source."
    return f"No prospect with the {what} is known{f' from {options.source}' if options.source else ''}."


def _keep(row: Import, rejected: Sequence[tuple[Ended, str]], now: datetime) -> None:
    """Rejected rows, with their reasons; they are no inquiries, so they carry no fields to be sent again."""
    if not rejected:
        return
    version, _ = in_force(now)
    arrivals = [
        Arrival(place, _raw(one.payload), now, status="rejected", held_reasons=reasons_of([problem]))
        for place, (one, problem) in enumerate(rejected)
    ]
    numbers = [one.number for one, _ in rejected]
    intake.hold(arrivals, now=now, version=version, batch=row.pk, rows=numbers)


def _raw(payload: Any) -> Raw:
    return Raw(fields={}, payload=payload, channel=Channel.LIST, door="import", source="outcomes")
