"""A whole Winnow in processes of its own for browser tests: its own home, its own people, real time."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"
SEED = f"""
import django; django.setup()
from django.utils import timezone
from tests.world import inquire, people
cast = people()
for user in (cast.ben, cast.anna, cast.cem):
    user.set_password({PASSWORD!r}); user.save()
inquire(now=timezone.now(), name="Joe Miller", email="joe@miller.example.com", company="Miller Cold Chain",
        title="Head of operations", message="We lose a pump every six weeks. Please send a quote for ten.",
        desired_outcome="No more downtime")
"""


def made(home: Path) -> Path:
    """A new home in which there is nothing yet."""
    home.mkdir()
    _run(home, "-m", "django", "migrate", "-v0")
    return home


def in_home(home: Path, code: str) -> None:
    """Run code of the tests over this home, in a process of its own."""
    _run(home, "-W", "ignore", "-c", code)


def _run(home: Path, *words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=REPOSITORY, env=_environment(home), check=True, timeout=120)


def _environment(home: Path) -> dict[str, str]:
    ours = {"WINNOW_HOME": str(home), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "winnow.config.settings"}
    return os.environ | ours


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address at which this home answers."""
    port = _free_port()
    where = ["winnow.config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *where],
        cwd=REPOSITORY,
        env=_environment(home),
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/accounts/login/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(1_200):  # a minute, on a machine that is busy
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(url)
