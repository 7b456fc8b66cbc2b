"""`winnow reference`: every command and option as Markdown; docs/cli.md is this, and a test keeps it so."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

app = typer.Typer()

TOP = """# The command line

Made by `winnow reference > docs/cli.md`; do not edit.

Exit codes: 0, done; 1, not done, and one sentence on standard error says why and what to do; 2, wrong usage.
Facts go to standard output, everything else to standard error. `WINNOW_HOME` says where the files are,
`DATABASE_URL` which database (without it, SQLite in the home), `WINNOW_URL` under which address people
reach Winnow; nothing else is needed."""


@app.command()
def reference(
    api: Annotated[bool, typer.Option("--api", help="Of every operation of the API instead.")] = False,
) -> None:
    """Print this reference of every command, as Markdown."""
    typer.echo(text_of_api() if api else text())


def text_of_api() -> str:
    """The reference of the API, which is written down where its operations are."""
    from winnow.cli.ground import set_up

    set_up()
    from winnow.api.operations import described
    from winnow.api.reference import text as reference_of

    return reference_of(described())


def text() -> str:
    """The whole reference, without a newline at its end."""
    from winnow.cli import main

    root = typer.main.get_command(main.app)
    context = root.make_context("winnow", ["reference"])
    return "\n\n".join(
        [TOP, *(part for name, command in _listed(root, context) for part in _told(name, command))]
    )


def _listed(group: Any, context: Any) -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        below = type(context)(command, info_name=name, parent=context)
        yield below.command_path, (command, below)


def _told(path: str, found: Any) -> Iterator[str]:
    command, context = found
    depth = "##" if path.count(" ") == 1 else "###"
    yield f"{depth} {path}"
    yield _paragraphs(command.help)
    if hasattr(command, "list_commands"):
        for name, below in _listed(command, context):
            yield from _told(name, below)
        return
    yield "```\n" + " ".join([path, *command.collect_usage_pieces(context)]) + "\n```"
    if rows := [row for parameter in command.params if (row := parameter.get_help_record(context))]:
        yield "\n".join(
            ["| | |", "|---|---|", *(f"| `{_cell(left)}` | {_cell(right)} |" for left, right in rows)]
        )


def _paragraphs(help_text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (help_text or "").split("\n\n"))


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
