"""Processes that are killed and started again, and programs of the tests that run beside each other."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.installation import REPOSITORY, Installation, a_free_port
from tests.cli.nursery import ended

PATIENCE = 120.0  # seconds until a process answers


@dataclass
class Served:
    """`winnow serve` on one port, however often it is killed."""

    firm: Installation
    port: int = field(default_factory=a_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the arbiter."""
        return self.process.pid if self.process else 0

    def start(self) -> None:
        self.process = begin(self.firm, "serve", "--port", str(self.port))
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError(f"nothing answers: {(self.firm.home / 'serve.log').read_text()[-2000:]}")

    def web_process(self) -> int:
        """The one that answers; the arbiter only watches it."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            if found := children.read_text().split():
                return int(found[0])
            time.sleep(0.02)
        raise AssertionError("the arbiter has no web process")

    def kill_web_process(self) -> None:
        """The arbiter stays, and starts another."""
        os.kill(self.web_process(), signal.SIGKILL)

    def kill(self) -> None:
        """Arbiter and web process at once."""
        if self.process:
            kill(self.process)


@contextmanager
def served(firm: Installation) -> Iterator[Served]:
    one = Served(firm)
    try:
        one.start()
        yield one
    finally:
        one.kill()


def begin(firm: Installation, *words: str) -> subprocess.Popen[bytes]:
    """A command in a session of its own, so that it is killed with its children; what it says goes to a file."""
    with (firm.home / f"{words[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "winnow.cli.main", *words],
            env=firm.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=log,
            stderr=log,
            cwd=firm.home.parent,
            start_new_session=True,
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def side_by_side(firm: Installation, module: str, *calls: tuple[object, ...]) -> list[str]:
    """The module once for each call, all at the same time; the lines that they printed."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", module, *map(str, call)],
            env=firm.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
        )
        for call in calls
    ]
    said = [process.communicate(timeout=300) for process in running]
    for process, (_, complaints) in zip(running, said, strict=True):
        assert process.returncode == 0, complaints
    return [line for printed, _ in said for line in printed.splitlines()]


def examined(firm: Installation) -> dict[str, Any]:
    """What the doctor says, who also finds fault with a server that is set up not to flush, as that of tests is."""
    done = ended(["doctor", "--json"], firm.environment, firm.home.parent)
    return dict(json.loads(done.stdout))
