"""A load generator: posts inquiries over kept-alive connections from a process of its own and times each answer."""

import http.client
import json
import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 60.0  # seconds that one answer may take


@dataclass(slots=True)
class LoadResult:
    """What the sender saw. Seconds are of the wall clock; `latencies` are sorted."""

    seconds: float
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

    @property
    def good(self) -> int:
        return sum(number for status, number in self.statuses.items() if 200 <= status < 300)

    @property
    def rate(self) -> float:
        """Inquiries a second that were answered with 2xx."""
        return self.good / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Seconds within which this share of all requests was answered."""
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


def load(url: str, token: str, *, connections: int, number: int, start: int = 0) -> LoadResult:
    """Post `number` single inquiries of new persons to `url` over so many connections at once."""
    context = multiprocessing.get_context("spawn")
    inward, outward = context.Pipe(duplex=False)
    process = context.Process(
        target=_run, args=(outward, url, token, connections, number, start), daemon=True
    )
    process.start()
    outward.close()
    result: LoadResult = inward.recv()
    process.join()
    return result


def inquiry(number: int) -> dict[str, Any]:
    """A believable inquiry, another person at another firm for each number."""
    return {
        "email": f"kim.berg{number}@firm{number}.example",
        "name": f"Kim Berg{number}",
        "phone": f"+49 30 {2_000_000 + number % 7_000_000}",
        "company": f"Firm {number} GmbH",
        "country": "DE",
        "message": "Please send us an offer for ten of your machines, delivered in spring.",
        "channel": "web",
        "source": "bench",
        "utm_source": "newsletter",
        "utm_medium": "email",
    }


def _run(pipe: Any, url: str, token: str, connections: int, number: int, start: int) -> None:
    numbers: Iterator[int] = iter(range(start, start + number))
    result = LoadResult(0.0)
    lock = threading.Lock()
    senders = [
        threading.Thread(target=_send, args=(url, token, numbers, result, lock)) for _ in range(connections)
    ]
    began = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    result.seconds = time.perf_counter() - began
    result.latencies.sort()
    pipe.send(result)


def _send(url: str, token: str, numbers: Iterator[int], result: LoadResult, lock: threading.Lock) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            return connection.close()
        body = json.dumps(inquiry(number)).encode()
        began = time.perf_counter()
        status = _post(connection, parts.path, body, headers)
        took = time.perf_counter() - began
        with lock:
            result.statuses[status] += 1
            result.latencies.append(took)


def _post(connection: http.client.HTTPConnection, path: str, body: bytes, headers: dict[str, str]) -> int:
    """The status; 0 if the connection broke."""
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0
