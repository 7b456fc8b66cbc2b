"""Real installations for tests of the command line: a home, a database, and `winnow` in its own process."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.cli.nursery import PATIENCE, REPOSITORY, ended

SERVER = os.environ.get("DATABASE_URL", "")  # of PostgreSQL, where the tests run on it

# Each app's steps of before stand where their sum stands today
AS_OF_BEFORE = """
from django.db.migrations.recorder import MigrationRecorder
from winnow.backup.steps import replaced
for name in set(replaced().values()):
    MigrationRecorder.Migration.objects.filter(app=name.split(".")[0], name=name.split(".")[1]).delete()
for name in replaced():
    MigrationRecorder.Migration.objects.create(app=name.split(".")[0], name=name.split(".")[1])
"""


@dataclass
class Installation:
    """One home with its database; every call is a process of its own."""

    home: Path
    database: str = ""
    url: str = ""  # under which it says it is reached

    @property
    def environment(self) -> dict[str, str]:
        others = {
            name: value for name, value in os.environ.items() if not name.startswith(("WINNOW", "DJANGO"))
        }
        others.pop("DATABASE_URL", None)
        # What the worker reckons in a process beside it has tests of its own.
        ours = {"WINNOW_HOME": str(self.home), "WINNOW_MEASURE": "0"}
        ours |= {"DATABASE_URL": self.database} if self.database else {}
        return others | ours | ({"WINNOW_URL": self.url} if self.url else {})

    def run(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command that must end with that exit code."""
        done = ended(list(words), self.environment, self.home.parent)
        assert done.returncode == code, (
            f"winnow {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        )
        return done

    def facts(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command that goes on; the caller ends it."""
        return subprocess.Popen(
            _command(words),
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.home.parent,
        )

    def python(self, code: str) -> str:
        """Code with Django over this installation, after the small firm of the tests was imported; what it prints."""
        start = "from winnow.cli.ground import set_up; set_up(); from tests.world import *; "
        done = ended([], self.environment, REPOSITORY, code=start + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, *statements: str) -> list[Any]:
        """Statements past all code of ours; the rows of the last."""
        if self.database:
            import psycopg

            with psycopg.connect(self.database, autocommit=True) as server:
                cursors = [server.execute(statement.encode()) for statement in statements]
                return cursors[-1].fetchall() if cursors[-1].description else []
        with closing(sqlite3.connect(self.home / "winnow.sqlite3", timeout=30)) as file:
            file.execute("PRAGMA ignore_check_constraints = ON")
            rows = [file.execute(statement).fetchall() for statement in statements][-1]
            file.commit()
            return rows


def _command(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "winnow.cli.main", *words]


@contextmanager
def empty(folder: Path) -> Iterator[Installation]:
    """A home that is not there yet, and on PostgreSQL an empty database."""
    if not SERVER:
        yield Installation(folder / "home")
        return
    from tests.postgres import fresh_database

    with fresh_database(SERVER, f"cli_{time.monotonic_ns()}") as url:
        yield Installation(folder / "home", url)


@contextmanager
def copied(pattern: Installation, folder: Path) -> Iterator[Installation]:
    """The same again, to be changed freely."""
    home = folder / "home"
    shutil.copytree(pattern.home, home)
    if not pattern.database:
        yield Installation(home)
        return
    import psycopg

    name = f"cli_{time.monotonic_ns()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        template = pattern.database.rpartition("/")[2]
        server.execute(f'create database "{name}" template "{template}"'.encode())
    try:
        yield Installation(home, f"{SERVER.rpartition('/')[0]}/{name}")
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'drop database "{name}" with (force)'.encode())


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(url: str) -> int:
    """The status of a page, waiting until somebody answers."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(url, timeout=10) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
