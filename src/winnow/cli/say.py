"""How commands speak: facts on standard output, one plain sentence on standard error when something is wrong."""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print facts as JSON.")]


class Problem(Exception):
    """What is in the way, in one sentence that also says what to do; the command ends with exit code 1."""


def facts(value: object) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def aside(words: str) -> None:
    """Say something that is no result: it goes to standard error, so that pipes carry facts only."""
    typer.echo(words, err=True)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table that fits the terminal."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(*headers, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(highlight=False, markup=False).print(shown)
