"""`winnow setup-link`: the first admin's door, again."""

import typer

from winnow.cli import ground
from winnow.cli.init import Url
from winnow.cli.links import SET_UP, address, checked
from winnow.cli.say import AsJson, Problem, facts

app = typer.Typer()


@app.command("setup-link")
def setup_link(url: Url = "", as_json: AsJson = False) -> None:
    """Print a new one-time link for the first admin, as long as nobody has set Winnow up."""
    checked(url)
    ground.ready()
    from winnow.people.actions import first_admin

    secret = first_admin(ground.now())
    if not secret:
        raise Problem("Winnow is set up already. For a lost password: `winnow user link EMAIL`.")
    link = address(secret, url, SET_UP)
    facts({"link": link}) if as_json else typer.echo(link)
