"""A real server on this machine that webhooks are posted to."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from winnow.hooks.posting import LOOPBACK


@dataclass
class Listener:
    """What was posted; `answers` are given one after the other, the last for ever."""

    port: int = 0
    taken: list[tuple[dict[str, str], str]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(204, {})])
    drip: float = 0.0  # seconds between two signs of an answer that never ends

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=1"


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setenv(LOOPBACK, "1")
    found = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if found.drip:
                return self._drip()
            code, headers = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"secret of the inner network")

        def _drip(self) -> None:
            try:
                for _ in range(1000):
                    self.wfile.write(b"H")
                    time.sleep(found.drip)
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()
