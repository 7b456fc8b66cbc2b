"""The ways to orders and to none: every inquiry and campaign touch of a prospect, in order of time.

Ways of more than `LONGEST` steps keep their first and their newest ones.
"""

from typing import Any

import ibis
from ibis import _

from winnow.measure.canonical import Tables
from winnow.measure.numbering import let_go, nothing, numbered

LONGEST = 12
UNNAMED = "unknown"
STEPS = tuple(f"step_{n}" for n in range(LONGEST))


def ordered(tables: Tables, prospects: ibis.Table, orders: ibis.Table) -> ibis.Table:
    """One row for each order and each step before it (step null if there was none).

    `number` tells the orders apart; channel, campaign_id, owner, team and first_at are those of the prospect,
    step_channel and step_campaign those of the step at `at`; lead_at and opportunity_at mark its milestones.
    """
    milestones = prospects.select("prospect_id", "lead_at", "opportunity_at")
    sold = orders.filter(_.amount.notnull()).select(
        "prospect_id",
        "amount",
        "currency",
        "channel",
        "campaign_id",
        "owner",
        "team",
        "first_at",
        ordered_at="at",
    )
    in_order = ibis.window(order_by=["prospect_id", "ordered_at", "amount", "currency"])
    sold = sold.mutate(number=ibis.row_number().over(in_order))
    sold = sold.left_join(milestones, "prospect_id").drop("prospect_id_right")
    steps = _steps(tables)
    return sold.left_join(
        steps, [sold.prospect_id == steps.prospect_id, steps.at <= sold.ordered_at]
    ).drop("prospect_id_right")  # fmt: skip


def ways(tables: Tables, prospects: ibis.Table) -> ibis.Table:
    """How many of numbered prospects went each way in vain so far: (by, campaign_id, channel, month, step_0 …, count).

    `by` is what the steps are told in, channel or campaign; the three after it are those of the first inquiry.
    """
    still = prospects.filter(_.customer_at.isnull())
    firsts = still.select("number", "campaign_id", "channel", "month")
    names, steps = _stepped(_steps(tables).inner_join(still.select("prospect_id", "number"), "prospect_id"))
    counted = steps.group_by("number").agg(of=_.count(), step=_.step.min()).cache()
    several = counted.filter(_.of > 1).select("number", "of")
    placed = _placed(steps.inner_join(several, "number"))
    # Most have one step, which needs no order.
    single = counted.filter(_.of == 1).select("number", step_0="step", **nothing(STEPS[1:], "int32"))
    ordered_ones = placed.group_by("number").agg(**_places(placed.step, placed.place))
    paths = single.union(ordered_ones).inner_join(firsts, "number")
    ways_of = paths.group_by("campaign_id", "channel", "month", *STEPS).agg(count=_.count()).cache()
    told = _named(ways_of, names)
    every = ibis.union(*(_told_in(told, by) for by in ("channel", "campaign"))).cache()
    let_go(told, ways_of, counted, steps, names)
    return every


def _stepped(steps: ibis.Table) -> tuple[ibis.Table, ibis.Table]:
    """The different steps with a number each, in the order of their words; and number, instant and step of each."""
    words = ["step_channel", "step_campaign"]
    said = steps.select("number", "at", *words).cache()
    names = numbered(said.select(*words).distinct(), words, "step").cache()
    found = said.inner_join(names, words).select("number", "at", "step").cache()
    let_go(said)
    return names, found


def _named(counted: ibis.Table, names: ibis.Table) -> ibis.Table:
    """Each step of a way in words, as channel and as campaign."""
    rows = counted
    for n, place in enumerate(STEPS):
        words = {f"channel_{n}": "step_channel", f"campaign_{n}": "step_campaign", f"of_{n}": "step"}
        said = names.select(**words)
        rows = rows.left_join(said, counted[place] == said[f"of_{n}"])
    return rows.drop(*STEPS, *(f"of_{n}" for n in range(LONGEST))).cache()


def _told_in(told: ibis.Table, by: str) -> ibis.Table:
    steps = {place: f"{by}_{n}" for n, place in enumerate(STEPS)}
    rows = told.select("campaign_id", "channel", "month", ways="count", **steps)
    counted = rows.group_by("campaign_id", "channel", "month", *STEPS).agg(count=_.ways.sum())
    return counted.select(ibis.literal(by).name("by"), "campaign_id", "channel", "month", *STEPS, "count")


def _places(step: Any, place: Any) -> dict[str, Any]:
    return {name: step.max(where=place == n) for n, name in enumerate(STEPS)}


def _placed(steps: ibis.Table) -> ibis.Table:
    """The steps with their place in time, of long ways those that are kept."""
    in_time = ibis.window(group_by="number", order_by=["at", "step"])
    placed = steps.mutate(place=ibis.row_number().over(in_time))
    kept = placed.filter((_.place == 0) | (_.place >= _.of - (LONGEST - 1)))
    return kept.mutate(place=ibis.ifelse(_.place == 0, 0, _.place - ibis.greatest(_.of - LONGEST, 0)))


def _steps(tables: Tables) -> ibis.Table:
    """(prospect_id, at, step_channel, step_campaign) of inquiries and of touches that belong to a campaign."""
    usual = tables.campaigns.group_by("campaign_id").agg(usual=_.channel.min())
    asked = tables.inquiries.select(
        "prospect_id", "at", "campaign_id", named="channel", kind=ibis.null("string")
    )
    sent = tables.touches.filter(_.campaign_id.notnull())
    sent = sent.select("prospect_id", "at", "campaign_id", named=ibis.null("string"), kind="kind")
    every = asked.union(sent).left_join(usual, "campaign_id")
    return every.select(
        "prospect_id",
        "at",
        step_channel=ibis.coalesce(_.named, _.usual, _.kind, UNNAMED),
        step_campaign=_.campaign_id.fill_null(UNNAMED),
    )
