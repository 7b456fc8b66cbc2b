"""`winnow export`: what Winnow holds, as files that any spreadsheet or program reads."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, aside, facts

app = typer.Typer(no_args_is_help=True, help="Write what Winnow holds to a file.")

LARGEST_SHEET = 1_048_575  # rows below the header
STDOUT = Path("-")


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


Output = Annotated[
    Path, typer.Option("--output", "-o", help="The file to write; without it, standard output.")
]
Shape = Annotated[
    Format | None,
    typer.Option("--format", help="Without it, as the file's name ends, else csv. Only ndjson is unescaped."),
]


@app.command()
def prospects(output: Output = STDOUT, shape: Shape = None, as_json: AsJson = False) -> None:
    """All prospects with person, company, owner, next action and what came of them."""
    _export("prospects", output, shape, as_json)


@app.command()
def inquiries(output: Output = STDOUT, shape: Shape = None, as_json: AsJson = False) -> None:
    """All inquiries as they came in."""
    _export("inquiries", output, shape, as_json)


@app.command()
def events(output: Output = STDOUT, shape: Shape = None, as_json: AsJson = False) -> None:
    """Everything that was decided, by whom, when and why."""
    _export("events", output, shape, as_json)


@app.command()
def orders(output: Output = STDOUT, shape: Shape = None, as_json: AsJson = False) -> None:
    """All purchase orders."""
    _export("orders", output, shape, as_json)


@app.command()
def campaigns(output: Output = STDOUT, shape: Shape = None, as_json: AsJson = False) -> None:
    """All campaigns."""
    _export("campaigns", output, shape, as_json)


@app.command()
def canonical(
    folder: Annotated[Path, typer.Argument(help="Where the seven files go; made if it is not there.")],
    as_json: AsJson = False,
) -> None:
    """The seven tables that measuring reads, one CSV file each: for a spreadsheet or a program of your own."""
    ground.ready()
    from winnow.cli.extracts import CANONICAL

    folder.mkdir(parents=True, exist_ok=True)
    rows = {name: _write(one, folder / f"{name}.csv", Format.CSV) for name, one in CANONICAL.items()}
    _keep("canonical", sum(rows.values()))
    facts(rows) if as_json else aside(f"{folder}: " + ", ".join(f"{name} {n:,}" for name, n in rows.items()))


def _export(name: str, output: Path, shape: Format | None, as_json: bool) -> None:
    if as_json and output == STDOUT:
        raise Problem("Rows and facts do not both go to standard output. With --json, name a file with -o.")
    ground.ready()
    from winnow.cli.extracts import EXPORTS

    count = _write(EXPORTS[name], output, shape or _shape_of(output))
    _keep(name, count)
    if as_json:
        return facts({"file": str(output), name: count})
    if output != STDOUT:
        aside(f"{output}: {count:,} {name}.")


def _keep(what: str, rows: int) -> None:
    """That somebody took data out is itself an Event."""
    from winnow.people.actions import record

    record("exported", by=None, now=ground.now(), what=what, rows=rows)


def _shape_of(output: Path) -> Format:
    ending = output.suffix.lstrip(".").lower()
    return Format(ending) if ending in set(Format) else Format.CSV


def _write(extract: Any, output: Path, shape: Format) -> int:
    """The number of rows written below the header."""
    if shape is Format.XLSX:
        return _write_workbook(extract, output)
    counted = _Counted(extract.stream())
    with _opened(output) as file:
        if shape is Format.NDJSON:
            for row in counted:
                file.write(
                    json.dumps(dict(zip(extract.columns, map(_plain, row), strict=True)), ensure_ascii=False)
                )
                file.write("\n")
        else:
            from winnow.tables import write_csv

            write_csv(_with_header(extract, counted), file)
    return counted.count


def _write_workbook(extract: Any, output: Path) -> int:
    from winnow.tables import write_xlsx

    if output == STDOUT:
        raise Problem("A workbook does not go to standard output. Name a file with -o.")
    if extract.count() > LARGEST_SHEET:
        raise Problem(f"A worksheet holds {LARGEST_SHEET:,} rows and there are more. Use --format csv.")
    counted = _Counted(extract.stream())
    with _replaced(output) as draft:
        write_xlsx(_with_header(extract, counted), str(draft))
    return counted.count


class _Counted:
    """Rows, and how many went by."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self.rows:
            self.count += 1
            yield row


def _with_header(extract: Any, rows: Iterable[tuple[Any, ...]]) -> Iterator[list[object]]:
    yield list(extract.columns)
    for row in rows:
        yield [_cell(value) for value in row]


def _cell(value: Any) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | dict | list | None) else str(value)


@contextmanager
def _opened(output: Path) -> Iterator[TextIO]:
    if output == STDOUT:
        yield sys.stdout
        return
    with _replaced(output) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def _replaced(output: Path) -> Iterator[Path]:
    """A draft that takes the file's name only once it is whole."""
    draft = output.with_name(f"{output.name}.part")
    _tried(lambda: draft.write_bytes(b""), output)
    try:
        yield draft
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)


def _tried(write: Callable[[], object], output: Path) -> None:
    try:
        write()
    except OSError as error:
        raise Problem(f"{output} cannot be written: {error.strerror}. Choose another place.") from None
