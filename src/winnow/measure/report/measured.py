"""Every metric of the facts, once, by name: what the pages show and what the JSON has."""

from collections.abc import Callable
from typing import Any

from winnow.measure.facts import Facts
from winnow.measure.metrics import (
    attributed,
    conversion,
    dispositions,
    forecast,
    funnel,
    money,
    people,
    persistence,
    response,
    rule45,
)

METRICS: dict[str, Callable[[Facts], Any]] = {
    "response": response.response,
    "response_by_channel": lambda facts: response.response(facts, by="channel"),
    "response_by_campaign": lambda facts: response.response(facts, by="campaign"),
    "response_by_weekday": lambda facts: response.response(facts, by="weekday"),
    "response_by_hour": lambda facts: response.response(facts, by="hour"),
    "response_by_person": lambda facts: response.response(facts, by="person"),
    "coverage": persistence.coverage,
    "coverage_by_channel": lambda facts: persistence.coverage(facts, by="channel"),
    "coverage_by_campaign": lambda facts: persistence.coverage(facts, by="campaign"),
    "persistence": persistence.persistence,
    "funnel": funnel.funnel,
    "funnel_by_channel": lambda facts: funnel.funnel(facts, by="channel"),
    "funnel_by_campaign": lambda facts: funnel.funnel(facts, by="campaign"),
    "time_in_stages": funnel.time_in_stages,
    "verdicts": lambda facts: dispositions.verdicts(facts, by=None),
    "verdicts_by_campaign": dispositions.verdicts,
    "dispositions": dispositions.dispositions,
    "conversion": conversion.conversion,
    "conversion_by_channel": lambda facts: conversion.conversion(facts, by="channel"),
    "conversion_by_campaign": lambda facts: conversion.conversion(facts, by="campaign"),
    "young_cohorts": conversion.young_cohorts,
    "forecast": forecast.forecast,
    "left_to_others": rule45.left_to_others,
    "left_to_others_in_all": lambda facts: rule45.left_to_others(facts, by=None),
    "returns": money.returns,
    "returns_by_channel": lambda facts: money.returns(facts, by="channel"),
    "desk": money.desk,
    "attribution": attributed.attribution,
    "attribution_by_campaign": lambda facts: attributed.attribution(facts, by="campaign"),
    "people": people.people,
}


def measured(facts: Facts, progress: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Each metric's result, or `Unknown`."""
    found = {}
    for name, metric in METRICS.items():
        progress(name.replace("_", " "))
        found[name] = metric(facts)
    return found
