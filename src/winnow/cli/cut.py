"""`winnow cut`: which prospects can be thrown away, and what that costs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli import cut_options as options
from winnow.cli.say import AsJson, Problem, aside, facts, table
from winnow.config.extras import the_extra

app = typer.Typer(
    no_args_is_help=True,
    help="Which prospects can be thrown away, and what that costs. `winnow cut evaluate FILE --label COLUMN` tells it "
    "of anybody's past prospects, without an installation.",
)


@app.callback(invoke_without_command=True)
def cut(
    context: typer.Context,
    share: Annotated[
        str | None, typer.Option(metavar="PERCENT", help="Throw so much of each batch away: 50 or 50%.")
    ] = None,
    lose_at_most: Annotated[
        str | None,
        typer.Option(metavar="PERCENT", help="Throw away as much as loses at most so much of the sales: 2%."),
    ] = None,
    capacity: Annotated[
        str | None,
        typer.Option(
            metavar="PERCENT",
            help="Follow the desks: throw away only what they cannot work, and lose at most so much of the sales.",
        ),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="No cut from now on.")] = False,
    bring_back: Annotated[
        bool, typer.Option("--bring-back", help="With --off: those it threw away come back, if untouched.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Kept with the cut.")] = "Decided on the command line",
    as_json: AsJson = False,
) -> None:
    """Publish a cut from what the learned model proves, or end it: `winnow cut --lose-at-most 2%`.

    Fresh prospects below it go to nurture, save a few drawn by chance who show what it really loses. Exit code 1 with
    a sentence if it cannot be promised with these data.
    """
    if context.invoked_subcommand is None:
        from winnow.cli.cut_in_force import change

        change(
            {"share": share, "lose_at_most": lose_at_most, "capacity": capacity},
            off,
            bring_back,
            reason,
            as_json,
        )


@app.command("show")
def show(as_json: AsJson = False) -> None:
    """The cut in force: what it promises, what the honest sample shows, and the price of every 5 %."""
    from winnow.cli.cut_in_force import show as tell

    tell(as_json)


@app.command("evaluate")
def evaluate(
    path: options.File,
    label: options.Label,
    positive: options.Positive = None,
    time: options.Time = None,
    in_order: options.InOrder = False,
    identity: options.Identity = None,
    amount: options.Amount = None,
    known_before: options.KnownBefore = None,
    without: options.Without = None,
    seed: options.Seed = 0,
    output: options.Output = None,
    as_json: AsJson = False,
) -> None:
    """Tell from anybody's past prospects how many can be thrown away, and what that costs in sales.

    Needs no installation and sends nothing anywhere. The newest fifth (without --time every row in turn) is kept
    aside until everything is chosen. Exit code 2 if the file cannot be used, with a sentence that says why.
    """
    named = (
        label,
        positive,
        time,
        identity,
        amount,
        in_order,
        tuple(known_before or ()),
        tuple(without or ()),
    )
    found, about = _evaluated(path, named, seed)
    report = _told(found, about)
    if output:
        _written(output, found, about, path.name)
    facts(report) if as_json else _show(report)


def _evaluated(path: Path, named: tuple[Any, ...], seed: int) -> tuple[Any, Any]:
    """What was measured, and what is to be known of the file; ends with code 2 if it cannot be used."""
    try:
        from winnow.cli.cut_file import Unusable, read_sheet
        from winnow.cli.cut_history import Columns, ready
        from winnow.qualify.cut import Untestable
        from winnow.qualify.cut import evaluate as measure
    except ImportError as error:
        raise Problem(f"The cut needs {the_extra('ml')}") from error
    try:
        about = ready(read_sheet(path), Columns(*named))
        return measure(about.history, seed), about
    except (Unusable, Untestable) as unusable:
        aside(str(unusable))
        raise typer.Exit(2) from unusable


def _told(found: Any, about: Any) -> dict[str, Any]:
    from winnow.cli.cut_facts import told

    return told(found, about)


def _written(output: Path, found: Any, about: Any, name: str) -> None:
    from winnow.qualify.cut.report import page

    try:
        output.write_text(
            page(found, name, about.notes_on(found.used, found.refused), about.refused), encoding="utf-8"
        )
    except OSError as error:
        raise Problem(f"{output} cannot be written: {error.strerror}.") from error


def _show(report: dict[str, Any]) -> None:
    typer.echo(report["said"])
    table(
        ["thrown away", "sales kept", "between", "and"],
        [[f"{share} %", *(f"{value:.1%}" for value in kept)] for share, kept in report["kept"].items()],
    )
    for lose, safe in report["safe"].items():
        typer.echo(f"At most {lose} % lost: {safe['said']}")
    typer.echo(
        f"\nAUC {report['auc']:.3f} · method {report['method']} · used {', '.join(report['used']) or 'nothing'}"
    )
    for one in report["refused"]:
        typer.echo(f"Refused {one['column']}: {one['reason']}")
    for note in report["notes"]:
        typer.echo(note)
