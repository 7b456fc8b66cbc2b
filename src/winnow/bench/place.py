"""A throw-away installation to measure in: its own home, its own database, and `winnow` in processes of its own."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds until a server answers


@dataclass(frozen=True)
class Place:
    """`url` names a PostgreSQL database; without one the place has an SQLite file in its home."""

    home: Path
    url: str = ""

    @property
    def database(self) -> str:
        return "postgresql" if self.url else "sqlite"

    @property
    def file(self) -> Path:
        return self.home / "winnow.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        own = {"WINNOW_HOME": str(self.home), "WINNOW_MEASURE": "0", "PYTHONUNBUFFERED": "1"}
        others = {name: value for name, value in os.environ.items() if not _ours(name)}
        return others | own | ({"DATABASE_URL": self.url} if self.url else {})

    def start(self, module: str, *words: str, log: Any = subprocess.PIPE) -> subprocess.Popen[str]:
        """A module of ours in a process of its own; the caller waits for it."""
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", module, *words],
            env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=self.home,
        )  # fmt: skip

    def run(self, module: str, *words: str) -> str:
        """What the module printed. Raises RuntimeError with what it complained of."""
        with self.start(module, *words) as process:
            printed, complaints = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{module} {' '.join(words)} failed: {complaints.strip()[-2000:]}")
        return printed

    def winnow(self, *words: str) -> str:
        return self.run("winnow.cli.main", *words)

    def facts(self, *words: str) -> Any:
        return json.loads(self.winnow(*words, "--json"))

    def sql(self, statement: str) -> list[Any]:
        """One statement, committed; its rows, if it has any."""
        if self.url:
            import psycopg

            with psycopg.connect(self.url, autocommit=True) as connection:
                cursor = connection.execute(statement.encode())
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.file, timeout=30, isolation_level=None)) as file:
            return file.execute(statement).fetchall()


def _ours(name: str) -> bool:
    """What must not come from outside; an installation is compiled, whatever who measures does to sources."""
    return name.startswith(("WINNOW", "DJANGO")) or name in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")


@contextmanager
def place(server: str = "") -> Iterator[Place]:
    """A complete installation, gone afterwards; `server` is the URL of a PostgreSQL that may make databases."""
    folder = Path(tempfile.mkdtemp(prefix="winnow-bench-"))
    try:
        with _database(server, folder.name) as url:
            made = Place(folder, url)
            made.winnow("init", "--yes")
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    if not server:
        yield ""
        return
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"'.encode())
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)'.encode())


@contextmanager
def served(where: Place) -> Iterator[tuple[str, int]]:
    """The address of `winnow serve`, and the number of its process."""
    port = _free_port()
    with (where.home / "serve.log").open("w") as log:
        process = where.start("winnow.cli.main", "serve", "--port", str(port), log=log)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("`winnow serve` does not answer")
