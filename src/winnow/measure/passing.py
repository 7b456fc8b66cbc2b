"""What each prospect passed: the first inquiry, when each stage was reached, the verdict, where they are now."""

from typing import Any

import ibis
from ibis import _

from winnow.measure.canonical import Tables
from winnow.measure.numbering import joined, let_go, numbered, words

LEADS, OPPORTUNITIES, CUSTOMERS = (
    ("lead", "opportunity", "customer"),
    ("opportunity", "customer"),
    ("customer",),
)
DECISIONS = {"qualified": "qualified", "nurtured": "nurture", "disqualified": "disqualified"}  # by event
VERDICTS = sorted(DECISIONS.values())
LEAD, OPPORTUNITY, CUSTOMER = 1, 2, 4  # flags of a row
SAID = {  # what rows say in words, and the number that stands for it
    "state": "in_state",
    "outcome": "with_outcome",
    "owner": "with_owner",
    "grade": "of_grade",
    "reason": "for_reason",
}


def passed(tables: Tables) -> ibis.Table:
    """One row a prospect, kept as a temporary table; `number` stands for the prospect while facts are worked out."""
    firsts = numbered(_first_inquiries(tables), ["prospect_id"]).cache()
    stages, made = _stages(tables.stages, firsts.select("prospect_id", "number"))
    rows = joined(firsts, "number", stages)
    whole = _in_order(joined(rows, "prospect_id", _first_orders(tables))).cache()
    let_go(firsts, *made)
    return whole


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


def _stages(stages: ibis.Table, numbers: ibis.Table) -> tuple[ibis.Table, list[ibis.Table]]:
    """When each stage was first reached, where the prospect is now, and the first verdict; what to let go thereafter.

    Two passes: the second reads what was said at the instants that the first found. Of several at one instant the
    first in the order of their words counts, so that the answer does not depend on the order of rows.
    """
    # A purchase order is no evidence before the purchase.
    stages = stages.mutate(grade=ibis.ifelse(_.grade != "purchase_order", _.grade, None))
    said = {name: words(stages, name, name_of) for name, name_of in SAID.items()}
    told = _told(stages, said).inner_join(numbers, "prospect_id").drop("prospect_id").cache()
    found = told.group_by("number").agg(
        lead_at=_.at.min(where=_has(LEAD)),
        opportunity_at=_.at.min(where=_has(OPPORTUNITY)),
        customer_at=_.at.min(where=_has(CUSTOMER)),
        state_at=_.at.max(where=_.in_state.notnull()),
        owner_at=_.at.max(where=_.with_owner.notnull()),
        grade_at=_.at.max(where=_.of_grade.notnull()),
        verdict_at=_.at.min(where=_.decided.notnull()),
    ).cache()  # fmt: skip
    marks = found.select("number", "state_at", "owner_at", "grade_at", "verdict_at")
    then = told.inner_join(marks, "number")
    last = then.group_by("number").agg(
        in_state=_.in_state.min(where=_.at == _.state_at),
        with_outcome=_.with_outcome.min(where=(_.at == _.state_at) & _.in_state.notnull()),
        with_owner=_.with_owner.min(where=_.at == _.owner_at),
        of_grade=_.of_grade.min(where=_.at == _.grade_at),
        decided=_.decided.min(where=_.at == _.verdict_at),
        for_reason=_.for_reason.min(where=(_.at == _.verdict_at) & _.decided.notnull()),
    )
    rows = joined(found, "number", last)
    for name, name_of in SAID.items():
        rows = joined(rows, name_of, said[name]).drop(name_of)
    rows = rows.mutate(
        verdict=ibis.cases(*((_.decided == place, word) for place, word in enumerate(VERDICTS))),
        ended_at=ibis.ifelse(_.state == "closed", _.state_at, None),
    )
    rows = rows.rename(verdict_reason="reason").drop("decided", "state_at", "owner_at")
    return rows, [told, found, *said.values()]


def _told(stages: ibis.Table, said: dict[str, ibis.Table]) -> ibis.Table:
    """What a row says, in small numbers: the stages passed as flags, a verdict as its place in `VERDICTS`."""
    flags = (
        (_.stage.isin(LEADS) | (_.event == "qualified"), LEAD),
        (_.stage.isin(OPPORTUNITIES) | (_.event == "accepted"), OPPORTUNITY),
        (_.stage.isin(CUSTOMERS) | (_.outcome == "bought"), CUSTOMER),
    )
    told = stages.select(
        "prospect_id", "at", *SAID,
        flags=sum(holds.fill_null(False).cast("int8") * flag for holds, flag in flags).cast("int8"),
        decided=_verdict(),
    )  # fmt: skip
    for name in SAID:
        told = joined(told, name, said[name])
    return told.drop(*SAID)


def _has(flag: int) -> Any:
    """Whether a stage was passed."""
    return (_.flags & flag) > 0


def _verdict() -> Any:
    """A decision: what the source calls one, else the first lead, rest in nurture, or end without an order."""
    cases = (
        *((_.event == event, verdict) for event, verdict in DECISIONS.items()),
        (_.stage.isin(LEADS), "qualified"),
        (_.state == "nurture", "nurture"),
        ((_.state == "closed") & (_.outcome != "bought"), "disqualified"),
    )
    return ibis.cases(*((holds, VERDICTS.index(verdict)) for holds, verdict in cases)).cast("int8")


def _first_orders(tables: Tables) -> ibis.Table:
    return tables.orders.group_by("prospect_id").agg(first_order_at=_.at.min(), orders=_.count())


def _in_order(ways: ibis.Table) -> ibis.Table:
    """A customer was an opportunity, an opportunity a lead; nothing was reached before the first inquiry."""
    ways = ways.mutate(customer_at=ibis.least(_.customer_at, _.first_order_at), orders=_.orders.fill_null(0))
    ways = ways.mutate(opportunity_at=ibis.least(_.opportunity_at, _.customer_at))
    return ways.mutate(lead_at=ibis.least(_.lead_at, _.opportunity_at))
