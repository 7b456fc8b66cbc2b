"""The ASGI entry point, two lanes: machines' inquiries are read in the event loop, all else has a thread."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")

from winnow.config.threads import Application, Receive, Scope, Send, in_threads
from winnow.config.wsgi import application as pages


def lanes(threads: int) -> Application:
    """The whole of Winnow for an ASGI server, with so many requests for pages at once."""
    from winnow.api import lane

    rest = in_threads(pages, threads)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await (lane.intake if lane.takes(scope) else rest)(scope, receive, send)

    return application
