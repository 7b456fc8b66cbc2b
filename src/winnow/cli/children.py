"""Processes of ours that live no longer than the command that started them."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from winnow.cli.say import Problem

PATIENCE = 60.0  # seconds for the first answer
GRACE = 20.0  # seconds to end after being asked


class Children:
    """Started by name, watched together, ended together; SIGINT and SIGTERM end the watching."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.stopped = threading.Event()
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, lambda *_: self.stopped.set())

    def start(self, name: str, *words: str) -> None:
        """Another `winnow` command, in a session of its own, so that Ctrl-C comes to us alone."""
        self.processes[name] = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "winnow.cli.main", *words],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_ends_with_its_parent(),
        )

    def wait_for_port(self, port: int) -> None:
        """Until somebody answers there."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and not self.stopped.is_set():
            if name := self._ended():
                raise Problem(f"The {name} did not start; what it said is above.")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            self.stopped.wait(0.05)
        if not self.stopped.is_set():
            raise Problem(f"Nothing answers on port {port} after {PATIENCE:.0f} s. Start again.")

    def wait(self) -> str:
        """Until told to stop (then ""), or until a child ends by itself (then its name)."""
        while not self.stopped.wait(0.5):
            if name := self._ended():
                return name
        return ""

    def stop(self) -> None:
        """Ask all, then insist."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _ended(self) -> str:
        return next((name for name, process in self.processes.items() if process.poll() is not None), "")


def _ends_with_its_parent() -> Callable[[], object] | None:
    """Even a killed parent leaves nothing behind: Linux then asks its children to end."""
    if sys.platform != "linux":
        return None
    import ctypes

    prctl, set_parent_death_signal = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(set_parent_death_signal, signal.SIGTERM)
