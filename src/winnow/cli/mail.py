"""`winnow mail`: servers, mails by the pipe, and what can be known about us as a sender."""

import sys
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, facts, table

app = typer.Typer(
    no_args_is_help=True, help="Mail, both ways: where it goes out and comes in, and what waits."
)

TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server in front keeps the mail and hands it over again
MOST = 220_000_000  # bytes read from a pipe; the procedure's own cap is smaller


@app.command()
def setup(
    kind: Annotated[str, typer.Argument(help="smtp: where mail goes out; imap: where it comes in.")],
    host: Annotated[str, typer.Argument(help="The server.")],
    port: Annotated[int, typer.Option(help="Its port; 0 is the usual one.", min=0, max=65535)] = 0,
    security: Annotated[str, typer.Option(help="tls, starttls or none.")] = "tls",
    user: Annotated[str, typer.Option(help="The user name there.")] = "",
    folder: Annotated[str, typer.Option(help="The folder to read.")] = "INBOX",
    password_from_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from stdin.")
    ] = False,
    try_it: Annotated[bool, typer.Option("--try/--no-try", help="Speak with it now.")] = True,
    as_json: AsJson = False,
) -> None:
    """Say by which server mail goes out, or comes in. The password is kept encrypted and never shown."""
    ground.ready()
    from winnow.flow.mailing.servers import SetUp, set_up
    from winnow.flow.scene import Refused
    from winnow.mail.sender import tried

    if kind not in ("smtp", "imap") or security not in ("tls", "starttls", "none"):
        raise Problem("Say smtp or imap, and for --security tls, starttls or none.")
    password = sys.stdin.readline().rstrip("\r\n") if password_from_stdin else None
    try:
        server = set_up(
            SetUp(kind, host, port or None, security, user, password, folder), now=ground.now(), by=None
        )
    except Refused as refused:
        raise Problem(str(refused)) from None
    trouble = tried(server) if try_it else ""
    if trouble:
        raise Problem(f"It is written down, but does not work yet: {trouble}")
    if as_json:
        return facts({"kind": kind, "server": str(server), "tried": try_it})
    typer.echo(f"{server}: {'it works' if try_it else 'written down'}.")


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show the servers and how many mails wait, are held or have failed."""
    ground.ready()
    from winnow.correspondence.queries import server, waiting

    rows = {kind: _told(server(kind)) for kind in ("smtp", "imap")}
    counts = {name: waiting().get(name, 0) for name in ("waiting", "sending", "held", "failed")}
    if as_json:
        return facts({"servers": rows, "mails": counts})
    table(["", "server", "worked", "trouble"], [[kind, *(row or {}).values()] for kind, row in rows.items()])
    typer.echo(", ".join(f"{name} {count}" for name, count in counts.items()))


def _told(server: Any) -> dict[str, Any] | None:
    if server is None:
        return None
    return {"server": f"{server.host}:{server.port}", "worked_at": server.worked_at, "error": server.error}


@app.command()
def send(as_json: AsJson = False) -> None:
    """Send what is due and look into the mailbox once; the worker does this by itself."""
    ground.ready()
    import threading

    from winnow.mail.loop import until_idle

    done = until_idle("winnow mail send", threading.Event())
    facts(done) if as_json else typer.echo(", ".join(f"{name} {count}" for name, count in done.items()))


@app.command()
def receive(as_json: AsJson = False) -> None:
    """Take one mail in from standard input, as a mail server's pipe hands it over.

    The same mail twice is taken once. Exit code 75 means: not taken, hand it over again later.
    """
    raw = sys.stdin.buffer.read(MOST)
    if not raw.strip():
        raise Problem("There is no mail on standard input.")
    taken = _taken(raw)
    told = {
        "kind": taken.kind, "status": taken.status, "mail": taken.mail, "prospect": taken.prospect,
        "again": taken.again, "why": list(taken.why),
    }  # fmt: skip
    facts(told) if as_json else typer.echo(
        f"{taken.kind}, {taken.status}{', taken before' if taken.again else ''}"
    )


def _taken(raw: bytes) -> Any:
    try:
        ground.ready()
        from winnow.flow.mailing import take_in

        return take_in(raw, now=ground.now())
    except Exception as error:
        typer.echo(f"Not taken in now: {type(error).__name__}: {error}", err=True)
        raise typer.Exit(TRY_AGAIN) from None


@app.command()
def check(
    domain: Annotated[str, typer.Argument(help="The domain that mails come from.")],
    selector: Annotated[
        str, typer.Option(help="The name of the DKIM key, as your provider has it; else the usual ones.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Ask the DNS what it says about a domain as a sender: SPF, DKIM, DMARC, MX."""
    ground.set_up()
    from winnow.mail.sender import looked_up

    found = looked_up(domain, selector)
    if as_json:
        return facts(
            [{"name": one.name, "state": one.state, "said": one.said, "todo": one.todo} for one in found]
        )
    table(
        ["", "", "what it says", "what to do"], [[one.name, one.state, one.said, one.todo] for one in found]
    )


@app.command()
def suppress(
    address: Annotated[str, typer.Argument(help="Who gets no more mail.")],
    marketing_only: Annotated[bool, typer.Option("--marketing", help="Only no marketing mail.")] = False,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    as_json: AsJson = False,
) -> None:
    """Let an address get no more mail, from now on."""
    ground.ready()
    from winnow.correspondence.words import Scope
    from winnow.flow.mailing import review
    from winnow.flow.scene import Refused

    scope = Scope.MARKETING if marketing_only else Scope.EVERYTHING
    try:
        new = review.suppress(address, scope, note, now=ground.now(), by=None)
    except Refused as refused:
        raise Problem(str(refused)) from None
    if as_json:
        return facts({"address": address, "scope": scope.value, "new": bool(new)})
    typer.echo("Nothing more goes there." if new else "It was on the list already.")
