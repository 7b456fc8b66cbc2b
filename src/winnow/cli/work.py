"""`winnow work`: the worker."""

import signal
import threading
from typing import Annotated

import typer

from winnow.cli import ground
from winnow.cli.say import AsJson, facts

app = typer.Typer()

GRACE = 35  # seconds in which a mail that is on the line is finished


@app.command()
def work(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    as_json: AsJson = False,
) -> None:
    """Do what is due: warn, reassign, escalate, bring back from nurture, send what is owed, take in mail.

    Several workers may run side by side, on one machine or many; nothing is done twice. SIGTERM or Ctrl-C lets the
    step at hand finish. If the database goes away, the worker waits for it.
    """
    ground.ready()
    from django.utils import timezone

    from winnow.flow.garbage import look_rarely
    from winnow.hooks.sending import send_due
    from winnow.mail import loop as mail
    from winnow.worker.beside import Beside
    from winnow.worker.loop import Worker

    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    worker = Worker(stop)
    look_rarely()
    if not once:
        typer.echo(f"Worker {worker.name} is at work (Ctrl-C stops it)")
        beside = [
            Beside("mail", stop, lambda: mail.a_round(worker.name, stop)),
            Beside("webhooks", stop, lambda: send_due(timezone.now, stop.is_set)),
        ]
        for one in beside:
            one.start()
        worker.run()
        for one in beside:
            one.join(GRACE)
        return
    done = worker.until_idle() | mail.until_idle(worker.name, stop)
    done["webhooks"] = send_due(timezone.now, stop.is_set)
    facts(done) if as_json else typer.echo(", ".join(f"{name} {count}" for name, count in done.items()))
