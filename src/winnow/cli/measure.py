"""`winnow measure`: what the pages of figures show, brought up to date."""

from dataclasses import asdict

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, aside, facts
from winnow.config.extras import the_extra

app = typer.Typer(
    no_args_is_help=True,
    help="The figures of this installation. The worker brings them up to date by itself.",
)


@app.callback()
def measure() -> None:
    """Keep `winnow measure refresh` a command of its own, others may follow."""


@app.command()
def refresh(as_json: AsJson = False) -> None:
    """Read what has happened since the last time, and work the figures out anew."""
    ground.ready()
    from winnow.flow import measuring

    if not measuring.is_possible():
        raise Problem(f"Figures need {the_extra('measure')}")
    done = measuring.refresh(ground.now())
    if done is None:
        return facts({}) if as_json else aside("Another process is at it.")
    if as_json:
        return facts(asdict(done))
    typer.echo(f"The figures of {done.prospects:,} prospects are up to date, in {done.seconds:.1f} s.")
