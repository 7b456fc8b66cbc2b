"""`winnow bench`: how fast this machine does what Winnow does, in throw-away installations."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, aside, facts, table

app = typer.Typer()


class Part(StrEnum):
    """What can be measured alone."""

    ALL = "all"
    INTAKE = "intake"
    IMPORT = "import"
    NEXT = "next"
    COVERAGE = "coverage"
    WORKER = "worker"
    MAIL = "mail"
    CADENCE = "cadence"
    ROUTING = "routing"
    SCORE = "score"
    PURGE = "purge"
    REPLAY = "replay"
    TARGETS = "targets"
    MEASURE = "measure"


@app.command()
def bench(
    part: Annotated[Part, typer.Argument(help="What to measure.")] = Part.ALL,
    quick: Annotated[
        bool, typer.Option("--quick", help="Small numbers: seconds, but rougher figures.")
    ] = False,
    database: Annotated[
        str,
        typer.Option(metavar="URL", help="A PostgreSQL server to measure too; else that of DATABASE_URL."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Measure Winnow with real processes, each figure beside its limit and beside what the database does at best.

    Touches no installation: homes and databases are made for it and thrown away. A limit that is missed is a
    measurement, not an error. Run it on a machine that does nothing else.
    """
    server = _server(database)
    parts = [one for one in Part if one is not Part.ALL] if part is Part.ALL else [part]
    report = _head(quick) | {"results": [
        figure.told("postgresql" if where else "sqlite")
        for where in (["", server] if server else [""])
        for one in parts
        for figure in _measured(one, quick, where)
    ]}  # fmt: skip
    facts(report) if as_json else _show(report)


def _server(database: str) -> str:
    url = database or os.environ.get("DATABASE_URL", "")
    if not url.startswith(("postgres://", "postgresql://")):
        if database:
            raise Problem("--database takes the URL of a PostgreSQL server: postgresql://user@host/postgres.")
        aside("Only SQLite is measured; give --database URL to measure a PostgreSQL server beside it.")
        return ""
    return url


def _head(quick: bool) -> dict[str, Any]:
    import platform
    from importlib.metadata import version

    return {
        "winnow": version("winnow"),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "quick": quick,
    }


def _measured(part: Part, quick: bool, server: str) -> Sequence[Any]:
    """The figures of one part, in an installation of its own. Raises Problem if something of it fails."""
    from winnow.bench.place import place

    aside(f"Measuring {part} on {'PostgreSQL' if server else 'SQLite'} …")
    try:
        with place(server) as where:
            return _measures(ground.now(), server)[part](where, quick)
    except (RuntimeError, OSError) as error:
        raise Problem(f"Measuring {part} did not work: {error}") from error


def _measures(now: datetime, server: str) -> dict[Part, Callable[[Any, bool], Sequence[Any]]]:
    from winnow.bench.cadences import cadences
    from winnow.bench.importing import importing
    from winnow.bench.intake import intake
    from winnow.bench.mailing import mailing
    from winnow.bench.measuring import measuring
    from winnow.bench.pages import coverage_page, next_page
    from winnow.bench.purging import purging
    from winnow.bench.replaying import replaying
    from winnow.bench.routing import routing
    from winnow.bench.scoring import scoring
    from winnow.bench.targeting import targeting
    from winnow.bench.working import working

    return {
        Part.INTAKE: intake,
        Part.IMPORT: lambda where, quick: importing(where, quick, server),
        Part.NEXT: lambda where, quick: next_page(where, quick, now),
        Part.COVERAGE: lambda where, quick: coverage_page(where, quick, now),
        Part.WORKER: lambda where, quick: working(where, quick, now),
        Part.MAIL: lambda where, quick: mailing(where, quick, now),
        Part.CADENCE: lambda where, quick: cadences(where, quick, now),
        Part.ROUTING: lambda where, quick: [] if server else routing(quick),  # it asks no database
        Part.PURGE: lambda where, quick: purging(where, quick, now),
        Part.REPLAY: lambda where, quick: replaying(where, quick, now),
        Part.TARGETS: lambda where, quick: [] if server else targeting(where, quick),  # it asks no database
        Part.SCORE: lambda where, quick: [] if server else scoring(where, quick),
        Part.MEASURE: lambda where, quick: [] if server else measuring(where, quick),
    }


def _show(report: dict[str, Any]) -> None:
    verdict = {True: "kept", False: "MISSED", None: ""}
    table(
        ["database", "figure", "measured", "unit", "limit", ""],
        [
            [r["database"], r["figure"], f"{r['measured']:,}", r["unit"],
             f"{r['bound']} {r['limit']:,}" if r["bound"] else "", verdict[r["ok"]]]
            for r in report["results"]
        ],
    )  # fmt: skip
