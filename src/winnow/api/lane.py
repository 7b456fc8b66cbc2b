"""The fast lane: `winnow serve` reads machines' inquiries in its event loop, without a thread for each.

A request costs a thread only where it must wait for the database itself: a token not seen before, or a long list.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from django.db import close_old_connections

from winnow.api.answers import PATH
from winnow.api.bearer import is_known
from winnow.api.intake import CAP, Prepared, prepare, refused, replied, too_long
from winnow.api.messages import Reply, Sent
from winnow.api.problems import Problem
from winnow.flow.gather import gatherer

ONCE = ("authorization", "idempotency-key")
SHORT = 64 * 1024  # bytes that are read at once; a longer body would hold up the others

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def takes(scope: MutableMapping[str, Any]) -> bool:
    """Whether this is what the lane is for."""
    return scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST"


async def intake(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """ASGI: answers one POST of inquiries after its commit; a sender who breaks off sending is not answered."""
    try:
        body = await _body(receive)
        if body is None:
            return
        work, sender = await _prepared(Sent("POST", PATH, _headers(scope["headers"]), body))
        reply = replied(await gatherer().written(work), sender)
    except Exception as error:
        reply = refused(error, PATH)
    await _tell(send, reply)


def _headers(sent: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """By name. Raises Problem where it is not clear which key or token is meant."""
    headers: dict[str, str] = {}
    for name, value in ((name.decode("latin-1"), value.decode("latin-1")) for name, value in sent):
        if name in ONCE and headers.get(name, value) != value:
            raise Problem(400, f"Send one {name.title()} header: these are several, and they differ.")
        headers[name] = value
    return headers


async def _body(receive: Receive) -> bytes | None:
    """All of it, or None if the sender went away before the end. Raises Problem if it is too long."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message["type"] == "http.request" and message.get("more_body"):
        if len(body) > CAP:
            raise too_long()
        message = await receive()
        body += message.get("body", b"")
    return body if message["type"] == "http.request" else None


async def _prepared(sent: Sent) -> Prepared:
    if len(sent.body) <= SHORT and is_known(sent.headers.get("authorization", "")):
        return prepare(sent)
    return await asyncio.get_running_loop().run_in_executor(_aside(), _prepare_aside, sent)


def _prepare_aside(sent: Sent) -> Prepared:
    close_old_connections()  # a thread keeps its connection, and the server may have been restarted
    return prepare(sent)


@cache
def _aside() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, "intake")


async def _tell(send: Send, reply: Reply) -> None:
    body = reply.body.encode()
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()]
    headers.append((b"Content-Length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
