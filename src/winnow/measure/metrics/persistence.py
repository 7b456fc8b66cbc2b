"""Whether inquiries are followed up at all, how often one tries, and what the later tries bring.

Nothing here says what would happen if one tried more often: `CONFOUNDED` stands beside every figure by touches.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
from ibis import _

from winnow.measure.calendar import DAY
from winnow.measure.canonical import Unknown
from winnow.measure.curves.kaplan_meier import Curve, kaplan_meier
from winnow.measure.engines.opening import micros
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask
from winnow.measure.metrics.response import needing_a_touch
from winnow.measure.metrics.scope import ALL, Scope, counted, lacking
from winnow.measure.once import once
from winnow.measure.shares import Share

CONFOUNDED = (
    "Those who are hard to reach get more calls, and those who seem promising get more, too: the figure says what "
    "came after how many touches, not what further touches would bring."
)
MOST = 12  # touches that are told apart; all beyond are counted with it
QUIET = 30  # days without a touch after which an open prospect counts as given up


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one group: how many needed a touch, got one (human), were reached, and what still waits or was dropped."""

    of: str | None
    prospects: int
    followed: Share
    reached: Share | Unknown  # of those followed up
    touches: int
    waiting: int  # no touch yet, still open
    dropped: int  # closed, or resting in nurture, without any touch


def coverage(facts: Facts, scope: Scope = ALL, by: str | None = None) -> tuple[Coverage, ...] | Unknown:
    """The share followed up at all, largest group first."""
    if lack := facts.known.lack("touches") or lacking(facts, by):
        return Unknown(lack)
    found = ask(facts, scope, _covered, by)
    unknown = _no_contact(facts)
    groups = []
    for of, total, followed, reached, touches, waiting in found.iter_rows():
        met = Unknown(unknown) if unknown else Share(reached, followed)
        dropped = total - followed - waiting
        groups.append(Coverage(of, total, Share(followed, total), met, touches, waiting, dropped))
    return tuple(sorted(groups, key=lambda one: (-one.prospects, one.of or "")))


def _covered(facts: Facts, by: str | None) -> ibis.Table:
    return counted(
        needing_a_touch(facts.prospects),
        by,
        prospects=_.count(),
        followed=_.count(where=_.touches > 0),
        reached=_.count(where=(_.touches > 0) & _.contact_at.notnull()),
        touches=_.touches.sum(),
        waiting=_.count(where=(_.touches == 0) & _is_open()),
    )


@dataclass(frozen=True, slots=True)
class AfterTouch:
    """What the n-th human touch led to (the last row: that one or any later)."""

    touch: int
    tried: int  # prospects that got that touch before they had been reached
    reached: int  # by that touch
    given_up: int  # not reached by then, and nothing came after it for `QUIET` days, or it was ended there
    still: int  # the last touch so far, and not long ago
    bought: int  # of those reached by it
    revenue: dict[str, Decimal]  # by currency, of those reached by it


@dataclass(frozen=True, slots=True)
class Persistence:
    """Touches until contact, verdict and order (curves over the number of touches, censored), and touch by touch."""

    to_contact: Curve
    to_verdict: Curve
    to_order: Curve
    steps: tuple[AfterTouch, ...]
    caution: str = CONFOUNDED


def persistence(facts: Facts, scope: Scope = ALL) -> Persistence | Unknown:
    """Of prospects that needed a touch. Unknown where the data does not say who was reached."""
    if lack := facts.known.lack("touches") or _no_contact(facts):
        return Unknown(lack)
    found = ask(facts, scope, _touched)
    return Persistence(
        to_contact=_curve(found, "contact", "met"),
        to_verdict=_curve(found, "verdict", "decided"),
        to_order=_curve(found, "order", "bought"),
        steps=_steps(_by_touch(found), _revenue(facts, scope)),
    )


@once
def _no_contact(facts: Facts) -> str:
    """Contact is known from either column; where all goes out and nobody was reached, it was not written down."""
    if facts.known.has("touches.reached"):
        return ""
    if facts.known.has("touches.direction") and ask(facts, ALL, _met).item():
        return ""
    return "The data does not say which touches reached the prospect."


def _met(facts: Facts) -> ibis.Table:
    return facts.prospects.agg(met=_.contact_at.count())


def _is_open() -> Any:
    return (
        (_.state != "closed").fill_null(True)
        & (_.state != "nurture").fill_null(True)
        & _.customer_at.isnull()
    )


def _touched(facts: Facts) -> ibis.Table:
    """How many got how far: touches until contact, verdict and order, or so far where it has not come (yet).

    One look at all prospects, from which the rest is added up: there are few different answers.
    """
    quiet = (micros(facts.as_of) - _.last_touch_at) > QUIET * DAY
    reached = {
        "contact": (_.contact_at, _.touches_to_contact, "met"),
        "verdict": (_.verdict_at, _.touches_to_verdict, "decided"),
        "order": (_.customer_at, _.touches_to_order, "bought"),
    }
    told = {
        name: ibis.ifelse(at.notnull(), until, _.touches) for name, (at, until, _there) in reached.items()
    }
    there = {name: at.notnull() for at, _until, name in reached.values()}
    rows = needing_a_touch(facts.prospects)
    kinds = {**told, **there, "tried": _.touches > 0, "over": ~_is_open() | quiet}
    return rows.group_by(**kinds).agg(count=_.count())


def _curve(counted: Any, until: str, there: str) -> Curve:
    """The share that got there within so many touches; who did not (yet) is censored at all touches so far."""
    return kaplan_meier(*(counted[name].to_numpy() for name in (until, there, "count")))


def _by_touch(counted: Any) -> Any:
    """Counts by touches made, by which of them reached the prospect (0: none), and by what became of them.

    Who called themselves before anybody tried is not reached by a touch.
    """
    import polars as pl

    tried = counted.filter(pl.col("tried") & (pl.col("contact") > 0))
    made = pl.min_horizontal("contact", MOST).alias("made")
    bought = (pl.col("count") * pl.col("bought")).sum().alias("bought")
    return tried.group_by(made, "met", "over").agg(pl.col("count").sum(), bought)


def _revenue(facts: Facts, scope: Scope) -> dict[tuple[int, str], Decimal]:
    """Revenue by the touch that reached the buyer, and currency."""
    sums = ask(facts, scope, _sums)
    return {(made, currency or ""): revenue for currency, made, revenue in sums.iter_rows()}


def _sums(facts: Facts) -> ibis.Table:
    reached = facts.orders.filter(_.touches_to_contact > 0)
    by_touch = reached.group_by("currency", made=ibis.least(_.touches_to_contact, MOST))
    return by_touch.agg(revenue=_.amount.sum())


def _steps(counted: Any, revenue: dict[tuple[int, str], Decimal]) -> tuple[AfterTouch, ...]:
    rows = counted.rows(named=True)
    steps = []
    for touch in range(1, max((row["made"] for row in rows), default=0) + 1):
        here = [row for row in rows if row["made"] == touch]
        steps.append(
            AfterTouch(
                touch=touch,
                tried=sum(row["count"] for row in rows if row["made"] >= touch),
                reached=sum(row["count"] for row in here if row["met"]),
                given_up=sum(row["count"] for row in here if not row["met"] and row["over"]),
                still=sum(row["count"] for row in here if not row["met"] and not row["over"]),
                bought=sum(row["bought"] for row in here if row["met"]),
                revenue={currency: money for (made, currency), money in revenue.items() if made == touch},
            )
        )
    return tuple(steps)
