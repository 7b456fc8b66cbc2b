"""Who a figure counts: the ids of the prospects behind it, from the same facts that it was counted from."""

from dataclasses import dataclass
from typing import Any

from ibis import _

from winnow.measure.facts import Facts
from winnow.measure.metrics.response import needing_a_touch
from winnow.measure.metrics.scope import Scope, dimension, within

INQUIRERS, LEADS, OPPORTUNITIES, CUSTOMERS = "inquirers", "leads", "opportunities", "customers"
NEEDING, ANSWERED, WAITING = "needing", "answered", "waiting"
WHATS = {
    INQUIRERS: "Inquirers", LEADS: "Leads", OPPORTUNITIES: "Opportunities", CUSTOMERS: "Customers",
    NEEDING: "Inquirers who needed a touch", ANSWERED: "Answered", WAITING: "Not answered",
}  # fmt: skip
REACHED = {LEADS: "lead_at", OPPORTUNITIES: "opportunity_at", CUSTOMERS: "customer_at"}


@dataclass(frozen=True, slots=True)
class Behind:
    """The ids of those who inquired last, and how many there are in all."""

    ids: tuple[str, ...]
    count: int


def behind(facts: Facts, scope: Scope, what: str, by: str | None, of: str | None, most: int) -> Behind:
    """The prospects of one group of a dimension (`of` None: those of whom it is not known). KeyError for no figure."""
    rows = _meant(within(facts.prospects, scope), what)
    if by is not None:
        told = dimension(rows, by).cast("string")
        rows = rows.filter(told.isnull() if of is None else told == of)
    newest = rows.order_by(_.first_at.desc(), _.prospect_id).limit(most).select("prospect_id")
    return Behind(tuple(newest.to_polars()["prospect_id"]), int(rows.count().execute()))


def _meant(rows: Any, what: str) -> Any:
    if what in REACHED:
        return rows.filter(rows[REACHED[what]].notnull())
    if what == INQUIRERS:
        return rows
    needing = needing_a_touch(rows)
    return {
        NEEDING: needing,
        ANSWERED: needing.filter(_.first_touch_at.notnull()),
        WAITING: needing.filter(_.first_touch_at.isnull()),
    }[what]
