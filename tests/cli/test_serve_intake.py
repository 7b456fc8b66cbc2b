"""Machines' inquiries through the running server: its event loop reads them, a thread writes them."""

import http.client
import json
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.installation import Installation, a_free_port, copied, status_of

PATH = "/api/v1/inquiries"
COUNTED = "SELECT count(*) FROM prospects_inquiry"


@pytest.fixture(scope="module")
def port() -> int:
    return a_free_port()


@pytest.fixture(scope="module")
def shared(firm_pattern: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with copied(firm_pattern, tmp_path_factory.mktemp("served")) as installation:
        yield installation


@pytest.fixture(scope="module")
def token(shared: Installation) -> str:
    return shared.run("token", "create", "--scope", "intake").stdout.strip()


@pytest.fixture(scope="module")
def server(shared: Installation, token: str, port: int) -> Iterator[subprocess.Popen[str]]:
    process = shared.start("serve", "--port", str(port))
    assert status_of(f"http://127.0.0.1:{port}/healthz") == 200
    yield process
    process.terminate()
    process.communicate(timeout=30)


pytestmark = pytest.mark.usefixtures("server")


def posted(port: int, token: str, body: Any, **more: Any) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    sent = body if isinstance(body, bytes) or more else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", PATH, sent, headers, **more)
    response = connection.getresponse()
    said = json.loads(response.read())
    connection.close()
    return response.status, said


def test_an_inquiry_is_answered_with_its_owner_and_next_action(port, token):
    status, said = posted(port, token, {"email": "ada@firm1.test"})
    assert status == 201
    assert all((said["owner"]["name"], said["next_action"], said["due_at"]))


def test_a_thousand_in_one_list_are_answered_one_by_one(port, token):
    status, said = posted(port, token, [{"email": f"kim@house{n}.test"} for n in range(1_000)])
    assert status == 201
    assert [one["status"] for one in said] == ["accepted"] * 1_000


def test_a_body_of_unknown_length_is_read_to_its_end(port, token):
    pieces = iter([b'{"email": ', b'"eve@firm2.test"}'])
    status, said = posted(port, token, pieces, encode_chunked=True)
    assert (status, said["status"]) == (201, "accepted")


def test_a_stranger_is_refused(port):
    status, said = posted(port, "wn_nobody", {"email": "ada@firm3.test"})
    assert status == 401
    assert "unknown or has been revoked" in said["detail"]


def test_what_is_no_json_is_refused_with_the_place(port, token):
    status, said = posted(port, token, b'{"email": ')
    assert status == 400
    assert "no JSON" in said["detail"]


def test_too_long_a_body_is_refused_before_it_is_read(port, token):
    status, said = posted(port, token, b'{"message": "' + b"a" * (5 * 1024 * 1024) + b'"}')
    assert status == 413
    assert "send fewer" in said["detail"]


def test_two_keys_that_differ_are_refused_as_it_is_not_clear_which_is_meant(shared, port, token):
    before = shared.sql(COUNTED)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = b'{"email": "ida@firm4.test"}'
    connection.putrequest("POST", PATH)
    for name, value in (("Authorization", f"Bearer {token}"), ("Content-Length", str(len(body)))):
        connection.putheader(name, value)
    for key in ("one", "two"):
        connection.putheader("Idempotency-Key", key)
    connection.endheaders(body)
    response = connection.getresponse()
    said = json.loads(response.read())
    connection.close()
    assert (response.status, said["detail"]) == (
        400, "Send one Idempotency-Key header: these are several, and they differ.",
    )  # fmt: skip
    assert shared.sql(COUNTED) == before


def test_another_method_is_refused_with_what_may_be_used(port, token):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("PUT", PATH, b"{}", {"Authorization": f"Bearer {token}"})
    response = connection.getresponse()
    assert response.status == 405
    response.read()
    connection.close()


def test_a_sender_who_breaks_off_leaves_nothing_behind(shared, port, token):
    before = shared.sql(COUNTED)
    with socket.create_connection(("127.0.0.1", port)) as line:
        head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        line.sendall(
            head.encode() + b'Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{"email":'
        )
    assert status_of(f"http://127.0.0.1:{port}/healthz") == 200
    assert shared.sql(COUNTED) == before


def test_a_page_answers_who_sends_its_form_in_pieces(port):
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n")
        line.sendall(b"Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\nlogin=")
        line.sendall(b"12345")
        assert line.recv(100).startswith(b"HTTP/1.1 403")  # it lacks the proof that our page sent it
