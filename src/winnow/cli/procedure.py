"""`winnow procedure`: check, compare, publish and print the written procedure."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markdown import Markdown

from winnow.cli import say
from winnow.cli.say import AsJson
from winnow.procedure.extras import usable_here
from winnow.procedure.parse import parse
from winnow.procedure.problems import ProcedureErrors
from winnow.procedure.schema import Procedure

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The written sales lead management procedure."
)

TextFile = Annotated[Path, typer.Argument(help="The procedure file, or - for standard input.")]


@app.command()
def check(file: TextFile, as_json: AsJson = False) -> None:
    """Name every mistake in a procedure file by line and field."""
    procedure = _parsed(_read(file), str(file), as_json, usable_here)
    facts = {
        "ok": True,
        "problems": [],
        "clocks": len(procedure.clocks),
        "questions": len(procedure.qualification.questions),
        "dispositions": len(procedure.dispositions),
    }
    _tell(facts, f"{file} is a complete procedure.", as_json)


@app.command()
def diff(
    a: Annotated[str, typer.Argument(help="A file, or the number of a published version.")],
    b: Annotated[str, typer.Argument(help="Another; without it, A is compared with what is in force.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tell in sentences what changes from A to B, or from the procedure in force to A."""
    from winnow.procedure import diff as comparing

    old, new = (_named(a, as_json), _named(b, as_json)) if b else (_in_force()[1], _named(a, as_json))
    changes = comparing.diff(old, new)
    facts = [
        {"path": one.path, "before": one.before, "after": one.after, "sentence": one.sentence}
        for one in changes
    ]
    _tell(facts, "\n".join(one.sentence for one in changes) or "They say the same.", as_json)


@app.command()
def publish(
    file: TextFile,
    reason: Annotated[
        str, typer.Option(help="Why the procedure changes; kept with the version, and needed.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Put a procedure file in force, from now on."""
    from django.utils import timezone

    from winnow.procedure import actions

    text = _read(file)
    _parsed(text, str(file), as_json, usable_here)
    if not reason.strip():
        raise typer.BadParameter("Say in a few words why the procedure changes.", param_hint="--reason")
    try:
        version = actions.publish(text, now=timezone.now(), by=None, reason=reason)
    except actions.NotPublished as refusal:
        raise _failed(str(refusal), as_json) from None
    facts = {"number": version.number, "sha256": version.sha256, "reason": version.reason}
    _tell(facts, f"Version {version.number} is in force.", as_json)


@app.command()
def document(
    file: Annotated[str, typer.Argument(help="A file or version; without it, what is in force.")] = "",
    html: Annotated[bool, typer.Option("--html", help="HTML instead of Markdown.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Print the procedure as the document that a new seller is handed."""
    from winnow.procedure import document as telling

    number, procedure = (_number(file), _named(file)) if file else _in_force()
    markdown = telling.document(procedure, number)
    text = telling.document_html(markdown) if html else markdown
    if output:
        output.write_text(text, encoding="utf-8")
    elif sys.stdout.isatty() and not html:
        Console().print(Markdown(text))
    else:
        typer.echo(text, nl=False)


@app.command()
def show(
    number: Annotated[int | None, typer.Argument(help="Without it, the version in force.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the text of a published version, as it was published."""
    version = _version(number or _in_force()[0], as_json)
    by = version.published_by.email if version.published_by else None
    facts = {
        "number": version.number,
        "published_at": version.published_at.isoformat(),
        "published_by": by,
        "reason": version.reason,
        "sha256": version.sha256,
        "text": version.text,
    }
    _tell(facts, version.text.rstrip("\n"), as_json)


@app.command()
def replay(
    new: Annotated[str, typer.Argument(help="A file, or the number of a published version.")],
    months: Annotated[float, typer.Option(help="How far back.", min=0.1, max=120)] = 12,
    on: Annotated[
        Path | None,
        typer.Option(
            metavar="HISTORY", help="A folder of canonical tables (Parquet or CSV); else our own rows."
        ),
    ] = None,
    cut: Annotated[
        float | None,
        typer.Option(help="The share of each batch that a cut sets aside, if another.", min=0.01, max=0.99),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Replay the last months under another procedure: loads, missed clocks, who is purged, orders to be expected.

    Screening, routing, clocks, cadences, cut and purge are decided again; what people did and said is taken as it was.
    """
    from winnow.cli import replay as replaying

    found = replaying.replayed(_named(new, as_json), months, on, cut)
    say.facts(found) if as_json else replaying.show(found)


@app.command()
def reference() -> None:
    """Print the reference of every table and field, as Markdown."""
    from winnow.procedure.reference import reference as every_field

    typer.echo(every_field(), nl=False)


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _failed(f"{file} is not readable as text; save it as UTF-8.") from None
    except OSError as error:
        raise _failed(f"{file} cannot be read: {error.strerror}.") from None


def _parsed(
    text: str, name: str, as_json: bool = False, reading: Callable[[str], Procedure] = parse
) -> Procedure:
    try:
        return reading(text)
    except ProcedureErrors as errors:
        problems = [
            {"line": one.line, "path": one.path, "message": one.message, "suggestion": one.suggestion}
            for one in errors.problems
        ]
        _tell({"ok": False, "problems": problems}, "\n".join(errors.report(name)), as_json, error=True)
        raise typer.Exit(1) from None


def _named(name: str, as_json: bool = False) -> Procedure:
    """A file, or a version by its number."""
    number = _number(name)
    if number is not None:
        return _parsed(_version(number, as_json).text, f"version {number}", as_json)
    return _parsed(_read(Path(name)), name, as_json)


def _number(name: str) -> int | None:
    return int(name) if name.isdecimal() and not Path(name).exists() else None


def _in_force() -> tuple[int, Procedure]:
    from winnow.procedure.queries import NoProcedure, in_force

    try:
        return in_force()
    except NoProcedure as nothing:
        raise _failed(str(nothing)) from None


def _version(number: int, as_json: bool) -> Any:
    from winnow.procedure.queries import NoProcedure, version

    try:
        return version(number)
    except NoProcedure as nothing:
        raise _failed(str(nothing), as_json) from None


def _failed(message: str, as_json: bool = False) -> typer.Exit:
    _tell({"ok": False, "error": message}, message, as_json, error=True)
    return typer.Exit(1)


def _tell(facts: object, words: str, as_json: bool, error: bool = False) -> None:
    if as_json:
        say.facts(facts)
    elif error:
        say.aside(words)
    else:
        typer.echo(words)
