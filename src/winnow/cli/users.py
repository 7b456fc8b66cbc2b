"""`winnow user`: people who sign in."""

from decimal import Decimal
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.init import Url
from winnow.cli.links import address, checked
from winnow.cli.people import only_done, person
from winnow.cli.say import AsJson, Problem, facts, table
from winnow.prospects.words import Role

app = typer.Typer(no_args_is_help=True, help="People who sign in.")

Email = Annotated[str, typer.Argument(help="Their e-mail address.")]
Hours = Annotated[float, typer.Option(help="How long the link works.", min=0.1, max=24 * 30)]


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[Role, typer.Option(help="What they do here.")],
    team: Annotated[str, typer.Option(help="The name of their team.")] = "",
    capacity: Annotated[int | None, typer.Option(help="Open prospects at once.", min=0)] = None,
    hourly_cost: Annotated[str, typer.Option(help="Cost of an hour, in the company's currency.")] = "0",
    url: Url = "",
    as_json: AsJson = False,
) -> None:
    """Add a person and print the one-time link with which they choose a password."""
    checked(url)
    ground.ready()
    from winnow.people.actions import add_person, make_link

    with only_done():
        new = add_person(
            by=None,
            now=ground.now(),
            email=email,
            name=name,
            role=role.value,
            team=_team(team),
            capacity=capacity,
            hourly_cost=_money(hourly_cost),
        )
        link = address(make_link(new, now=ground.now()), url)
    facts({**_told(new), "link": link}) if as_json else typer.echo(link)


@app.command("list")
def list_users(as_json: AsJson = False) -> None:
    """Show who there is, with role, team and how many prospects they hold."""
    ground.ready()
    from winnow.people.queries import everybody

    rows = [_told(one) for one in everybody().order_by("id")]
    if as_json:
        return facts(rows)
    table(
        ["e-mail", "name", "role", "team", "holds", "active"],
        [
            [r["email"], r["name"], r["role"], r["team"], r["working"], "yes" if r["active"] else "no"]
            for r in rows
        ],
    )


@app.command()
def link(email: Email, hours: Hours = 24, url: Url = "", as_json: AsJson = False) -> None:
    """Print a new one-time sign-in link, for instance for a lost password; older ones stop working."""
    checked(url)
    ground.ready()
    from winnow.people.actions import make_link

    with only_done():
        user = person(email)
        said = address(make_link(user, now=ground.now(), hours=hours), url)
    facts({"email": user.email, "link": said}) if as_json else typer.echo(said)


@app.command()
def deactivate(email: Email, as_json: AsJson = False) -> None:
    """Let somebody in no more. What they hold stays theirs until a manager reassigns it."""
    ground.ready()
    from winnow.people.actions import deactivate as let_go

    with only_done():
        gone = let_go(person(email), by=None, now=ground.now())
    held = gone.prospects.exclude(state="closed").count()
    if as_json:
        return facts({**_told(gone), "open": held})
    typer.echo(f"{gone.email} is deactivated.")
    if held:
        typer.echo(f"{held} open prospects are still theirs: reassign them on the coverage page.")


def _team(name: str) -> Any:
    from winnow.people.models import Team

    team = Team.objects.filter(name=name).first() if name else None
    if name and not team:
        known = ", ".join(Team.objects.values_list("name", flat=True)) or "none yet"
        raise Problem(f"There is no team {name}. Teams are: {known}.")
    return team


def _money(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except ArithmeticError:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise Problem(f"{text!r} is no hourly cost. Write it as in 42.50.")
    return amount


def _told(user: Any) -> dict[str, Any]:
    load = getattr(user, "load", None)
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "team": user.team.name if user.team else None,
        "working": load.working if load else 0,
        "active": user.is_active,
    }
