"""From inquiry to customer, by the month in which prospects first inquired.

A cohort is *young* until it is as old as nine in ten of all orders so far had taken at most: its shares still grow,
and are shown as such, not compared. Stages passed are counted from facts: a customer was a lead and an opportunity.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import ibis
from ibis import _

from winnow.measure.calendar import DAY, month_start
from winnow.measure.canonical import Unknown
from winnow.measure.curves.kaplan_meier import Curve, kaplan_meier
from winnow.measure.engines.opening import micros
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.scope import ALL, Scope, counted, lacking
from winnow.measure.once import once
from winnow.measure.shares import Share

RIPE = 0.9  # of all orders so far came within the age at which a cohort counts as grown
STAGES = (
    ("inquiry", "first_at"),
    ("lead", "lead_at"),
    ("opportunity", "opportunity_at"),
    ("customer", "customer_at"),
)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who first inquired in a month (or any other group): how many by now reached each stage."""

    of: str | None
    month: date | None
    inquiries: int  # prospects
    leads: int
    opportunities: int
    customers: int
    young: bool

    @property
    def steps(self) -> tuple[Share, Share, Share]:
        """Inquiry to lead, lead to opportunity, opportunity to customer."""
        counts = (self.inquiries, self.leads, self.opportunities, self.customers)
        return Share(counts[1], counts[0]), Share(counts[2], counts[1]), Share(counts[3], counts[2])

    @property
    def bought(self) -> Share:
        return Share(self.customers, self.inquiries)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Cohorts, oldest first (by another dimension: largest first), and the age in days at which one is grown."""

    cohorts: tuple[Cohort, ...]
    grown_after: float | None


def funnel(facts: Facts, scope: Scope = ALL, by: str = "month") -> Funnel | Unknown:
    """Counts by cohort. A group that is no month is young if half of its prospects are."""
    if not (facts.known.has("stages") or facts.known.has("orders")):
        return Unknown("The data has no stages and no orders.")
    if lack := lacking(facts, by):
        return Unknown(lack)
    grown = _grown_after(facts)
    found = ask(facts, scope, _reached, by, int((grown or 0) * DAY))
    cohorts = [_cohort(row, by == "month", grown) for row in found.iter_rows(named=True)]
    order = (lambda one: one.month) if by == "month" else (lambda one: (-one.inquiries, one.of or ""))
    return Funnel(tuple(sorted(cohorts, key=order)), grown)


def _reached(facts: Facts, by: str, grown: int) -> ibis.Table:
    """How many reached each stage, and how many are at least as old (in microseconds)."""
    return counted(
        facts.prospects,
        by,
        inquiries=_.count(), leads=_.lead_at.count(), opportunities=_.opportunity_at.count(),
        customers=_.customer_at.count(), old=_.count(where=micros(facts.as_of) - _.first_at >= grown),
    )  # fmt: skip


def _cohort(row: dict[str, Any], monthly: bool, grown: float | None) -> Cohort:
    old, total = row.pop("old"), row["inquiries"]
    young = grown is None or (old < total if monthly else 2 * old < total)
    return Cohort(month=month_start(int(row["of"])) if monthly else None, young=young, **row)


@once
def _grown_after(facts: Facts) -> float | None:
    """Days within which nine in ten of the orders came, of inquirers of the older half of the time observed."""
    first, last = ask(facts, ALL, _first).item(), micros(facts.as_of)
    if first is None:
        return None
    took = ask(facts, ALL, _took, (int(first) + last) // 2)
    enough = took.filter(took["count"].cum_sum() >= RIPE * took["count"].sum())
    return max(float(enough["days"][0]), 0.0) if enough.height else None


def _first(facts: Facts) -> ibis.Table:
    return facts.prospects.agg(first=_.first_at.min())


def _took(facts: Facts, until: int) -> ibis.Table:
    """How many of those who inquired by an instant took so many days to order."""
    older = facts.prospects.filter((_.first_at <= until) & _.customer_at.notnull())
    days = (-((_.first_at - _.customer_at) // DAY)).cast("int64")
    return older.group_by(days=days).agg(count=_.count()).order_by("days")


@dataclass(frozen=True, slots=True)
class TimeInStage:
    """How long it takes from one stage to the next, in days; who has not got there counts until they ended, or now."""

    stage: str
    entered: int
    passed: int
    curve: Curve

    @property
    def median(self) -> float | None:
        """None while fewer than half get there."""
        return self.curve.quantile(0.5)


def time_in_stages(facts: Facts, scope: Scope = ALL) -> tuple[TimeInStage, ...] | Unknown:
    """Inquiry, lead, opportunity: each until the next stage; to the day, rounded up."""
    if lack := facts.known.lack("stages"):
        return Unknown(lack)
    return tuple(
        _time_in(stage, ask(facts, scope, _spent, entry, exit_))
        for (stage, entry), (_next, exit_) in pairwise(STAGES)
    )


def _spent(facts: Facts, entry: str, exit_: str) -> ibis.Table:
    """How many left a stage, for the next one or otherwise, or are in it still, after so many days."""
    rows = facts.prospects
    left = rows[exit_].coalesce(rows.ended_at, micros(facts.as_of))
    days = (-((rows[entry] - left) // DAY)).cast("int64")
    entered = rows.filter(rows[entry].notnull() & (days >= 0))
    return entered.group_by(days=days, passed=rows[exit_].notnull()).agg(count=_.count())


def _time_in(stage: str, found: Any) -> TimeInStage:
    days, passed, count = (found[name].to_numpy() for name in ("days", "passed", "count"))
    return TimeInStage(stage, int(count.sum()), int(count[passed].sum()), kaplan_meier(days, passed, count))
