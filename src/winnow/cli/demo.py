"""`winnow demo`: a company to look at, with its web and worker, until Ctrl-C."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from winnow.cli.say import Problem

app = typer.Typer()

SEED = 2026
PORTS = range(8000, 8020)  # the first free one, unless told
LINK_HOURS = 12.0


@app.command()
def demo(
    port: Annotated[
        int | None, typer.Option(help="Without it, the first free one from 8000.", min=1, max=65535)
    ] = None,
    seed: Annotated[int, typer.Option(help="Which company: the same seed makes the same one.")] = SEED,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget the demo that is there and make it anew.")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Show a year in the life of a company, in ./demo (or WINNOW_HOME), with web and worker until Ctrl-C.

    The first start makes the company, later ones go on where it was. It has no passwords: sign in with
    the one-time links that are printed.
    """
    os.environ["WINNOW_HOME"] = str(Path(os.environ.get("WINNOW_HOME") or "demo").resolve())
    os.environ["WINNOW_DEMO"] = "1"
    os.environ.pop("DATABASE_URL", None)  # a demo never touches a database that it did not make
    from winnow.cli import demo_company as company
    from winnow.cli.serve import free_port

    chosen = free_port("127.0.0.1", [port] if port else PORTS)
    with company.alone():
        company.prepare(seed, fresh, typer.echo)
        _show(chosen, company.sign_in_links(f"http://127.0.0.1:{chosen}", LINK_HOURS), no_browser)


def _show(port: int, links: dict[str, str], no_browser: bool) -> None:
    from winnow.cli.children import Children

    children = Children()
    try:
        children.start("web", "serve", "--port", str(port))
        children.start("worker", "work")
        children.wait_for_port(port)
        typer.echo(
            f"\nThe demo is at http://127.0.0.1:{port}/. Sign in with one of these, each works once:\n"
        )
        for role, link in links.items():
            typer.echo(f"  {role:<10} {link}")
        typer.echo("\nCtrl-C stops it; started again, it goes on where it was and prints new links.")
        if not no_browser and links:
            _open(next(iter(links.values())))
        ended = children.wait()
    finally:
        children.stop()
    if ended:
        raise Problem(f"The {ended} ended by itself; what it said is above. Start the demo again.")
    typer.echo("Stopped.")


def _open(address: str) -> None:
    """Only where there is a screen: a browser in the terminal would take it over."""
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        import webbrowser

        webbrowser.open(address)
