"""Senders who do not give up: each posts its inquiries under keys of their own until it gets a 2xx."""

import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

TIMEOUT = 20.0  # seconds that one answer may take
AGAIN = 0.05  # seconds before the next try


@dataclass
class Crowd:
    """Some clients with so many inquiries each; the text of an inquiry is its key."""

    port: int
    token: str
    clients: int
    each: int
    give_up: float = 240.0  # seconds for all
    accepted: dict[str, int] = field(default_factory=dict)  # key: the inquiry that a 2xx named
    statuses: Counter[int] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)  # bodies of 4xx
    pauses: list[float] = field(default_factory=list)  # seconds from a first failed try to its 2xx
    retry_after: Counter[bool] = field(default_factory=Counter)  # whether 503s said when to come back

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.began = time.monotonic()
        self.threads = [threading.Thread(target=self._send, args=(n,)) for n in range(self.clients)]

    @property
    def number(self) -> int:
        return self.clients * self.each

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def wait_for(self, accepted: int) -> None:
        """Until so many have been accepted."""
        while len(self.accepted) < accepted and self._goes_on():
            time.sleep(0.005)

    def wait_for_refusals(self, number: int) -> None:
        """Until so many more have been told to come back later."""
        until = self.statuses[503] + number
        while self.statuses[503] < until and self._goes_on():
            time.sleep(0.005)

    def _goes_on(self) -> bool:
        return any(thread.is_alive() for thread in self.threads)

    def wait(self) -> None:
        for thread in self.threads:
            thread.join()

    def _send(self, client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        for number in range(self.each):
            self._insist(connection, f"client {client}, inquiry {number}")
        connection.close()

    def _insist(self, connection: http.client.HTTPConnection, key: str) -> None:
        first_failure = None
        while time.monotonic() - self.began < self.give_up:
            if self._accepted(connection, key):
                if first_failure:
                    self.pauses.append(time.monotonic() - first_failure)
                return
            first_failure = first_failure or time.monotonic()
            time.sleep(AGAIN)

    def _accepted(self, connection: http.client.HTTPConnection, key: str) -> bool:
        try:
            connection.request("POST", "/api/v1/inquiries", _body(key), self._headers(key))
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return False
        with self.lock:
            self.statuses[answer.status] += 1
            if answer.status == 503:
                self.retry_after["Retry-After" in answer.headers] += 1
            if 400 <= answer.status < 500:
                self.refusals.append(body.decode())
            if 200 <= answer.status < 300:
                self.accepted[key] = json.loads(body)["inquiry"]
        return 200 <= answer.status < 300

    def _headers(self, key: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }


def _body(key: str) -> bytes:
    who = key.replace(", inquiry ", "-").replace("client ", "c")
    inquiry = {"email": f"kim@{who}.example", "name": f"Kim {who}", "message": key, "channel": "web"}
    return json.dumps(inquiry | {"source": "crowd"}).encode()
