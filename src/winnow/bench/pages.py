"""Pages over a full database: the time from asking for one to having it, over HTTP, one after the other."""

import http.client
import time
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from winnow.bench.figures import Figure, quantile
from winnow.bench.place import Place, served
from winnow.bench.processes import cpu_of

OPEN, QUICK_OPEN = 100_000, 5_000
ROUNDS = 5
DESK, COVERAGE = 60.0, 150.0  # ms within which 95 of 100 are there
FREE = (
    "update prospects_prospect set claimed_by_id = null, claimed_until = null where claimed_by_id is not null"
)
# Name, path, whose session asks, limit of the 95th percentile in ms.
PAGES = (
    ("next", "/desk/", "qualifier", DESK),
    ("list", "/prospects/", "manager", None),
    ("coverage", "/coverage/", "manager", COVERAGE),
)


def next_page(where: Place, quick: bool, now: datetime) -> list[Figure]:
    """The prospect to work on now, claimed anew each time, and the list; over open prospects of five days ago."""
    return _asked(where, quick, now, ("next", "list"))


def coverage_page(where: Place, quick: bool, now: datetime) -> list[Figure]:
    """The manager's page of what is about to be dropped."""
    return _asked(where, quick, now, ("coverage",))


def _asked(where: Place, quick: bool, now: datetime, names: tuple[str, ...]) -> list[Figure]:
    number = QUICK_OPEN if quick else OPEN
    sessions = _filled(where, number, now - timedelta(days=5))
    figures = [Figure("pages.open_prospects", number, "prospects")]
    with served(where) as (url, server):
        for name, path, role, limit in PAGES:
            if name in names:
                before = cpu_of(server)
                times = _times(where, url, path, [key for who, key in sessions if who == role])
                figures += _figures(name, times, limit, cpu_of(server) - before)
    return figures


def _filled(where: Place, number: int, then: datetime) -> list[tuple[str, str]]:
    """Role and session key of everybody who may ask."""
    lines = where.run("winnow.bench.fill", str(number), then.isoformat()).splitlines()
    return [(role, key) for role, _, key in (line.partition(" ") for line in lines)]


def _times(where: Place, url: str, path: str, keys: list[str]) -> list[float]:
    """Milliseconds of each answer; empty if there is no such page."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    times: list[float] = []
    for turn in range(ROUNDS + 1):
        where.sql(FREE)
        for key in keys if len(keys) > 1 else keys * 20:
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": f"sessionid={key}"})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 404:
                return []
            if answer.status != 200:
                raise RuntimeError(f"{path} was answered with {answer.status}")
            if turn:  # the first round only warms up
                times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return times


def _figures(name: str, times: list[float], limit: float | None, cpu: float) -> list[Figure]:
    """`cpu` in seconds, of all rounds."""
    if not times:
        return []
    asked = len(times) * (ROUNDS + 1) / ROUNDS
    return [
        Figure(f"{name}.cpu", cpu * 1000 / asked, "ms of CPU/page"),
        Figure(f"{name}.p50", quantile(times, 0.5), "ms"),
        Figure(f"{name}.p95", quantile(times, 0.95), "ms", limit),
    ]
