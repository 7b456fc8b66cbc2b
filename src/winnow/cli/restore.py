"""`winnow restore`: an installation back from one file."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, facts

app = typer.Typer()


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `winnow backup` wrote.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put it in the place of what is there, which is backed up first."),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only check the file and say what it holds.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back into an empty installation. A file with one wrong byte is refused."""
    from winnow.backup.bring import Refused

    try:
        told = _checked(file) if check else _restored(file, replace)
    except Refused as refusal:
        raise Problem(str(refusal)) from None
    rows = sum(told["rows"].values())
    done = "is sound: it holds" if check else "is restored:"
    facts(told) if as_json else typer.echo(f"{file} {done} {rows:,} rows, as of {told['made_at']}.")
    again = told.get("again", {})
    if again.get("lines") and not as_json:
        typer.echo(
            f"The ledger remembered what this backup did not: {again['erased']} persons were erased again, "
            f"{again['silenced']} are not contacted."
        )


def _checked(file: Path) -> dict:
    from winnow.backup.bring import look

    return vars(look(file))


def _restored(file: Path, replace: bool) -> dict:
    from winnow.backup.bring import bring, look

    look(file)  # before a home is made for it
    ground.set_up()
    from winnow.backup.steps import known
    from winnow.cli.install import keep_what_is_there, migrate
    from winnow.worker.heartbeat import beats

    now = ground.now()
    if any(one.is_alive(now) for one in beats(now)):
        raise Problem("A worker is running here. Stop `winnow work` and `winnow serve`, then restore.")
    keep = partial(keep_what_is_there, now) if replace else None
    manifest = bring(file, known(), keep=keep)
    migrate(now)
    from winnow.flow.privacy.catching_up import catch_up

    return {**vars(manifest), "again": asdict(catch_up(now))}
