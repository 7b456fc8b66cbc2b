"""Every metric over a folder of canonical Parquet, each timed: `python -m winnow.bench.measuring_figures FOLDER KEPT`.

Prints seconds by metric and the figures that `measuring_plain.py` works out in another way; keeps the facts in KEPT, of
which `measuring_pages.py` asks what pages ask.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from winnow.bench.measuring_company import AS_OF

Figures = dict[str, float]
BEYOND = (  # what `measuring_plain.py` does not work out
    "young cohorts", "rule of 45", "returns with hours", "desk", "forecast", "attribution by campaign",
)  # fmt: skip


def main(folder: str, place: str) -> None:
    began = time.perf_counter()
    spent: dict[str, float] = {}
    found = _gathered(folder, spent)
    results = {name: _timed(name, spent, ask) for name, ask in questions(found).items()}
    whole = time.perf_counter() - began
    beyond = sum(spent[name] for name in BEYOND)
    seen = figures(results) | dict(counted(found))
    _keep(found, place, spent)
    told = {"seconds": whole, "alike": whole - beyond, "parts": spent, "figures": seen}
    sys.stdout.write(json.dumps(told))


def _gathered(folder: str, spent: dict[str, float]) -> Any:
    """The facts of a folder, as the audit works them out."""
    from winnow.measure.engines import engine
    from winnow.measure.engines.opening import less_garbage
    from winnow.measure.facts import gather
    from winnow.measure.kept import settled

    less_garbage()
    duckdb = engine("duckdb")
    facts = _timed("gather", spent, lambda: gather(duckdb.open_folder(folder, AS_OF)))
    return _timed("settle", spent, lambda: settled(facts))


def _keep(facts: Any, place: str, spent: dict[str, float]) -> None:
    """The facts in files, for pages."""
    from winnow.measure.kept import keep

    _timed("keep", spent, lambda: keep(facts, place))


def questions(facts: Any) -> dict[str, Callable[[], Any]]:
    """Every metric, as the audit and the pages ask it."""
    from winnow.measure.metrics.attributed import attribution
    from winnow.measure.metrics.conversion import conversion, young_cohorts
    from winnow.measure.metrics.dispositions import dispositions, verdicts
    from winnow.measure.metrics.forecast import forecast
    from winnow.measure.metrics.funnel import funnel, time_in_stages
    from winnow.measure.metrics.money import desk, returns
    from winnow.measure.metrics.people import people
    from winnow.measure.metrics.persistence import coverage, persistence
    from winnow.measure.metrics.response import response
    from winnow.measure.metrics.rule45 import left_to_others

    asked: dict[str, Callable[[], Any]] = {
        f"response by {by or 'nothing'}": lambda by=by: response(facts, by=by)  # type: ignore[misc]
        for by in (None, "channel", "campaign", "person", "hour", "weekday")
    }
    return asked | {
        "coverage": lambda: coverage(facts, by="campaign"),
        "persistence": lambda: persistence(facts),
        "funnel": lambda: funnel(facts),
        "time in stages": lambda: time_in_stages(facts),
        "dispositions": lambda: dispositions(facts),
        "dispositions by owner": lambda: dispositions(facts, by="owner"),
        "verdicts": lambda: verdicts(facts),
        "conversion": lambda: conversion(facts),
        "conversion by campaign": lambda: conversion(facts, by="campaign"),
        "conversion by month": lambda: conversion(facts, by="month"),
        "young cohorts": lambda: young_cohorts(facts),
        "rule of 45": lambda: left_to_others(facts),
        "returns": lambda: returns(facts),
        "returns with hours": lambda: returns(facts, hours=True),
        "desk": lambda: desk(facts),
        "people": lambda: people(facts),
        "forecast": lambda: forecast(facts),
        "attribution": lambda: attribution(facts),
        "attribution by campaign": lambda: attribution(facts, by="campaign"),
    }


def figures(results: dict[str, Any]) -> Figures:
    """Those that are also worked out in plain pandas, by name."""
    return dict(_figures(results))


def _figures(results: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for one in results["response by campaign"]:
        yield from _waits(f"response {one.of}", one)
        yield f"response {one.of} kept", one.promised.part
    for by in ("channel", "person", "hour", "weekday", "nothing"):
        for one in results[f"response by {by}"]:
            yield from _waits(f"response {by} {one.of}", one)
    for one in results["coverage"]:
        yield f"coverage {one.of} followed", one.followed.part
        yield f"coverage {one.of} reached", one.reached.part
    for one in results["persistence"].steps:
        yield f"touch {one.touch} tried", one.tried
        yield f"touch {one.touch} reached", one.reached
        yield f"touch {one.touch} given up", one.given_up
        yield f"touch {one.touch} revenue", float(one.revenue.get("EUR", 0))
    for one in results["funnel"].cohorts:
        for stage in ("inquiries", "leads", "opportunities", "customers"):
            yield f"funnel {one.month:%Y-%m} {stage}", getattr(one, stage)
    for one in (*results["dispositions"], *results["dispositions by owner"]):
        yield f"disposition {one.of} {one.age} {one.disposition}", one.touches
    for one in results["verdicts"]:
        yield f"verdict {one.of} {one.age} {one.verdict} {one.reason}", one.prospects
    for one in results["conversion by campaign"].groups:
        yield f"conversion {one.of} by day 90", float(one.curve.shares_at([90])[0])
    for one in results["conversion by month"].groups:
        yield f"conversion {one.of} by day 5", float(one.curve.shares_at([5])[0])
    yield "conversion all by day 90", float(results["conversion"].groups[0].curve.shares_at([90])[0])
    for one in results["time in stages"]:
        yield f"stage {one.stage} passed", one.passed
        yield f"stage {one.stage} by day 30", float(one.curve.shares_at([30])[0])
    for one in results["returns"]:
        yield f"returns {one.of} {one.money.currency} cost", float(one.money.cost)
        yield f"returns {one.of} {one.money.currency} revenue", float(one.money.revenue)
        yield f"returns {one.of} {one.money.currency} margin", float(one.money.sold.margin)
    for one in (person for person in results["people"] if person.touches):
        yield f"minutes {one.person}", float(one.minutes)
        yield f"accepted {one.person}", one.accepted.part
    for model in ("linear", "first", "last"):
        for credit in results["attribution"]["EUR"][model].credits:
            yield f"{model} {credit.channel}", credit.orders


def _waits(name: str, one: Any) -> Iterator[tuple[str, float]]:
    yield f"{name} median", one.median or -1
    yield f"{name} nine in ten", one.slow or -1
    yield f"{name} in an hour", float(one.curve.shares_at([60])[0])


def counted(facts: Any) -> Iterator[tuple[str, float]]:
    """What forecasts and attribution are read from."""
    yield from _outlooks(facts)
    yield from _in_vain(facts)


def _in_vain(facts: Any) -> Iterator[tuple[str, float]]:
    """How many went each way of inquiries without an order so far."""
    from winnow.measure.journeys import STEPS

    rows = facts.ways.group_by("by", *STEPS).agg(count=facts.ways["count"].sum()).to_polars()
    column = {"channel": "channel", "campaign": "campaign_id"}
    for by, *steps, count in rows.iter_rows():
        yield f"in vain {column[by]} {' > '.join(step for step in steps if step)}", int(count)


def _outlooks(facts: Any) -> Iterator[tuple[str, float]]:
    """How many were open at past instants, and bought within a month after."""
    rows = facts.outlook.to_polars()
    for (look, stage), group in rows.group_by("look", "stage"):
        yield f"open {look} {stage}", int(group["count"].sum())
        if bought := int(group.filter(group["window"] == 0)["count"].sum()):
            yield f"bought {look} {stage}", bought


def _timed(name: str, spent: dict[str, float], ask: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = ask()
    spent[name] = time.perf_counter() - began
    return found


if __name__ == "__main__":
    Path(sys.argv[2]).parent.mkdir(parents=True, exist_ok=True)
    main(*sys.argv[1:])
