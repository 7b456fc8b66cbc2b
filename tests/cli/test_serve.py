"""The web process: it answers, ends cleanly, and says what is in the way."""

import signal
import socket
import subprocess
from collections.abc import Iterator

import pytest

from tests.cli.installation import Installation, a_free_port, status_of


@pytest.fixture
def port() -> int:
    return a_free_port()


@pytest.fixture
def served(installed: Installation, port: int) -> Iterator[subprocess.Popen[str]]:
    process = installed.start("serve", "--port", str(port))
    yield process
    process.kill()
    process.wait()
    assert process.stdout
    process.stdout.close()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_ends_cleanly(served: subprocess.Popen[str], port: int, ending: int) -> None:
    assert status_of(f"http://127.0.0.1:{port}/accounts/login/") == 200
    served.send_signal(ending)
    assert served.wait(30) == 0


def test_it_says_where_it_answers_and_nothing_else(served: subprocess.Popen[str], port: int) -> None:
    status_of(f"http://127.0.0.1:{port}/accounts/login/")
    served.terminate()
    said, _ = served.communicate(timeout=30)
    assert said == f"Winnow answers at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"


def test_a_request_for_another_name_is_refused(served: subprocess.Popen[str], port: int) -> None:
    status_of(f"http://127.0.0.1:{port}/accounts/login/")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(
            b"GET /accounts/login/ HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


def test_an_endless_address_is_refused(served: subprocess.Popen[str], port: int) -> None:
    assert status_of(f"http://127.0.0.1:{port}/?{'a' * 9000}") == 414


def test_a_port_in_use_is_told_in_one_sentence(installed: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = installed.run("serve", "--port", str(port), code=1).stderr
    assert (
        said == f"Port {port} on 127.0.0.1 cannot be used: address already in use. Choose another --port.\n"
    )
