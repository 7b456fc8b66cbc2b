"""Milliseconds that questions take over kept facts: `python -m winnow.bench.measuring_pages KEPT`.

In a process of their own, as set up as one that serves pages. Prints those of each metric, asked again and again, and
those of each page, asked as somebody asks it who narrows it: the answers to pages as they are are kept by the worker.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

ASKED = 5  # times that each metric is asked
NARROWED = 3  # values of each part of an address
DAYS = (30, 90, 180)
COLUMNS = {"channel": "channel", "campaign": "campaign_id", "owner": "owner"}
Spent = dict[str, list[float]]


def main(place: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "winnow.config.settings")
    django.setup()
    from winnow.flow.garbage import look_rarely
    from winnow.measure.engines import duckdb
    from winnow.measure.kept import kept
    from winnow.measure.shown import MEMORY

    look_rarely()
    facts = kept(place, duckdb.connect(memory=MEMORY))
    sys.stdout.write(json.dumps({"metrics": _metrics(facts), "pages": _pages(facts)}))


def _metrics(facts: Any) -> Spent:
    from winnow.bench.measuring_figures import questions

    return {name: [_taken(ask) for _time in range(ASKED)] for name, ask in questions(facts).items()}


def _pages(facts: Any) -> Spent:
    """Each question once: whoever asks it again is answered from memory. One of another kind warms the page up."""
    from winnow.measure.figures.pages import build
    from winnow.measure.figures.question import Asked
    from winnow.measure.figures.said import SAID

    found: Spent = {}
    for page, said in SAID.items():
        build(facts, page, Asked(days=365))
        asked = [one for part in said.narrowed_by for one in _narrowed(facts, part)]
        found[page] = [_taken(lambda one=one, page=page: build(facts, page, one)) for one in asked]  # type: ignore[misc]
    return found


def _narrowed(facts: Any, part: str) -> Iterator[Any]:
    """Questions that name another value of one part each."""
    from winnow.measure.figures.question import Asked

    if part == "days":
        yield from (Asked(days=days) for days in DAYS)
        return
    column = facts.prospects[COLUMNS[part]]
    values = column.topk(NARROWED).execute().iloc[:, 0]
    yield from (Asked(**{part: value} if part != "owner" else {"owners": (value,)}) for value in values)


def _taken(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
