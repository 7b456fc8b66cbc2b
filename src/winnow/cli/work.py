"""`winnow work`: the worker."""

import signal
import threading
from typing import Annotated

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, facts

app = typer.Typer()


@app.command()
def work(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    as_json: AsJson = False,
) -> None:
    """Do what is due: warn, reassign, escalate, bring back from nurture, send what is owed.

    Several workers may run side by side, on one machine or many; nothing is done twice. SIGTERM or Ctrl-C lets the
    step at hand finish. If the database goes away, the worker waits for it.
    """
    ground.ready()
    from winnow.worker.loop import Worker

    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    worker = Worker(stop)
    if not once:
        typer.echo(f"Worker {worker.name} is at work (Ctrl-C stops it)")
        return worker.run()
    done = worker.until_idle()
    facts(done) if as_json else typer.echo(", ".join(f"{name} {count}" for name, count in done.items()))
