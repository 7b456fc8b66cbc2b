"""`winnow init`: a complete installation, ready for its first admin."""

import sys
from typing import Annotated

import typer

from winnow.cli import ground
from winnow.cli.links import SET_UP, address, checked
from winnow.cli.say import AsJson, facts
from winnow.config.home import place

app = typer.Typer()

Url = Annotated[str, typer.Option(help="The address under which people reach Winnow, for the set-up link.")]


@app.command()
def init(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    url: Url = "",
    as_json: AsJson = False,
) -> None:
    """Create or complete the installation: secrets, tables, the procedure that ships, the first admin's link.

    Running it again is safe: it applies the migrations of a new version (a SQLite database is backed up
    first) and, while nobody has set Winnow up, prints a new link in place of the old.
    """
    from winnow.cli.install import install

    checked(url)
    if not yes and sys.stdin.isatty() and not place().exists():
        typer.confirm(f"Create Winnow in {place()}?", default=True, abort=True)
    done = install(ground.now())
    link = address(done.secret, url, SET_UP) if done.secret else None
    if as_json:
        facts(
            {
                "home": str(place()),
                "database": _database(),
                "migrated": list(done.migrated),
                "backup": str(done.saved) if done.saved else None,
                "procedure": done.procedure,
                "setup_link": link,
            }
        )
        return
    typer.echo(f"Winnow is in {place()}, its database is {_database()}.")
    if done.saved:
        typer.echo(f"The database as it was before is kept in {done.saved}.")
    typer.echo(f"Procedure version {done.procedure} is in force.")
    if link:
        typer.echo(
            f"Start `winnow serve` and `winnow work`, then set Winnow up here (once, within a day):\n{link}"
        )
        if not url:
            typer.echo("Where `winnow serve` listens at another port or host, put that into the link.")


def _database() -> str:
    """Which one, without its password."""
    file = ground.database_file()
    if file:
        return str(file)
    from django.db import connection

    known = connection.settings_dict
    return f"{connection.vendor} {known['NAME']} on {known['HOST'] or 'this machine'}"
