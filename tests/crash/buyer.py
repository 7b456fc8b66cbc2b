"""A buyer whose browser clicks ten times at once in one process; prints the statuses. `kill`: dies within the first."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from winnow.cli.ground import set_up

set_up()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from winnow.offers import actions  # noqa: E402


def clicks(path: str, hashed: str) -> int:
    """Until an answer other than "again later"."""
    sent = {"hash": hashed, "answer": "accepted", "name": "Ida Ott", "po_number": "PO 7"}
    for _ in range(40):
        status = Client().post(path, sent, headers={"host": "localhost"}).status_code
        connections.close_all()
        if status not in (409, 503):  # somebody else was writing
            return status
        time.sleep(0.1)
    return 0


def die(row: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def main(path: str, hashed: str, at: str, number: str) -> None:
    if number == "kill":
        actions.answer = die
        clicks(path, hashed)
    time.sleep(max(float(at) - time.time(), 0))
    with ThreadPoolExecutor(int(number)) as threads:
        for status in threads.map(lambda _: clicks(path, hashed), range(int(number))):
            sys.stdout.write(f"{status}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
