"""`winnow simulate`: a whole company on a simulated clock, in a throw-away database, and what must never happen."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, Problem, aside, facts, table

app = typer.Typer()

START = datetime(2024, 1, 1, 5, tzinfo=UTC)  # fixed, so that a seed means the same life on every day
OF_PROSPECTS = 0.906  # of all inquiries; the others are repeats, spam and what cannot be understood
DRAWN_BY = "the same in every life, as who is drawn by lot follows from it"
ADDRESS = "https://leads.morgenrot.example"  # under which nobody is reached


@app.command()
def simulate(
    prospects: Annotated[
        int, typer.Option(help="About how many people inquire.", min=10, max=1_000_000)
    ] = 20_000,
    months: Annotated[float, typer.Option(help="How long the company lives.", min=0.25, max=120)] = 24,
    seed: Annotated[int, typer.Option(help="Which life: the same seed lives the same one.")] = 1,
    tick: Annotated[int, typer.Option(help="Hours between two looks at what is due.", min=1, max=12)] = 2,
    database: Annotated[
        str, typer.Option(metavar="URL", help="An empty database to live in; it keeps what happened.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Live through months of a company, with mail, faults and all, and count what must never happen.

    Nothing of this installation is touched: without --database it happens in a temporary folder. Exit code 1 if
    anything was dropped, promised in vain, sent beyond a cap or after an objection, or sent twice.
    """
    began = time.monotonic()
    with _place(database):
        told = _lived(prospects, months, seed, tick, began, kept=bool(database))
    facts(told) if as_json else _show(told)
    if not told["holds"]:
        raise Problem("Something happened that must not: see the counts above.")


@contextmanager
def _place(database: str) -> Iterator[None]:
    """A home of its own, gone afterwards, and the database."""
    folder = tempfile.mkdtemp(prefix="winnow-simulate-")
    os.environ.update(WINNOW_HOME=folder, WINNOW_URL=ADDRESS)
    Path(folder, "secret.key").write_text(DRAWN_BY)
    os.environ.pop("DATABASE_URL", None)
    if database:
        os.environ["DATABASE_URL"] = database
    try:
        yield
    finally:
        shutil.rmtree(Path(folder), ignore_errors=True)


def _in_memory() -> None:
    """What is thrown away need not outlive a power cut: it is written to its file when it suits, and held in memory."""
    from django.db import connection

    with connection.cursor() as cursor:
        for setting in ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-400000", "secure_delete=OFF"):
            cursor.execute(f"PRAGMA {setting}")


def _lived(
    prospects: int, months: float, seed: int, tick: int, began: float, *, kept: bool
) -> dict[str, Any]:
    ground.set_up()
    from winnow.cli.install import install
    from winnow.doctor.report import examine
    from winnow.flow.garbage import look_rarely
    from winnow.prospects.models import Prospect
    from winnow.simulate.firm import firm
    from winnow.simulate.proof import facts as proven
    from winnow.simulate.run import MONTH, simulate
    from winnow.simulate.staff import staffed

    if not ground.schema().missing and Prospect.objects.exists():
        raise Problem("There are prospects in that database already. A simulation needs an empty one.")
    install(START - timedelta(days=30))
    look_rarely()
    if not kept:
        _in_memory()
    inquiries = round(prospects / OF_PROSPECTS)
    whole, step = staffed(firm(), inquiries, months), timedelta(hours=tick)
    done = simulate(whole, months, inquiries, seed, START, _Progress(), step=step, calls=True)
    offending = examine(START + timedelta(days=months * MONTH)).offending
    told = proven(done, time.monotonic() - began)
    return told | {"offending": offending, "holds": told["holds"] and not offending}


class _Progress:
    """A line for every tenth, on standard error."""

    def __init__(self) -> None:
        self.tenth = 0

    def __call__(self, share: float, words: str) -> None:
        if int(share * 10) > self.tenth:
            self.tenth = int(share * 10)
            aside(f"{share:4.0%} {words}")


def _show(told: dict[str, Any]) -> None:
    names = ("prospects", "dropped", "promises_broken", "over_cap", "after_objection", "orders", "seconds")
    rows = [(name.replace("_", " "), f"{told[name]:,}") for name in names]
    rows += [(f"closed: {name.replace('_', ' ')}", f"{count:,}") for name, count in told["outcomes"].items()]
    rows += [(f"mails {name.replace('_', ' ')}", f"{count:,}") for name, count in told["mails"].items()]
    table(["", ""], rows)
