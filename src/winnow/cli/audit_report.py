"""From canonical tables to the audit's report: opened by an engine, measured, looked through, written."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import typer

from winnow.cli import ground
from winnow.cli.audit_engine import Computing
from winnow.cli.say import Problem
from winnow.config.extras import the_extra

LATER = "Some instants are later than now; they count as not having happened yet."
Watch = Callable[[str], None]
Write = Callable[[Path, Any], None]


@dataclass(frozen=True)
class Wanted:
    """Where what is written goes; None: not written."""

    report: Path | None
    as_json: Path | None
    ids: Path | None

    @property
    def folder(self) -> Path | None:
        """Of the ids: what was asked for, else beside the report, else beside the JSON."""
        if self.ids:
            return self.ids
        beside = self.report or (None if self.prints else self.as_json)
        return beside.with_name(f"{beside.stem}-ids") if beside else None

    @property
    def prints(self) -> bool:
        """Whether standard output is for the facts alone."""
        return str(self.as_json) == "-"


@dataclass(frozen=True)
class Audited:
    """Everything an audit found out."""

    facts: Any
    metrics: dict[str, Any]
    looked: Any
    source: Any

    @property
    def all(self) -> tuple[Any, ...]:
        return (*self.looked.findings, *self.looked.further)


def needs_the_extra() -> None:
    """Say what to install where it is not."""
    if not all(find_spec(name) for name in ("duckdb", "ibis", "polars", "scipy")):
        raise Problem(f"The audit needs {the_extra('measure')}")


def is_canonical(files: list[str]) -> bool:
    """Whether the one thing named is a folder with canonical tables, here or (an address) elsewhere."""
    if len(files) != 1:
        return False
    tables = (Path(files[0]) / f"{name}.parquet" for name in ("inquiries", "touches", "orders"))
    return is_elsewhere(files[0]) or any(table.exists() for table in tables)


def is_elsewhere(folder: str) -> bool:
    """Whether it is an address, which only Spark reads."""
    return "://" in folder


def tables_of(folder: str, by: Computing, as_of: datetime | None, known: Any = None) -> tuple[Any, list[str]]:
    """(tables of a folder, what is to be known of them); what is dated after now has not happened."""
    from winnow.measure.engines.opening import NotCanonical

    if is_elsewhere(folder) and by.name != "spark":
        raise Problem(f"{folder} is no folder of this machine: copy it here, or read it with --engine spark.")
    connection, days = by.connect(), known.only_days if known else ()
    opened = partial(by.module.open_folder, folder, only_days=days, connection=connection)
    try:
        tables = opened(as_of)
        if early := as_of is None and tables.as_of > ground.now():
            last, tables = tables.as_of, opened(ground.now())
    except NotCanonical as wrong:
        raise Problem(f"{folder}: {wrong}") from wrong
    notes = [f"{LATER} The last is of {last:%Y-%m-%d}."] if early else []
    return (replace(tables, known=known) if known else tables), notes


def audited(tables: Any, source: Any, zone: str) -> Audited:
    """Gather the facts, measure, and look for findings."""
    from zoneinfo import ZoneInfoNotFoundError

    from winnow.measure.facts import gather
    from winnow.measure.kept import settled

    try:
        facts = settled(gather(tables, zone=zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        if isinstance(error, ZoneInfoNotFoundError):
            raise Problem(f"There is no time zone {zone}; one is Europe/Berlin.") from error
        raise
    return of_facts(facts, tables, source)


def of_facts(facts: Any, tables: Any, source: Any) -> Audited:
    """The same of facts that are there already."""
    from winnow.measure.findings import QUESTIONS, look
    from winnow.measure.report.measured import METRICS, measured

    with watched(len(METRICS) + len(QUESTIONS)) as watch:
        metrics = measured(facts, watch)
        return Audited(facts, metrics, look(facts, tables, watch), source)


def write(found: Audited, wanted: Wanted, written: Write) -> dict[str, Any]:
    """Ids first, then the report, which so is complete when it is there. The facts are returned, to be written last."""
    from winnow.measure.report.told import told

    shown, files = _ids(found, wanted.folder, written)
    facts = told(found.facts, found.looked, found.metrics, found.source, files)
    if wanted.report:
        written(wanted.report, _document(found, shown, files, wanted.report))
    return facts


def _ids(found: Audited, folder: Path | None, written: Write) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The first ids of each finding, and the file with all of them, if one was wanted."""
    from winnow.measure.findings import QUESTIONS
    from winnow.measure.report import ids
    from winnow.tables import write_csv

    shown, files = {}, {}
    if folder:
        _made(folder)
    for finding in found.all:
        frame = ids.rows(finding)
        shown[finding.key] = ids.first(frame)
        if folder:
            file = folder / f"{finding.key}.csv"
            written(file, lambda out, frame=frame: write_csv(ids.lines(frame), out))
            files[finding.key] = str(file)
    for key in QUESTIONS.keys() - files.keys() if folder else ():
        (Path(folder or "") / f"{key}.csv").unlink(missing_ok=True)  # of an earlier run: no longer so
    return shown, files


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{folder} cannot be made: {error.strerror}.") from error


def _document(found: Audited, shown: dict[str, list[str]], files: dict[str, str], report: Path) -> str:
    from winnow.measure.names import Names
    from winnow.measure.report.document import document
    from winnow.measure.report.sections import sections

    pages = sections(found.metrics, Names.of(found.facts))
    links = {key: (ids, _link(files.get(key), report)) for key, ids in shown.items()}
    return document(found.looked, pages, found.source, found.facts.as_of, links, found.facts.zone)


def _link(file: str | None, report: Path) -> str | None:
    """From the report to a file, so that both can be moved together."""
    return quote(os.path.relpath(file, report.parent).replace(os.sep, "/")) if file else None


def show(found: Audited) -> None:
    """The findings, on the terminal."""
    from winnow.measure.findings.words import plainly

    typer.echo("\nFindings, the costliest first:" if found.all else "\nNothing was found.")
    for number, finding in enumerate(found.looked.findings, 1):
        typer.echo(f"{number:2}. {finding.title}")
    if found.looked.unknown:
        typer.echo("\nWhat cannot be known from this data:")
    for asks, reason in found.looked.unknown.items():
        typer.echo(f"- {asks}: {plainly(reason)}")


@contextmanager
def watched(total: int) -> Iterator[Watch]:
    """A bar where there is a terminal, silence in a script."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Measuring", total=total)
        yield lambda name: bar.update(task, description=name, advance=1)
