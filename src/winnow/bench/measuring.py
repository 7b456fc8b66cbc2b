"""All metrics over a million prospects and ten million touches, beside the same figures in plain pandas."""

import json
from itertools import chain
from typing import Any

from winnow.bench.figures import Figure, quantile
from winnow.bench.place import Place
from winnow.bench.processes import cost_of

PROSPECTS, QUICK_PROSPECTS, SEED = 1_000_000, 2_000, 1
SECONDS, MEMORY, RATIO, PAGE = 60.0, 2_000.0, 10.0, 300.0  # seconds, megabytes, times, milliseconds
BEHIND_PAGES = {"young cohorts"}  # worked out by the worker, not while somebody waits


def measuring(where: Place, quick: bool) -> list[Figure]:
    """One process makes the company, one measures it, one asks what pages ask, one measures it in pandas."""
    folder, kept = str(where.home / "company"), str(where.home / "facts")
    cost_of(
        where,
        "winnow.bench.measuring_company",
        folder,
        str(QUICK_PROSPECTS if quick else PROSPECTS),
        str(SEED),
    )
    ours = cost_of(where, "winnow.bench.measuring_figures", folder, kept)
    pages = cost_of(where, "winnow.bench.measuring_pages", kept)
    theirs = cost_of(where, "winnow.bench.measuring_plain", folder)
    told, plain = json.loads(ours.printed), json.loads(theirs.printed)
    return [
        Figure("measure.prospects", QUICK_PROSPECTS if quick else PROSPECTS, ""),
        Figure("measure.seconds", told["seconds"], "s", SECONDS),
        Figure("measure.memory", ours.peak, "MB", MEMORY),
        Figure("measure.seconds_alike", told["alike"], "s"),
        Figure("measure.pandas.seconds", plain["seconds"], "s"),
        Figure("measure.pandas.memory", theirs.peak, "MB"),
        Figure("measure.ratio_to_pandas", plain["seconds"] / told["alike"], "×", RATIO, "at least"),
        Figure("measure.figures_alike", alike(told["figures"], plain["figures"]), "share", 1, "at least"),
        *_parts(told["parts"]),
        *_pages(json.loads(pages.printed)),
    ]


def alike(ours: dict[str, float], theirs: dict[str, float]) -> float:
    """The share of all figures, of either, that both have and that agree to nine digits."""
    names = ours.keys() | theirs.keys()
    return 1 - len(different(ours, theirs)) / len(names)


def different(ours: dict[str, float], theirs: dict[str, float]) -> list[str]:
    """The names of those that do not."""
    missing = float("inf")
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if not abs(ours.get(name, missing) - theirs.get(name, -missing))
        <= 1e-9 * abs(theirs.get(name, 0)) + 1e-9
    )


def _parts(parts: dict[str, float]) -> list[Figure]:
    return [Figure(f"measure.part.{name.replace(' ', '_')}", seconds, "s") for name, seconds in parts.items()]


def _pages(taken: dict[str, Any]) -> list[Figure]:
    """The time that a metric takes over kept facts, and a page that somebody narrows; with the slowest of them."""
    metrics = {name: times for name, times in taken["metrics"].items() if name not in BEHIND_PAGES}
    return [*_times("question", metrics, None), *_times("page", taken["pages"], PAGE)]


def _times(kind: str, taken: dict[str, list[float]], limit: float | None) -> list[Figure]:
    every = list(chain.from_iterable(taken.values()))
    slowest = sorted(((quantile(times, 0.5), name) for name, times in taken.items()), reverse=True)[:5]
    return [
        Figure(f"measure.{kind}.p50", quantile(every, 0.5), "ms"),
        Figure(f"measure.{kind}.p95", quantile(every, 0.95), "ms", limit),
        *(Figure(f"measure.{kind}.{name.replace(' ', '_')}.p50", half, "ms") for half, name in slowest),
    ]
