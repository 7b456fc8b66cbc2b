"""What each prospect passed: the first inquiry, when each stage was reached, the verdict, where they are now."""

from typing import Any

import ibis
from ibis import _

from winnow.measure.canonical import Tables
from winnow.measure.numbering import joined, numbered

LEADS, OPPORTUNITIES, CUSTOMERS = (
    ("lead", "opportunity", "customer"),
    ("opportunity", "customer"),
    ("customer",),
)
VERDICTS = {"qualified": "qualified", "nurtured": "nurture", "disqualified": "disqualified"}


def passed(tables: Tables) -> ibis.Table:
    """One row a prospect, kept as a temporary table; `number` stands for the prospect while facts are worked out."""
    firsts = numbered(_first_inquiries(tables), ["prospect_id"]).cache()
    numbers = firsts.select("prospect_id", "number")
    stages = tables.stages.inner_join(numbers, "prospect_id").drop("prospect_id").cache()
    rows = joined(firsts, "number", _stages(stages))
    return _in_order(joined(rows, "prospect_id", _first_orders(tables))).cache()


def _first_inquiries(tables: Tables) -> ibis.Table:
    """The first inquiry of each prospect, and how many there were."""
    row = ibis.window(group_by="prospect_id", order_by=["at", "inquiry_id"])
    counted = tables.inquiries.mutate(
        place=ibis.row_number().over(row), inquiries=_.count().over(ibis.window(group_by="prospect_id"))
    )
    return counted.filter(_.place == 0).select(
        "prospect_id",
        "inquiries",
        "channel",
        "campaign_id",
        "source",
        "value_hint",
        "promised_at",
        first_at=_.at,
    )


def _stages(stages: ibis.Table) -> ibis.Table:
    """When each stage was first reached, where the prospect is now, and the first verdict.

    Two passes: the second reads what was said at the instants that the first found. Of several at one instant the
    first in the order of their words counts, so that the answer does not depend on the order of rows.
    """
    told = stages.select(
        "number", "at", "stage", "state", "outcome", "event", "owner", "reason",
        grade=ibis.ifelse(_.grade != "purchase_order", _.grade, None),  # which is no evidence before the purchase
        verdict=_verdict(),
    )  # fmt: skip
    found = told.group_by("number").agg(
        lead_at=_.at.min(where=_.stage.isin(LEADS) | (_.event == "qualified")),
        opportunity_at=_.at.min(where=_.stage.isin(OPPORTUNITIES) | (_.event == "accepted")),
        customer_at=_.at.min(where=_.stage.isin(CUSTOMERS) | (_.outcome == "bought")),
        state_at=_.at.max(where=_.state.notnull()),
        owner_at=_.at.max(where=_.owner.notnull()),
        grade_at=_.at.max(where=_.grade.notnull()),
        verdict_at=_.at.min(where=_.verdict.notnull()),
    ).cache()  # fmt: skip
    marks = found.select("number", "state_at", "owner_at", "grade_at", "verdict_at")
    then = told.inner_join(marks, "number")
    said = then.group_by("number").agg(
        state=_.state.min(where=_.at == _.state_at),
        outcome=_.outcome.min(where=(_.at == _.state_at) & _.state.notnull()),
        owner=_.owner.min(where=_.at == _.owner_at),
        grade=_.grade.min(where=_.at == _.grade_at),
        verdict=_.verdict.min(where=_.at == _.verdict_at),
        verdict_reason=_.reason.min(where=(_.at == _.verdict_at) & _.verdict.notnull()),
    )
    rows = joined(found, "number", said)
    return rows.mutate(ended_at=ibis.ifelse(_.state == "closed", _.state_at, None)).drop(
        "state_at", "owner_at"
    )


def _verdict() -> Any:
    """A decision: what the source calls one, else the first lead, rest in nurture, or end without an order."""
    return ibis.cases(
        *((_.event == event, verdict) for event, verdict in VERDICTS.items()),
        (_.stage.isin(LEADS), "qualified"),
        (_.state == "nurture", "nurture"),
        ((_.state == "closed") & (_.outcome != "bought"), "disqualified"),
    )


def _first_orders(tables: Tables) -> ibis.Table:
    return tables.orders.group_by("prospect_id").agg(first_order_at=_.at.min(), orders=_.count())


def _in_order(ways: ibis.Table) -> ibis.Table:
    """A customer was an opportunity, an opportunity a lead; nothing was reached before the first inquiry."""
    ways = ways.mutate(customer_at=ibis.least(_.customer_at, _.first_order_at), orders=_.orders.fill_null(0))
    ways = ways.mutate(opportunity_at=ibis.least(_.opportunity_at, _.customer_at))
    return ways.mutate(lead_at=ibis.least(_.lead_at, _.opportunity_at))
