"""`winnow retention`: what is older than the procedure lets it become, and letting it go."""

from typing import Annotated

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, facts, table

app = typer.Typer()


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let go what is older than the procedure's months; the worker does it once a day by itself."""
    ground.ready()
    from winnow.flow.privacy.retention import look, sweep

    now = ground.now()
    due = look(now)
    done = {} if dry_run else sweep(now)
    if as_json:
        return facts(
            [
                {"kind": one.kind, "months": one.months, "due": one.count, "gone": done.get(one.kind, 0)}
                for one in due
            ]
        )
    rows = [
        [one.kind.replace("_", " "), one.months or "for ever", one.count, done.get(one.kind, 0)]
        for one in due
    ]
    table(["kind", "months", "due", "gone"], rows)
