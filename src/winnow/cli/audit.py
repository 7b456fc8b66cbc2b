"""`winnow audit`: what the files of any other system tell, read on this machine and sent nowhere."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli.say import Problem, aside, table

app = typer.Typer(
    help="What a company's exports tell of its leads, from any system. Reads files; sends nothing anywhere."
)

MOST_SHOWN = 12  # different reasons for rows left out


@app.command()
def audit(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES", help="Exports: CSV, TSV, XLSX, XLS, Parquet, XES, folders of them, zip and gz."
        ),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--map", metavar="FILE", help="The mapping to follow; if it is not there, the guess is written."
        ),
    ] = None,
    show_mapping: Annotated[
        bool,
        typer.Option("--show-mapping", help="Print the guess (or the mapping as it was understood) and end."),
    ] = False,
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write everything as JSON; - prints it.")
    ] = None,
    unused: Annotated[
        Path | None,
        typer.Option("--unused", metavar="FILE", help="Write the rows that were left out as CSV."),
    ] = None,
) -> None:
    """Tell what each file and column is, which rows could not be used, and what is in the rest.

    Looks at the whole of each file and guesses nothing that two people would read differently: dates and amounts that
    are unclear are asked for in the mapping. Exit code 1 if no row could be used, 2 if the mapping is wrong.
    """
    export = _read(files, mapping)
    if mapping and not mapping.exists():
        _written(mapping, export.mapping())
        aside(f"The guess was written to {mapping}: look at it, correct it, and run this again.")
    if show_mapping:
        typer.echo(export.mapping(), nl=False)
        return
    if unused:
        _written(unused, lambda file: _write_unused(export, file))
    _tell(export, as_json)
    if not any(export.rows.values()):
        raise Problem(
            "No row of these files could be used. Look at the reasons, or write a mapping with --map FILE."
        )


def _read(files: list[Path], mapping: Path | None) -> Any:
    """The export; ends with code 2 if the mapping is wrong."""
    try:
        from winnow.measure.exports import MappingError, parse, read
    except ImportError as error:
        raise Problem(
            "The audit needs the extra `measure` (polars, duckdb, ibis): install winnow[measure]."
        ) from error
    try:
        stated = parse(mapping.read_text("utf-8")) if mapping and mapping.exists() else None
        with _progress() as watch:
            return read(files, stated, progress=watch)
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


def _tell(export: Any, as_json: Path | None) -> None:
    text = json.dumps(_facts(export), indent=2, ensure_ascii=False) if as_json else ""
    if as_json and str(as_json) == "-":
        typer.echo(text)
        return
    if as_json:
        _written(as_json, text)
    _show(export)


def _write_unused(export: Any, file: Any) -> None:
    from winnow.tables import write_csv

    write_csv([("file", "row", "reason"), *export.unused.iter_rows()], file)


def _facts(export: Any) -> dict[str, Any]:
    return {
        "tables": export.rows,
        "known": {name: sorted(columns) for name, columns in export.known.columns.items()},
        "only_days": sorted(export.known.only_days),
        "roles": [role.as_json() for role in export.roles],
        "questions": list(export.questions),
        "notes": list(export.notes),
        "unused": export.unused.to_dicts(),
        "doubtful": export.doubtful.to_dicts(),
    }


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
