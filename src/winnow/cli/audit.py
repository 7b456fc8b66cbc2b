"""`winnow audit`: what the files of any other system tell, read on this machine and sent nowhere."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path, PurePath
from signal import SIGTERM, signal
from tempfile import TemporaryDirectory
from typing import Any

import typer

from winnow.cli import audit_options as options
from winnow.cli.audit_engine import computing, enough
from winnow.cli.audit_report import (
    Audited,
    Wanted,
    audited,
    is_canonical,
    needs_the_extra,
    of_facts,
    show,
    tables_of,
    write,
)
from winnow.cli.audit_source import of_export, of_home, of_tables
from winnow.cli.say import Problem, aside, table

app = typer.Typer(
    help="What a company's exports tell of its leads, from any system. Reads files; sends nothing anywhere."
)

MOST_SHOWN = 12  # different reasons for rows left out


@app.command()
def audit(
    files: options.Files = None,
    report: options.Report = None,
    as_json: options.AsJson = None,
    ids: options.Ids = None,
    mapping: options.Mapping = None,
    show_mapping: options.ShowMapping = False,
    unused: options.Unused = None,
    home: options.Home = False,
    engine: options.Engine = "duckdb",
    memory: options.Memory = None,
    as_of: options.AsOf = None,
    zone: options.Zone = "UTC",
) -> None:
    """Tell what each file and column is, which rows could not be used, and what the rest says: findings and metrics.

    Looks at the whole of each file and guesses nothing that two people would read differently: dates and amounts that
    are unclear are asked for in the mapping. Exit code 1 if no row could be used, 2 if the mapping is wrong.
    """
    wanted = Wanted(report, as_json, ids)
    until = as_of.replace(tzinfo=UTC) + timedelta(days=1) if as_of else None
    if home == bool(files):
        raise typer.BadParameter("Name files, or say --home: one of the two.")
    needs_the_extra()
    from winnow.measure.engines.opening import less_garbage

    by = computing(engine, memory)
    signal(SIGTERM, _ended)
    less_garbage()
    with enough(memory):
        if home:
            facts, tables = of_home(by)
            return _told(of_facts(facts, tables, of_tables("This Winnow", tables)), wanted)
        given = files or []
        if is_canonical(given):
            tables, notes = tables_of(given[0], by, until)
            return _told(audited(tables, of_tables(PurePath(given[0]).name, tables, notes), zone), wanted)
        with TemporaryDirectory(prefix="winnow-audit-") as folder:
            export = _read(given, mapping, folder)
            _keep(export, mapping, unused)
            if show_mapping:
                return typer.echo(export.mapping(), nl=False)
            if not wanted.prints:
                _show(export)
            tables, notes = tables_of(folder, by, until, export.known)
            _told(audited(tables, of_export(export, given, notes), zone), wanted)
        if not any(export.rows.values()):
            raise Problem(
                "No row of these files could be used. Look at the reasons, or write a mapping with --map FILE."
            )


def _ended(number: int, _frame: object) -> None:
    """Leave by the usual way, on which copies of what was read are removed."""
    raise SystemExit(128 + number)


def _keep(export: Any, mapping: Path | None, unused: Path | None) -> None:
    """Write the guess where no mapping is, and the rows left out."""
    if mapping and not mapping.exists():
        _written(mapping, export.mapping())
        aside(f"The guess was written to {mapping}: look at it, correct it, and run this again.")
    if unused:
        _written(unused, lambda file: _write_unused(export, file))


def _told(found: Audited, wanted: Wanted) -> None:
    """Write what was wanted; show the findings, or print the facts."""
    facts = write(found, wanted, _written)
    text = json.dumps(facts, indent=2, ensure_ascii=False) if wanted.as_json else ""
    if wanted.prints:
        typer.echo(text)
        return
    if wanted.as_json:
        _written(wanted.as_json, text)
    show(found)
    if wanted.report:
        aside(f"The report is {wanted.report}.")


def _read(files: list[str], mapping: Path | None, folder: str) -> Any:
    """The export, as files in a folder; ends with code 2 if the mapping is wrong."""
    from winnow.measure.exports import MappingError, parse, read

    try:
        stated = parse(mapping.read_text("utf-8")) if mapping and mapping.exists() else None
        with _progress() as watch:
            return read(files, stated, progress=watch, folder=folder)
    except MappingError as wrong:
        aside(str(wrong))
        raise typer.Exit(2) from wrong
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{mapping} cannot be read: {error}.") from error


@contextmanager
def _progress() -> Any:
    """A bar where there is a terminal, silence in a script."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def watch(name: str, done: int, total: int) -> None:
            said = f"Reading {Path(name).name}" if name else "Putting together"
            bar.update(task, description=said, completed=done, total=total)

        yield watch


def _write_unused(export: Any, file: Any) -> None:
    from winnow.tables import write_csv

    write_csv([("file", "row", "reason"), *export.unused.iter_rows()], file)


def _show(export: Any) -> None:
    table(
        ["file", "is", "sure", "because", "rows"],
        [
            [_short(role.file.name), role.file.role, f"{role.file.sure:.0%}", role.file.why, f"{role.rows:,}"]
            for role in export.roles
        ],
    )
    typer.echo("")
    table(["table", "rows"], [[name, f"{rows:,}"] for name, rows in export.rows.items() if rows])
    for question in export.questions:
        typer.echo(f"\nTo be answered: {question}")
    own = [f"{_short(role.file.name)}: {note}" for role in export.roles for note in dict.fromkeys(role.notes)]
    if export.notes or own:
        typer.echo("\nTo be known:")
    for note in [*export.notes, *own]:
        typer.echo(f"- {note}")
    _show_reasons("Left out", export.unused)
    _show_reasons("Used, but it looks wrong", export.doubtful)


def _show_reasons(title: str, rows: Any) -> None:
    """Reasons with how often and where first: the whole list is in --unused and --json."""
    if not rows.height:
        return
    import polars as pl

    alike = pl.col("reason").str.replace_all(r"“[^”]*”", "“…”").alias("alike")
    grouped = rows.group_by("file", alike, maintain_order=True).agg(
        pl.len().alias("rows"), pl.col("row").first(), pl.col("reason").first()
    )
    typer.echo(f"\n{title}: {rows.height:,}")
    shown = grouped.sort("rows", descending=True, maintain_order=True).head(MOST_SHOWN)
    table(
        ["rows", "file", "first", "why"],
        [
            [f"{one['rows']:,}", _short(one["file"]), one["row"] or "all", one["reason"]]
            for one in shown.to_dicts()
        ],
    )
    if grouped.height > MOST_SHOWN:
        typer.echo(f"and {grouped.height - MOST_SHOWN} more reasons")


def _short(name: str) -> str:
    return Path(name).name


def _written(path: Path, what: str | Callable[[Any], None]) -> None:
    """Write a file whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            what(file) if callable(what) else file.write(what)
        half.replace(path)
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        half.unlink(missing_ok=True)
