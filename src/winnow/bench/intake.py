"""Durable single inquiries over HTTP: how many a second, how long each waits, and what each costs."""

from winnow.bench import floor
from winnow.bench.figures import Figure
from winnow.bench.load import LoadResult, load
from winnow.bench.place import Place, served
from winnow.bench.processes import cpu_of, database_process

CONNECTIONS = 32
WARM_UP = 200
AT_LEAST, CPU, P99 = 1_000.0, 1.4, 150.0  # a second; ms of CPU each; ms
ALONE = 8.0  # ms beside one flush, at one connection


def intake(where: Place, quick: bool) -> list[Figure]:
    """At one connection and at many, everything done that an inquiry needs before its 2xx."""
    flush, single = floor.flush(where.home) * 1000, floor.commits(where)
    token = where.winnow("token", "create", "--scope", "intake").strip()
    where.run("winnow.bench.fill", "0", "2020-01-01T00:00:00+00:00")
    with served(where) as (url, server):
        url, seen = f"{url}/api/v1/inquiries", (server, database_process(where))
        load(url, token, connections=4, number=WARM_UP, start=0)
        alone = load(url, token, connections=1, number=100 if quick else 500, start=100_000)
        before = sum(map(cpu_of, seen))
        many = load(url, token, connections=CONNECTIONS, number=2_000 if quick else 15_000, start=200_000)
        cpu = (sum(map(cpu_of, seen)) - before) * 1000 / many.good
    return [*_alone(alone, flush), *_many(many, cpu, single), *_floor(flush, single)]


def _alone(seen: LoadResult, flush: float) -> list[Figure]:
    return [
        Figure("intake.c1.rate", seen.rate, "inquiries/s"),
        Figure("intake.c1.p50", seen.quantile(0.5) * 1000, "ms", flush + ALONE),
        Figure("intake.c1.p95", seen.quantile(0.95) * 1000, "ms"),
    ]


def _many(seen: LoadResult, cpu: float, single: float) -> list[Figure]:
    refused = sum(seen.statuses.values()) - seen.good
    return [
        Figure("intake.c32.rate", seen.rate, "inquiries/s", AT_LEAST, "at least"),
        Figure("intake.c32.p50", seen.quantile(0.5) * 1000, "ms"),
        Figure("intake.c32.p95", seen.quantile(0.95) * 1000, "ms"),
        Figure("intake.c32.p99", seen.quantile(0.99) * 1000, "ms", P99),
        Figure("intake.c32.cpu", cpu, "ms of CPU/inquiry", CPU),
        Figure("intake.c32.refused", refused, "inquiries", 0),
        Figure("intake.c32.ratio_to_single_commits", seen.rate / single, "×"),
    ]


def _floor(flush: float, single: float) -> list[Figure]:
    return [
        Figure("intake.floor.flush", flush, "ms"),
        Figure("intake.floor.single_commits", single, "rows/s"),
    ]
