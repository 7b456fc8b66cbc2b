"""How long inquirers wait for a human: from the first inquiry to the first human touch, or still waiting.

Nobody is dropped: who was never touched counts as waiting, until closed or until as of (censored), so the median and
the shares are Kaplan and Meier's. Left out are only those closed as invalid without a touch: they needed none.
"""

from dataclasses import dataclass
from typing import Any

import ibis
from ibis import _

from winnow.measure.calendar import stepped
from winnow.measure.canonical import Unknown
from winnow.measure.curves.kaplan_meier import Curve, Estimate, kaplan_meier
from winnow.measure.facts import Facts
from winnow.measure.metrics.asking import ask, groups
from winnow.measure.metrics.scope import ALL, Scope, counted, lacking
from winnow.measure.once import once
from winnow.measure.shares import Share


@dataclass(frozen=True, slots=True)
class Response:
    """The waits of one group, in minutes; shares lie between 0 and 1.

    `median` and `slow` (nine in ten are answered by then) are None where not reached yet. `promised`: of the promises
    that were kept or broken so far (None of nothing promised).
    """

    of: str | None
    prospects: int
    answered: int
    waiting: int
    curve: Curve
    promised: Share

    @property
    def median(self) -> float | None:
        return self.curve.quantile(0.5)

    @property
    def slow(self) -> float | None:
        return self.curve.quantile(0.9)

    def within(self, minutes: float) -> Estimate | None:
        """The share answered within so many minutes, with its interval; None where nobody waited as long yet."""
        return self.curve.at(minutes)


@once
def response(
    facts: Facts, scope: Scope = ALL, by: str | None = None, *, working: bool = False
) -> tuple[Response, ...] | Unknown:
    """Waits by a dimension, largest group first; on the clock on the wall, or in working minutes of the team."""
    lack = facts.known.lack("touches", instants=("inquiries.at", "touches.at")) or lacking(facts, by)
    if lack:
        return Unknown(lack)
    found = ask(facts, scope, _waits, by, working)
    if working and (found.height == 0 or found["minutes"].null_count() == found.height):
        return Unknown(
            "No opening hours are known, so working time cannot be told from the clock on the wall."
        )
    told = groups(found.drop_nulls("minutes"), "minutes", "answered", "count", "kept", "promised")
    waited = [_response(of, *rows) for of, rows in told]
    return tuple(sorted(waited, key=lambda one: (-one.prospects, one.of or "")))


def needing_a_touch(rows: ibis.Table) -> ibis.Table:
    """Without those closed as invalid (spam, a duplicate) whom nobody touched."""
    return rows.filter(_.needing)


def _waits(facts: Facts, by: str | None, working: bool) -> ibis.Table:
    """How many waited for so many minutes and were answered, or still wait; and what became of promises."""
    rows = needing_a_touch(facts.prospects)
    waits = {"minutes": stepped(rows.working) if working else rows.waited, "answered": rows.answered}
    return counted(
        rows, by, waits, count=_.count(), kept=_.promise.sum().fill_null(0), promised=_.promise.count()
    )


def _response(of: str | None, minutes: Any, answered: Any, count: Any, kept: Any, promised: Any) -> Response:
    total, done = int(count.sum()), int(count[answered].sum())
    curve, of_promises = kaplan_meier(minutes, answered, count), Share(int(kept.sum()), int(promised.sum()))
    return Response(of, total, done, total - done, curve, of_promises)
