"""The replay that goes on beside the worker, in a process of its own: neither waits for the other.

If that process is killed, the next round begins the replay anew; of one that was not finished nothing is shown.
"""

import subprocess
import sys
from datetime import datetime

from winnow.flow.replaying import jobs

TRIES = 3  # of one replay, by one worker: what ends its process every time is not tried for ever
COMMAND = "winnow.cli.replay"


class Aside:
    """What this worker has going on beside it."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.number = 0
        self.tries: dict[int, int] = {}

    def look_after(self, now: datetime) -> None:
        """See to one whose process has ended; start one that waits if none goes on."""
        if self.process:
            if self.process.poll() is None:
                return
            self._ended(self.process.returncode)
        if number := jobs.due(now):
            self.number = number
            self.tries[number] = self.tries.get(number, 0) + 1
            command = [sys.executable, "-m", COMMAND, str(number)]
            self.process = subprocess.Popen(  # noqa: S603 (nothing in the command comes from outside)
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )

    def finish(self, now: datetime) -> bool:
        """Wait for one to end, for scripts; False if none waits."""
        self.look_after(now)
        if self.process is None:
            return False
        self.process.wait()
        return True

    def _ended(self, code: int) -> None:
        self.process = None
        if code:
            often = self.tries[self.number] >= TRIES
            jobs.let_go(self.number, f"Its process ended {TRIES} times ({code})." if often else "")

    def end(self) -> None:
        """Give up what goes on: it waits, and is begun anew."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
            self.tries.pop(self.number, None)
            jobs.let_go(self.number)
        self.process = None
