"""What became of what was handed over: the report that the desk owes marketing, and marketing the company."""

from dataclasses import dataclass

import ibis
from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.engines.opening import micros
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.scope import ALL, Scope, counted, lacking
from winnow.measure.touching import AGES, age_of

ORDER = [words for _limit, words in AGES]


@dataclass(frozen=True, slots=True)
class Noted:
    """How many touches ended in a disposition, of prospects of one age (when touched)."""

    of: str | None
    age: str
    disposition: str
    touches: int


@dataclass(frozen=True, slots=True)
class Decided:
    """How many prospects of one age (now) got a verdict for a reason; verdict None: none yet."""

    of: str | None
    age: str
    verdict: str | None
    reason: str | None
    prospects: int


def dispositions(facts: Facts, scope: Scope = ALL, by: str = "campaign") -> tuple[Noted, ...] | Unknown:
    """By campaign, channel or owner (those may be narrowed, with whole months of touches); most frequent first."""
    if lack := facts.known.lack("touches.disposition"):
        return Unknown(lack)
    found = ask(facts, scope, _noted, by)
    noted = [Noted(of, age, words, int(count)) for of, age, words, count in found.iter_rows()]
    return tuple(
        sorted(noted, key=lambda one: (one.of or "", ORDER.index(one.age), -one.touches, one.disposition))
    )


def _noted(facts: Facts, by: str) -> ibis.Table:
    rows = facts.dispositions.filter(_.dimension == by)
    return rows.group_by("value", "age", "disposition").agg(touches=_.touches.sum())


def verdicts(facts: Facts, scope: Scope = ALL, by: str | None = "campaign") -> tuple[Decided, ...] | Unknown:
    """Verdicts and their reasons by a dimension and the prospects' age; none yet is one of them."""
    if lack := facts.known.lack("stages") or lacking(facts, by):
        return Unknown(lack)
    decided = [Decided(*row) for row in ask(facts, scope, _decided, by).iter_rows()]
    return tuple(
        sorted(
            decided,
            key=lambda one: (
                one.of or "", ORDER.index(one.age), -one.prospects, one.verdict or "", one.reason or "",
            ),
        )
    )  # fmt: skip


def _decided(facts: Facts, by: str | None) -> ibis.Table:
    age = age_of((micros(facts.as_of) - facts.prospects.first_at) // DAY)
    reasons = {"age": age, "verdict": _.verdict, "verdict_reason": _.verdict_reason}
    return counted(facts.prospects, by, reasons, count=_.count())
