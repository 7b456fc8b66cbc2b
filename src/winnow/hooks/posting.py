"""One attempt: the host is looked up once, refused if it is ours, and spoken with at just that address.

Nothing is followed, nothing of the answer but its number is kept, and it is over in time however slowly it comes.
"""

import http.client
import os
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from winnow.notices.hooks.addresses import Forbidden, Target, pinned, target
from winnow.notices.hooks.schedule import retry_after

TIMEOUT = 15.0  # seconds for all of it
READ_AT_MOST = 64 * 1024
LOOPBACK = "WINNOW_WEBHOOKS_TO_LOOPBACK"  # "1" lets webhooks reach this machine itself, for trying them out


@dataclass(frozen=True, slots=True)
class Answer:
    """The number of the answer (None: there was none), what to say about it, and when to come again, in seconds."""

    code: int | None
    said: str = ""
    retry_after: int = 0


def may_loop() -> bool:
    return os.environ.get(LOOPBACK) == "1"


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = TIMEOUT) -> Answer:
    """Post it once. Never raises for what the other side does."""
    loopback = may_loop()
    try:
        where = target(url, loopback=loopback)
        return _post(where, pinned(_looked_up(where), loopback=loopback), body, headers, seconds)
    except Forbidden as refused:
        return Answer(None, str(refused))
    except TimeoutError:
        return Answer(None, f"No answer within {seconds:.0f} seconds.")
    except ssl.SSLError as error:
        return Answer(None, f"No safe connection: {error.reason or 'the certificate is not good'}"[:200])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, f"Not reached: {type(error).__name__}")


def _looked_up(where: Target) -> list[str]:
    """Every address of the host, however it is spelt."""
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _post(where: Target, address: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    late = threading.Event()
    line = socket.create_connection((address, where.port), timeout=seconds)

    guard = line.dup()  # encryption takes the socket over; this one stays in hand

    def cut_off() -> None:
        late.set()
        _hang_up(guard)

    watch = threading.Timer(seconds, cut_off)  # one limit for all of it: a slow answer renews no clock
    watch.daemon = True
    watch.start()
    try:
        return _spoken(where, line, body, headers)
    except (OSError, http.client.HTTPException, ValueError):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        watch.cancel()
        guard.close()
        line.close()


def _spoken(where: Target, line: socket.socket, body: bytes, headers: Mapping[str, str]) -> Answer:
    speaker = http.client.HTTPConnection(where.host, where.port)
    if where.scheme == "https":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=where.host)
    speaker.sock = line
    try:
        speaker.request("POST", where.path, body, dict(headers))
        answer = speaker.getresponse()
        answer.read(READ_AT_MOST)
        wish = retry_after(answer.getheader("Retry-After", ""))
        return Answer(answer.status, retry_after=wish)
    finally:
        speaker.close()


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is over already
