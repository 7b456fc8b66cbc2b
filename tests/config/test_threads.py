"""Pages under an event loop: a form costs a thread only once it is there, and what is begun is ended."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from winnow.config.threads import AHEAD, in_threads

SCOPE = {
    "type": "http", "method": "POST", "path": "/", "query_string": b"", "http_version": "1.1", "headers": [],
}  # fmt: skip


class Page:
    """A WSGI application that tells the length of what it read, in `pieces` pieces."""

    def __init__(self, pieces: int = 1) -> None:
        self.pieces, self.lengths, self.closed = pieces, [], 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> "Page":
        self.lengths.append(len(environ["wsgi.input"].read()))
        start_response("200 OK", [("X-Length", str(self.lengths[-1]))])
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"x"] * self.pieces)

    def close(self) -> None:
        self.closed += 1


def asked(page: Page, messages: list[dict[str, Any]], patience: float = 5.0) -> list[dict[str, Any]]:
    """What the page answers to this body."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def answered() -> None:
        await asyncio.wait_for(in_threads(page, 2)(SCOPE, receive, send), patience)

    asyncio.run(answered())
    return sent


def piece(length: int, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": b"a" * length, "more_body": more}


def test_a_form_in_pieces_is_read_whole():
    page = Page()
    assert asked(page, [piece(3, True), piece(4, False)])[0]["status"] == 200
    assert page.lengths == [7]


def test_a_long_upload_is_read_to_its_end():
    page = Page()
    asked(page, [piece(AHEAD + 1, True), piece(5, True), piece(6, False)])
    assert page.lengths == [AHEAD + 12]


def test_a_form_that_breaks_off_reaches_no_page():
    page = Page()
    assert asked(page, [piece(3, True), {"type": "http.disconnect"}]) == []
    assert page.lengths == []


def test_an_upload_that_breaks_off_is_an_error_to_its_page_and_no_end():
    page = Page()
    with pytest.raises(ConnectionResetError):
        asked(page, [piece(AHEAD + 1, True), {"type": "http.disconnect"}])
    assert page.lengths == []


def test_a_page_that_nobody_waits_for_any_more_is_ended_all_the_same():
    page = Page(pieces=100)

    async def left() -> None:
        messages = [piece(1, False)]
        stuck = asyncio.Event()

        async def receive() -> dict[str, Any]:
            return messages.pop(0)

        async def send(message: dict[str, Any]) -> None:
            stuck.set()
            await asyncio.sleep(0)

        asking = asyncio.ensure_future(in_threads(page, 2)(SCOPE, receive, send))
        await stuck.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        for _ in range(500):
            if page.closed:
                return
            await asyncio.sleep(0.01)

    asyncio.run(left())
    assert page.closed == 1
