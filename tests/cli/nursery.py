"""Where the processes of tests come from: one that has read the libraries already, and forks for each command.

Each command is a process of its own, as from a shell: its own environment, folder, output and exit code. Only the
reading of libraries, three quarters of what a short command takes, is done once for all of them.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 240  # seconds until a command is given up
KILLED = -signal.SIGKILL
# Of what commands read, all that can be read before it is known which installation they are for.
LIBRARIES = (
    "asgiref.sync", "csp.constants", "django.contrib.admin.apps", "django.core.management",
    "django.db.backends.postgresql.base", "django.db.backends.sqlite3.base", "django.db.migrations.executor",
    "django.forms", "django.template", "django.urls", "django.utils.log", "email_validator", "holidays.countries",
    "phonenumbers", "psycopg", "publicsuffixlist", "pydantic.types", "rapidfuzz.fuzz", "rich.console",
    "rich.progress", "rich.table", "sqlparse", "typer.main",
)  # fmt: skip


def _unsettled() -> dict[str, str]:
    """Our environment without what decides about an installation."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "WINNOW_HOME")
    }


class Nursery:
    """The process that forks; begun at the first wish, ended with the one that wished."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.path = os.environ.get("PYTHONPATH")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.nursery"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, env=_unsettled(),
        )  # fmt: skip

    def end(self) -> None:
        with self.process:  # which waits for it
            self.process.stdin.close()

    def fits(self, environment: Mapping[str, str]) -> bool:
        """Whether such a process would find the same modules."""
        return environment.get("PYTHONPATH") == self.path

    def run(self, wish: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        """Let one process do it and end. Raises TimeoutExpired."""
        with tempfile.TemporaryDirectory() as folder, self.turn:
            out, err = Path(folder, "out"), Path(folder, "err")
            print(json.dumps(wish | {"out": str(out), "err": str(err)}), file=self.process.stdin, flush=True)
            code = json.loads(self.process.stdout.readline())
            said = out.read_text(), err.read_text()
        if code is None:
            raise subprocess.TimeoutExpired(wish["words"], PATIENCE, *said)
        return subprocess.CompletedProcess(wish["words"], code, *said)


@cache
def nursery() -> Nursery:
    return Nursery()


def close() -> None:
    """Leave no process behind."""
    if nursery.cache_info().currsize:
        nursery().end()
        nursery.cache_clear()


def ended(
    words: list[str], environment: dict[str, str], folder: Path, code: str = ""
) -> subprocess.CompletedProcess[str]:
    """What `python -m winnow.cli.main WORDS` did, or `python -c CODE`."""
    if nursery().fits(environment):
        wish = {"words": words, "code": code, "environment": environment, "folder": str(folder)}
        return nursery().run(wish)
    command = ["-c", code] if code else ["-m", "winnow.cli.main", *words]
    return subprocess.run(
        [sys.executable, *command],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=folder,
    )


# In the process that forks


def main() -> None:
    for name in LIBRARIES:
        with suppress(ImportError):  # an extra that is not installed
            import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    for wish in wishes():
        pid = os.fork()
        if pid == 0:
            return _be(wish)
        print(json.dumps(_outcome(pid)), file=answers, flush=True)


def wishes() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


def _outcome(pid: int) -> int | None:
    """Its exit code, negative for a signal; None if it had to be killed for taking too long."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.003)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def _be(wish: dict[str, Any]) -> None:
    """Become the process that was wished for, which ends as any other does."""
    for number, name, how in ((0, os.devnull, os.O_RDONLY), (1, wish["out"], _NEW), (2, wish["err"], _NEW)):
        opened = os.open(name, how, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(wish["environment"])
    os.chdir(wish["folder"])
    sys.argv = ["winnow", *wish["words"]]
    if wish["code"]:
        exec(compile(wish["code"], "<string>", "exec"), {"__name__": "__main__"})
    else:
        runpy.run_module("winnow.cli.main", run_name="__main__", alter_sys=True)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


if __name__ == "__main__":
    main()
