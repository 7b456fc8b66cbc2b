"""A worker's sign of life: one small file in WINNOW_HOME/workers, renewed at every round, gone at an orderly end.

It tells about this machine only; what tells about all machines is in the database: due rows that nobody looked at.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from winnow.config.home import home, put

FOLDER = "workers"
STALE = timedelta(seconds=60)
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Beat:
    """When a worker last came round, and what stopped it then, if anything."""

    worker: str
    pid: int
    at: str
    error: str = ""

    def is_alive(self, now: datetime) -> bool:
        return now - datetime.fromisoformat(self.at) < STALE


def beat(worker: str, now: datetime, error: str = "") -> None:
    """Renew the sign in one step, so that a reader never sees half of it; a full disk does not stop the work."""
    file = _file(worker)
    sign = json.dumps(asdict(Beat(worker, os.getpid(), now.isoformat(), error[:500])))
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, exist_ok=True)
        put(file, lambda draft: draft.write_text(sign))


def depart(worker: str) -> None:
    _file(worker).unlink(missing_ok=True)


def beats(now: datetime) -> list[Beat]:
    """The workers of this machine, the newest sign first; signs older than a day are forgotten."""
    found = []
    for file in (home() / FOLDER).glob("*.json"):
        try:
            one = Beat(**json.loads(file.read_text()))
            age = now - datetime.fromisoformat(one.at)
        except (OSError, ValueError, TypeError):
            continue  # just leaving, or not ours
        if age < FORGOTTEN:
            found.append(one)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _file(worker: str) -> Path:
    return home() / FOLDER / f"{worker}.json"
