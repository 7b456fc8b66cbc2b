"""Pages in threads: a WSGI application under an ASGI server, each request in a thread of its own.

A form is read whole before it costs a thread, so that slow senders hold none; of a long upload only the beginning is.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware

AHEAD = 256 * 1024  # bytes of a body that are read before a thread begins

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def in_threads(wsgi: Any, threads: int) -> Application:
    """The same application for ASGI; at most so many requests run at once, others wait."""
    inner: Any = WSGIMiddleware(wsgi, workers=threads)
    running: set[asyncio.Task[None]] = set()

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await inner(scope, receive, send)
            return
        begun = await _beginning(receive)
        if begun is None:
            return
        # The thread ends what it began: cancelled halfway it would wait for ever for somebody to take its pages.
        task = asyncio.ensure_future(inner(scope, _replay(begun, receive), send))
        running.add(task)
        task.add_done_callback(running.discard)
        await asyncio.shield(task)

    return respond


async def _beginning(receive: Receive) -> deque[Message] | None:
    """The first pieces of the body; None if the sender went away meanwhile."""
    pieces: deque[Message] = deque()
    size, more = 0, True
    while more and size <= AHEAD:
        message = await receive()
        if message["type"] != "http.request":
            return None
        pieces.append(message)
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    return pieces


def _replay(begun: deque[Message], receive: Receive) -> Receive:
    async def replay() -> Message:
        if begun:
            return begun.popleft()
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionResetError("The sender went away before the end of the body.")
        return message

    return replay
