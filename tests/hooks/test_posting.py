"""One attempt against a real server: pinned, in time, and nothing of the answer kept but its number."""

import socket
import time

import pytest

from tests.hooks.conftest import Listener
from winnow.hooks import posting
from winnow.hooks.posting import LOOPBACK, Answer, post

FAR = "93.184.216.34"


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Each look-up of a name gives the next of these; returns the names that were asked for."""
    asked: list[str] = []
    left = list(answers)

    def looked_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        found = left.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return asked


def test_what_is_posted_arrives_and_only_the_number_of_the_answer_comes_back(listener: Listener) -> None:
    assert post(listener.url, b"{}", {"X": "y"}) == Answer(204)
    assert (listener.taken[0][0]["x"], listener.taken[0][1]) == ("y", "{}")


def test_a_redirect_is_not_followed(listener: Listener) -> None:
    listener.answers = [(302, {"Location": f"http://127.0.0.1:{listener.port}/other"})]
    assert post(listener.url, b"{}", {}).code == 302
    assert len(listener.taken) == 1


def test_a_wish_to_come_later_is_heard(listener: Listener) -> None:
    listener.answers = [(503, {"Retry-After": "90"})]
    assert post(listener.url, b"{}", {}) == Answer(503, retry_after=90)


def test_an_answer_that_drips_is_cut_off_in_time(listener: Listener) -> None:
    listener.drip = 0.05
    began = time.monotonic()
    found = post(listener.url, b"{}", {}, seconds=0.4)
    assert found == Answer(None, "No answer within 0 seconds.")
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0"]
)
def test_this_machine_is_not_reached_however_its_address_is_spelt(
    host: str, listener: Listener, monkeypatch
) -> None:
    monkeypatch.setenv(LOOPBACK, "0")
    assert post(f"https://{host}:{listener.port}/", b"{}", {}).code is None
    assert not listener.taken


def test_a_name_that_leads_elsewhere_at_a_second_look_is_never_looked_up_twice(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    asked = named(monkeypatch, [FAR], ["127.0.0.1"])

    def connecting(address: tuple[str, int], **_: object) -> socket.socket:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connecting)
    monkeypatch.setenv(LOOPBACK, "0")
    assert post("https://rebinding.test/", b"{}", {}).said == "Not reached: ConnectionRefusedError"
    assert (asked, reached) == (["rebinding.test"], [FAR])


def test_a_name_with_a_private_address_is_refused_before_anything_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(monkeypatch, [FAR, "169.254.169.254"])
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was opened"))
    assert "private network" in post("https://metadata.test/", b"{}", {}).said


def test_nobody_at_the_other_end_is_no_error_of_ours(listener: Listener) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", b"{}", {}) == Answer(None, "Not reached: ConnectionRefusedError")
    assert posting.may_loop()
