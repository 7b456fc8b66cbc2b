"""`winnow`: one table of commands, each read only when it is asked for."""

import sys
from collections.abc import MutableMapping
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

import typer
import typer.core

from winnow.cli.say import Problem, aside

# In the order of somebody's first day; a command is the `app` of its module.
COMMANDS = {
    "init": "winnow.cli.init",
    "serve": "winnow.cli.serve",
    "work": "winnow.cli.work",
    "demo": "winnow.cli.demo",
    "simulate": "winnow.cli.simulate",
    "setup-link": "winnow.cli.setup_link",
    "user": "winnow.cli.users",
    "token": "winnow.cli.tokens",
    "mail": "winnow.cli.mail",
    "procedure": "winnow.cli.procedure",
    "person": "winnow.cli.person",
    "retention": "winnow.cli.retention",
    "import": "winnow.cli.imports",
    "export": "winnow.cli.export",
    "model": "winnow.cli.model",
    "cut": "winnow.cli.cut",
    "holdout": "winnow.cli.holdout",
    "purge": "winnow.cli.purge",
    "offer": "winnow.cli.offer",
    "targets": "winnow.cli.targets",
    "cadence": "winnow.cli.cadence",
    "audit": "winnow.cli.audit",
    "measure": "winnow.cli.measure",
    "doctor": "winnow.cli.doctor",
    "backup": "winnow.cli.backup",
    "restore": "winnow.cli.restore",
    "bench": "winnow.cli.bench",
    "reference": "winnow.cli.reference",
}
# Written by hand in rooms that expect Django to be there; these of their subcommands only read files.
EXPECT_DJANGO = {"procedure"}
READ_FILES_ONLY = {"check", "reference", "--help"}


class Commands(typer.core.TyperGroup):
    """The commands by name; a module is imported when its command runs, or when all are listed."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        present = [name for name, module in COMMANDS.items() if find_spec(module)]
        self.commands: MutableMapping[str, Any] = dict.fromkeys(present)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in self.commands and self.commands[cmd_name] is None:
            mounted = import_module(COMMANDS[cmd_name]).app
            mounted._add_completion = False  # or each command would offer to install the completion of all
            command = typer.main.get_command(mounted)
            command.name = cmd_name
            self.commands[cmd_name] = command
        return self.commands.get(cmd_name)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Winnow: every inquiry is followed until it has been bought or has died.",
    epilog="WINNOW_HOME says where its files are, DATABASE_URL which database (without it, SQLite in its home).",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"winnow {version('winnow')}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Winnow: every inquiry is followed until it has been bought or has died."""
    if context.invoked_subcommand in EXPECT_DJANGO and not READ_FILES_ONLY & set(sys.argv):
        from winnow.cli.ground import set_up

        set_up()


def main() -> None:
    """Run one command: exit code 0, or 1 with a sentence on standard error, or 2 for wrong usage."""
    try:
        app(prog_name="winnow")
    except Problem as problem:
        aside(str(problem))
        sys.exit(1)
    except Exception as error:
        if not (sentence := _said_of_the_database(error)):
            raise
        aside(sentence)
        sys.exit(1)


def _said_of_the_database(error: Exception) -> str:
    """What a failure of the database means to somebody at a terminal; empty for any other failure."""
    if "django.db" not in sys.modules:
        return ""
    from django.db import DatabaseError, InterfaceError, OperationalError

    if not isinstance(error, DatabaseError | InterfaceError):
        return ""
    words = " ".join(str(error).split())
    if "no such table" in words or "does not exist" in words:
        return f"The database is not set up ({words}). Run `winnow init`, then try again."
    if "malformed" in words or "not a database" in words:
        return f"The database is damaged ({words}). Bring a backup back: `winnow restore FILE --replace`."
    if isinstance(error, OperationalError):
        return f"The database does not answer: {words}. Is it running, and is DATABASE_URL right?"
    return ""


if __name__ == "__main__":
    main()
