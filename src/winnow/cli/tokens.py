"""`winnow token`: keys of machines."""

from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.people import only_done, person
from winnow.cli.say import AsJson, Problem, facts, table

app = typer.Typer(no_args_is_help=True, help="Keys with which machines send inquiries in, or read.")


@app.command()
def create(
    scope: Annotated[
        list[str], typer.Option(help="What it may do: intake, read or offer. Can be given twice.")
    ],
    name: Annotated[str, typer.Option(help="Which machine has it.")] = "",
    user: Annotated[str, typer.Option(help="The e-mail address of the person who answers for it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Print a new token, alone. It is shown this once: only its hash is kept."""
    ground.ready()
    from winnow.people.actions import create_token

    with only_done():
        owner = person(user) if user else None
        text, token = create_token(name or f"{' '.join(scope)} token", scope, user=owner, now=ground.now())
    facts({**_told(token), "token": text}) if as_json else typer.echo(text)


@app.command("list")
def list_tokens(as_json: AsJson = False) -> None:
    """Show which tokens there are, the revoked ones too; never their text."""
    ground.ready()
    from winnow.people.models import Token

    rows = [_told(one) for one in Token.objects.order_by("id")]
    if as_json:
        return facts(rows)
    table(
        ["id", "name", "begins with", "scopes", "created", "revoked"],
        [
            [r["id"], r["name"], r["prefix"], ", ".join(r["scopes"]), r["created_at"], r["revoked_at"]]
            for r in rows
        ],
    )


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(metavar="ID", help="As `winnow token list` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Let a token open nothing any more, from now on."""
    ground.ready()
    from winnow.people.actions import revoke_token
    from winnow.people.models import Token

    token = Token.objects.filter(pk=number).first()
    if not token:
        raise Problem(f"There is no token {number}. `winnow token list` shows those there are.")
    revoke_token(token, by=None, now=ground.now())
    facts(_told(token)) if as_json else typer.echo(f"Token {number} ({token.name}) is revoked.")


def _told(token: Any) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "prefix": token.prefix,
        "scopes": token.scopes,
        "created_at": token.created_at.isoformat(timespec="seconds"),
        "revoked_at": token.revoked_at.isoformat(timespec="seconds") if token.revoked_at else None,
    }
