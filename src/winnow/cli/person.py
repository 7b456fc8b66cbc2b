"""`winnow person`: what is known of one human being, given to them, and forgotten."""

from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.people import person as colleague
from winnow.cli.people import tried
from winnow.cli.say import AsJson, Problem, facts, table

app = typer.Typer(
    no_args_is_help=True, help="What is kept of one human being: find it, hand it out, forget it."
)

Who = Annotated[
    str, typer.Argument(metavar="PERSON", help="Their e-mail address, phone number, or number here.")
]
By = Annotated[str, typer.Option(metavar="EMAIL", help="Which colleague does it.")]


@app.command()
def find(who: Who, as_json: AsJson = False) -> None:
    """Show who that is, and what an erasure would empty."""
    ground.ready()
    from winnow.flow.privacy.erasing import preview

    one = _one(who)
    told = preview(one.pk)
    if as_json:
        return facts({"person": one.pk, "name": one.name, "rows": told.rows, "files": told.files})
    typer.echo(f"Person {one.pk}: {one}")
    table(["table", "rows"], [*sorted(told.rows.items()), ("files of imports", told.files)])


@app.command()
def export(
    who: Who,
    file: Annotated[Path, typer.Option("--output", "-o", help="A new file, readable by you alone.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Write everything that is kept of a person into one ZIP: JSON, a readable page, and their files."""
    ground.ready()
    from winnow.flow.privacy.subject import archive

    if file.exists():
        raise Problem(f"{file} is there already. Choose another name.")
    one = _one(who)
    content = archive(one.pk, by=colleague(by) if by else None, now=ground.now())
    file.touch(mode=0o600)
    file.write_bytes(content)
    if as_json:
        return facts({"person": one.pk, "file": str(file), "bytes": len(content)})
    typer.echo(f"{file}: {len(content):,} bytes.")


@app.command()
def erase(
    who: Who,
    reason: Annotated[str, typer.Option(help="Who asks for it, and when and how they did.")] = "",
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forget a person: nobody contacts them from now on, and after the procedure's hours all of it is gone for good."""
    if dry_run:
        return find(who, as_json)
    ground.ready()
    from winnow.flow.privacy.erasing import ask

    one = _one(who)
    asked = tried(lambda: ask(one.pk, reason, by=colleague(by) if by else None, now=ground.now()))
    said = f"Person {one.pk} is erased at {asked.due_at:%Y-%m-%d %H:%M} UTC by `winnow work`."
    undo = f"Until then: winnow person keep {asked.pk} --by EMAIL"
    facts({"erasure": asked.pk, "due_at": asked.due_at}) if as_json else typer.echo(f"{said}\n{undo}")


@app.command()
def keep(
    number: Annotated[int, typer.Argument(help="The number of the erasure.")], by: By, as_json: AsJson = False
) -> None:
    """Take an erasure back before it is carried out."""
    ground.ready()
    from winnow.flow.privacy.erasing import cancel

    user = colleague(by)
    trouble = tried(lambda: cancel(number, by=user, now=ground.now()))
    if as_json:
        return facts({"erasure": number, "trouble": trouble})
    typer.echo("\n".join(["It is taken back.", *trouble]))


def _one(who: str) -> Any:
    """The card that stands for them, or a Problem."""
    from winnow.flow.privacy.whose import named

    found = named(who)
    if found is None:
        raise Problem(f"Nobody is known by {who}.")
    return found
