"""Opening a file for an import: which columns are what, and every question answered before a row is written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from winnow import tables
from winnow.flow.scene import Refused
from winnow.intake import presets
from winnow.intake.import_dates import order_of
from winnow.intake.import_rows import Options, missing_from
from winnow.intake.models import Mapping as Remembered
from winnow.prospects.words import Channel

LOOKED_AT = 2_000  # rows read to tell how dates are written


@dataclass(frozen=True)
class Opened:
    """A table with the options made complete, and what was decided by itself, in sentences."""

    table: tables.Table
    options: Options
    said: tuple[str, ...]


def open_table(path: Path, options: Options) -> tables.Table:
    """The table, or Refused with what is wrong with the file."""
    try:
        return tables.read(path, encoding=options.encoding, delimiter=options.delimiter)
    except tables.TableError as error:
        raise Refused(str(error)) from error


def complete(path: Path, options: Options) -> Opened:
    """Settle everything that was left open: encoding, delimiter, mapping, dates. Raises Refused if it cannot be."""
    _check_words(options)
    table = open_table(path, options)
    if table.question and not options.encoding:
        raise Refused(f"{table.question} Say it with --encoding.")
    options, said = _mapped(table, replace(options, encoding=table.encoding, delimiter=table.delimiter))
    try:
        presets.apply(options.mapping, table.headers)
    except presets.MappingError as error:
        raise Refused(str(error)) from error
    if problem := missing_from(options.mapping):
        raise Refused(f"{problem} {said} The file has the columns: {', '.join(table.headers)}. {HOW_TO_MAP}")
    return Opened(table, _dated(table, options), (*table.notes, said))


HOW_TO_MAP = "For example: --map email=COLUMN --map name=COLUMN."


def headers_hash(headers: tuple[str, ...]) -> str:
    """By this a confirmed mapping is remembered for other files of the same shape."""
    return sha256("\x1f".join(header.casefold() for header in headers).encode()).hexdigest()


def suggestion(headers: tuple[str, ...]) -> presets.Suggestion:
    """What somebody confirmed for such a file before, else a preset, else what the words above the columns say."""
    row = Remembered.objects.filter(header_hash=headers_hash(headers)).first()
    suggested = presets.suggest(headers)
    if row is None:
        return suggested
    why = "Columns are mapped as they were for the last file with these headers."
    return replace(suggested, mapping=dict(row.columns), why=why)


def _check_words(options: Options) -> None:
    if options.channel and options.channel not in list(Channel):
        raise Refused(f"There is no channel {options.channel!r}: {', '.join(Channel)}.")
    try:
        ZoneInfo(options.timezone)
    except (ValueError, LookupError, OSError) as error:
        raise Refused(
            f"{options.timezone!r} is no time zone. Write it as in Europe/Berlin or America/New_York."
        ) from error


def _mapped(table: tables.Table, options: Options) -> tuple[Options, str]:
    """The mapping as given, of the named preset with what was given on top, or as suggested."""
    try:
        if options.preset:
            found = presets.preset(options.preset, table.headers)
        elif options.mapping:
            return options, ""
        else:
            found = suggestion(table.headers)
    except presets.MappingError as error:
        raise Refused(str(error)) from error
    mapping: Mapping[str, str] = {**found.mapping, **options.mapping}
    shown = ", ".join(f"{field}={column}" for field, column in mapping.items())
    filled = replace(options, mapping=mapping, preset=found.preset or "", blanks=tuple(sorted(found.blanks)))
    return filled, f"{found.why} Used: {shown}." if shown else found.why


def _dated(table: tables.Table, options: Options) -> Options:
    """Whether days come before months, as the file's own dates show it. Raises Refused if they do not."""
    column = options.mapping.get("received_at")
    if column is None or options.dayfirst is not None:
        return options
    fields_of = presets.apply({"received_at": column}, table.headers, options.blanks)
    rows = (row for row in islice(table, LOOKED_AT) if row.problem is None)
    order = order_of(fields_of(row.values).get("received_at", "") for row in rows)
    if order.question:
        raise Refused(f"{order.question} Say --dayfirst or --monthfirst.")
    return replace(options, dayfirst=order.dayfirst)
