"""`winnow doctor`: is everything as it must be?"""

from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, facts, table

app = typer.Typer()

SHOWN_IDS = 10


@app.command()
def doctor(
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Also check every index and reference of a SQLite database.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the database whether anything is as it must never be; exit code 1 if so, with the offending ids.

    Also looks at durability settings, missing refusals, disk space, the clock and the workers of this machine.
    """
    ground.ready()
    from winnow.doctor.report import examine

    report = examine(ground.now(), thorough=thorough)
    told = report.facts() | {"database": _database(), "workers": _workers()}
    facts(told) if as_json else _show(told)
    raise typer.Exit(0 if report.ok else 1)


def _database() -> dict[str, str]:
    from django.db import connection

    from winnow.doctor.machine import settings_of_the_database

    return {"kind": connection.vendor, **settings_of_the_database()}


def _workers() -> list[dict[str, Any]]:
    from winnow.worker.heartbeat import beats

    now = ground.now()
    return [
        {"worker": one.worker, "at": one.at, "alive": one.is_alive(now), "error": one.error}
        for one in beats(now)
    ]


def _show(told: dict[str, Any]) -> None:
    table(["", ""], [[name.replace("_", " "), f"{n:,}"] for name, n in told.items() if type(n) is int])
    workers = [one["worker"] for one in told["workers"] if one["alive"]]
    typer.echo(f"\nWorkers at work on this machine: {', '.join(workers) or 'none'}")
    for sentence in told["warnings"]:
        typer.echo(f"Look at this: {sentence}")
    for sentence in told["problems"]:
        typer.echo(f"Wrong: {sentence}", err=True)
    for name, ids in told["offending"].items():
        more = " …" if len(ids) > SHOWN_IDS else ""
        typer.echo(f"  {name}: {', '.join(map(str, ids[:SHOWN_IDS]))}{more}", err=True)
    if told["ok"]:
        typer.echo("Nothing is as it must not be.")
