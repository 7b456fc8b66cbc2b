"""`winnow targets`: which companies or people of a file are most like our best customers."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, facts, table

app = typer.Typer(help="Which companies or people of a file are most like our best customers.")
SHOWN = 25  # rows at a terminal


@app.callback(invoke_without_command=True)
def targets(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, TSV, XLSX, XLS or Parquet.")],
    most: Annotated[int, typer.Option(min=1, max=100_000, help="How many of the best are told.")] = 1000,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write them as JSON, one a line.")
    ] = None,
    campaign: Annotated[
        str, typer.Option(help="Put them into this outbound campaign, each with an owner and a next action.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Rank a file by likeness to the ideal profile, with reasons: 100 is like the usual customer.

    Exit code 1 with a sentence if nothing can be known from the customers so far.
    """
    ground.ready()
    from winnow.flow.customers.profiling import profile
    from winnow.flow.customers.targets import rank, take_up
    from winnow.flow.scene import Refused

    now = ground.now()
    try:
        known = profile(now)
        found = rank(path, known, most)
        taken = (
            take_up([(one.fields, one.cells) for one in found.best], campaign, now=now, by=None)
            if campaign
            else None
        )
    except Refused as refused:
        raise Problem(str(refused)) from None
    told = {
        "rows": found.rows, "unread": found.unread, "columns": found.used, "customers": known.count,
        "slope": round(known.slope, 3), "sure": round(known.sure, 2),
        "taken": taken.new if taken else 0, "in_blocks": taken.in_blocks if taken else 0,
    }  # fmt: skip
    lines = [
        {"row": one.row, "score": round(one.score, 1), "why": one.why, "cells": one.cells}
        for one in found.best
    ]
    if output:
        output.write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
        )
    if as_json:
        return facts(told if output else told | {"targets": lines})
    _show(told, lines)


def _show(told: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    rows = ((one["row"], one["score"], "; ".join(one["why"])) for one in lines[:SHOWN])
    table(("Row", "Likeness", "Why"), rows)
    blocks = f", {told['in_blocks']} of them into time planned for prospecting" if told["in_blocks"] else ""
    taken = f" {told['taken']} were put into the campaign{blocks}." if told["taken"] else ""
    typer.echo(f"{told['rows']:,} rows, by what is known of {told['customers']:,} customers.{taken}")
