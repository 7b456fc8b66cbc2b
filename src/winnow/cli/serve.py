"""`winnow serve`: the web processes."""

import os
import socket
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from winnow.cli import ground
from winnow.cli.say import Problem, aside

app = typer.Typer()

THREADS = 40  # pages at once; machines' inquiries need none
KEEPALIVE = 75  # seconds; longer than a proxy in front keeps its side open
GRACE = 15  # seconds that open requests have to finish when the server stops
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - heartbeats of processes must not wait for a disk


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    processes: Annotated[int, typer.Option(help="More than one only pays on PostgreSQL.", min=1, max=64)] = 1,
    threads: Annotated[int, typer.Option(help="Requests at once, per process.", min=1, max=512)] = THREADS,
) -> None:
    """Serve pages, forms and the API until stopped (Ctrl-C or SIGTERM); open requests are finished first.

    Where a proxy in front serves https, say its address in WINNOW_URL.
    """
    ground.ready()
    free_port(host, [port])
    if not _is_local(host) and not os.environ.get("WINNOW_URL"):
        aside(
            "Only requests for localhost are answered until WINNOW_URL says under which address Winnow is reached."
        )
    from django.conf import settings
    from django.db import connections

    settings.STATIC_ROOT.mkdir(exist_ok=True)  # styles come from installed packages; here may be others
    connections.close_all()  # each process opens its own
    run(_settings(host, port, processes), threads)


def run(settings: dict[str, Any], threads: int) -> None:
    """Become the arbiter of gunicorn; returns never."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from winnow.config.asgi import lanes
            from winnow.flow.garbage import look_rarely

            answering = lanes(threads)
            look_rarely()
            return answering

    Server().run()


def _settings(host: str, port: int, processes: int) -> dict[str, Any]:
    shown = f"[{host}]" if ":" in host else host

    def ready(_: Any) -> None:
        typer.echo(f"Winnow answers at http://{shown}:{port}/ (Ctrl-C stops it)")

    return {
        "bind": f"{shown}:{port}",
        "workers": processes,
        "worker_class": "asgi",
        "asgi_loop": "asyncio",
        "asgi_lifespan": "off",
        "worker_connections": 1000,
        "keepalive": KEEPALIVE,
        "timeout": 60,
        "graceful_timeout": GRACE,
        "limit_request_line": 8190,
        "limit_request_fields": 64,
        "limit_request_field_size": 8190,
        "worker_tmp_dir": SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None,
        "control_socket_disable": True,
        "accesslog": None,
        "loglevel": "warning",
        "proc_name": "winnow",
        "when_ready": ready,
    }


def free_port(host: str, ports: Iterable[int]) -> int:
    """The first of the ports that can be had, found out before anything starts; a Problem if none can."""
    words = port = None
    for port in ports:
        if not (words := _in_the_way(host, port)):
            return port
    raise Problem(f"Port {port} on {host} cannot be used: {words}. Choose another --port.")


def _in_the_way(host: str, port: int) -> str:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise Problem(
            f"{host} is no address of this machine. Use --host 127.0.0.1 or --host 0.0.0.0."
        ) from None
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            return (error.strerror or "it cannot be had").lower()
    return ""


def _is_local(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
