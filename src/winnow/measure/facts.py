"""What became of each prospect, as one row: the table that nearly every metric starts from.

Instants are microseconds since 1970 (UTC), null where it has not happened (yet). "Human" touches are those that a
person made towards the prospect at or after the first inquiry; automatic replies and what came in are none.

    prospect_id, first_at, inquiries     who, when they first inquired, how often by now
    channel, campaign_id, source         of the first inquiry; with value_hint and promised_at
    first_touch_at, first_touch_by       the first human touch
    touches, last_touch_at, minutes      human touches; minutes of all touches, whoever made them
    contact_at, touches_to_contact       first conversation (reached, or something came in); the how-manieth it took
    touches_to_verdict, _to_order        human touches until then
    verdict, verdict_at, verdict_reason  the first decision: qualified, nurture, disqualified
    lead_at, opportunity_at, customer_at a later stage counts as having passed those before it
    state, outcome, ended_at             now; ended_at only while closed
    owner                                now: on whose desk, else who touched first
    grade, grade_at                      the newest grade of evidence that is no purchase order, and since when
    first_order_at, orders               purchase orders
    response_at                          until when the first human touch was waited for: it, the end, or as_of
    working                              microseconds of that wait in the opening hours of the team (null without)
    team                                 of the owner, else of who touched first
    local_at, day, month, hour, weekday  of the first inquiry in the company's zone: microseconds and days since 1970,
                                         months since the year 0 (January 2026 is 24312), 0 to 23, 0 is Monday
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis
from ibis import _

from winnow.measure.calendar import DAY, hour_of, local, month_of, weekday_of
from winnow.measure.canonical import AUTOMATIC, Known, Tables
from winnow.measure.engines.opening import instant, micros
from winnow.measure.journeys import ordered, ways
from winnow.measure.outlook import outlook
from winnow.measure.working_hours import Openings, worked

LEADS, OPPORTUNITIES, CUSTOMERS = (
    ("lead", "opportunity", "customer"),
    ("opportunity", "customer"),
    ("customer",),
)
VERDICTS = {"qualified": "qualified", "nurtured": "nurture", "disqualified": "disqualified"}
AGES = ((7, "to 7 days"), (30, "to 30 days"), (90, "to 90 days"), (365, "to a year"), (None, "over a year"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What metrics ask, of one source as of one instant: expressions, or files written from them.

    `orders` has each order with its prospect's campaign, channel, owner, team, first_at and touches_to_contact (null
    if they never inquired); `ordered` and `ways` are for attribution (`journeys.py`); `efforts` counts touches and
    minutes by month, campaign, person and role; `dispositions` counts touches by month, disposition, age of the
    prospect and one dimension at a time; `decisions` counts handovers accepted and rejected by month, person and
    reason; `outlook` how many were open at past instants and bought after them. `held` keeps temporary tables alive.
    """

    prospects: ibis.Table
    orders: ibis.Table
    ordered: ibis.Table
    ways: ibis.Table
    efforts: ibis.Table
    dispositions: ibis.Table
    decisions: ibis.Table
    outlook: ibis.Table
    campaigns: ibis.Table
    costs: ibis.Table
    people: ibis.Table
    as_of: datetime
    known: Known
    zone: str = "UTC"
    held: tuple[Any, ...] = ()


def gather(tables: Tables, openings: Openings | None = None, zone: str = "UTC") -> Facts:
    """Work the facts out, once: the parts are kept as temporary tables of the engine.

    `openings`: working hours by team, else there is no working time. `zone`: where days and hours are read (an IANA
    name).
    """
    stages = _passed(_joined(_first_inquiries(tables), _stages(tables), _first_orders(tables))).cache()
    touched = _touched(tables, stages).cache()
    waited = _waited(_with_team(_joined(stages, touched), tables), tables, openings)
    whole = _dated(waited, zone, stages.first_at.min().execute(), tables.as_of).cache()
    placed = whole.select(
        "prospect_id", "campaign_id", "channel", "owner", "team", "first_at", "touches_to_contact"
    )
    orders, lost = _joined(tables.orders, placed), ways(tables, whole)
    return Facts(
        prospects=whole,
        orders=orders,
        ordered=ordered(tables, whole, orders),
        ways=lost,
        efforts=_efforts(tables, placed),
        dispositions=_dispositions(tables, placed),
        decisions=_decisions(tables),
        outlook=outlook(whole, tables.as_of),
        campaigns=tables.campaigns,
        costs=tables.costs,
        people=tables.people,
        as_of=tables.as_of,
        known=tables.known,
        zone=zone,
        held=(stages, touched, whole, lost),
    )


def _joined(rows: ibis.Table, *others: ibis.Table) -> ibis.Table:
    """Each prospect's row with what other tables say of them, if anything."""
    for other in others:
        rows = rows.left_join(other, "prospect_id").drop("prospect_id_right")
    return rows


def _first_inquiries(tables: Tables) -> ibis.Table:
    """The first inquiry of each prospect, and how many there were."""
    row = ibis.window(group_by="prospect_id", order_by=["at", "inquiry_id"])
    numbered = tables.inquiries.mutate(
        number=ibis.row_number().over(row), inquiries=_.count().over(ibis.window(group_by="prospect_id"))
    )
    return numbered.filter(_.number == 0).select(
        "prospect_id",
        "inquiries",
        "channel",
        "campaign_id",
        "source",
        "value_hint",
        "promised_at",
        first_at=_.at,
    )


def _stages(tables: Tables) -> ibis.Table:
    """When each stage was first reached, where the prospect is now, and the first verdict."""
    stages = tables.stages
    reached = stages.group_by("prospect_id").agg(
        lead_at=_.at.min(where=_.stage.isin(LEADS) | (_.event == "qualified")),
        opportunity_at=_.at.min(where=_.stage.isin(OPPORTUNITIES) | (_.event == "accepted")),
        customer_at=_.at.min(where=_.stage.isin(CUSTOMERS) | (_.outcome == "bought")),
    )
    now = _outermost(stages.filter(_.state.notnull()), [ibis.desc("at"), "state", "outcome"]).select(
        "prospect_id", "state", "outcome", ended_at=ibis.ifelse(_.state == "closed", _.at, None)
    )
    owner = _last(stages, "owner").drop("at")
    graded = stages.filter(_.grade != "purchase_order")  # which is no evidence before the purchase
    grade = _last(graded, "grade").rename(grade_at="at")
    return _joined(reached, now, owner, grade, _verdicts(stages))


def _last(stages: ibis.Table, column: str) -> ibis.Table:
    """What was said last of each prospect in a column, and when."""
    said = stages.filter(stages[column].notnull())
    return _outermost(said, [ibis.desc("at"), column]).select("prospect_id", "at", column)


def _verdicts(stages: ibis.Table) -> ibis.Table:
    """The first decision: what the source calls one, else the first lead, rest in nurture, or end without an order."""
    word = ibis.cases(
        *((_.event == event, verdict) for event, verdict in VERDICTS.items()),
        (_.stage.isin(LEADS), "qualified"),
        (_.state == "nurture", "nurture"),
        ((_.state == "closed") & (_.outcome != "bought"), "disqualified"),
    )
    decided = stages.mutate(verdict=word).filter(_.verdict.notnull())
    first = _outermost(decided, ["at", "verdict", "reason"])
    return first.select("prospect_id", "verdict", verdict_at=_.at, verdict_reason=_.reason)


def _outermost(rows: ibis.Table, order: list[Any]) -> ibis.Table:
    """The row of each prospect that comes first in an order that leaves no ties open."""
    row = ibis.window(group_by="prospect_id", order_by=order)
    return rows.mutate(number=ibis.row_number().over(row)).filter(_.number == 0)


def _first_orders(tables: Tables) -> ibis.Table:
    return tables.orders.group_by("prospect_id").agg(first_order_at=_.at.min(), orders=_.count())


def _passed(ways: ibis.Table) -> ibis.Table:
    """A customer was an opportunity, an opportunity a lead; nothing was reached before the first inquiry."""
    ways = ways.mutate(customer_at=ibis.least(_.customer_at, _.first_order_at), orders=_.orders.fill_null(0))
    ways = ways.mutate(opportunity_at=ibis.least(_.opportunity_at, _.customer_at))
    return ways.mutate(lead_at=ibis.least(_.lead_at, _.opportunity_at))


def _touched(tables: Tables, ways: ibis.Table) -> ibis.Table:
    """What was done for each prospect; two passes, because the second counts until what the first found."""
    spans = ways.select("prospect_id", "first_at", "verdict_at", "customer_at")
    touches = tables.touches.inner_join(spans, "prospect_id").mutate(
        human=_is_human(_) & (_.at >= _.first_at)
    )
    met = (_.reached.fill_null(False) | (_.direction == "in").fill_null(False)) & (_.at >= _.first_at)
    found = touches.group_by("prospect_id").agg(
        first_touch_at=_.at.min(where=_.human),
        last_touch_at=_.at.max(where=_.human),
        touches=_.count(where=_.human),
        touches_to_verdict=_.count(where=_.human & (_.at <= _.verdict_at)),
        touches_to_order=_.count(where=_.human & (_.at <= _.customer_at)),
        contact_at=_.at.min(where=met),
        minutes=_.minutes.sum(),
    )
    marks = found.filter(_.touches > 0).select("prospect_id", "first_touch_at", "contact_at")
    human = (
        tables.touches.filter(_is_human(_)).select("prospect_id", "at", "by").inner_join(marks, "prospect_id")
    )
    human = human.filter(_.at >= _.first_touch_at)
    second = human.group_by("prospect_id").agg(
        first_touch_by=_.by.min(where=_.at == _.first_touch_at),
        touches_to_contact=_.count(where=_.at <= _.contact_at),
    )
    return _joined(found, second)


def _is_human(touch: Any) -> Any:
    """What a person did towards the prospect; what is not said is taken to be that."""
    return (touch.kind != AUTOMATIC).fill_null(True) & (touch.direction != "in").fill_null(True)


def _with_team(rows: ibis.Table, tables: Tables) -> ibis.Table:
    people = tables.people.group_by(worker=_.person_id).agg(team=_.team.min())
    rows = rows.mutate(owner=ibis.coalesce(_.owner, _.first_touch_by))
    return rows.left_join(people, rows.owner == people.worker).drop("worker")


def _waited(rows: ibis.Table, tables: Tables, openings: Openings | None) -> ibis.Table:
    """Until when the first human touch was waited for: who was never touched waits until the end, or still."""
    counts = ("touches", "touches_to_contact", "touches_to_verdict", "touches_to_order")
    rows = rows.mutate({name: _[name].fill_null(0) for name in counts})
    # An engine's greatest of an instant and a null is the instant, so the end is asked for first.
    ended = ibis.ifelse(_.ended_at.notnull(), ibis.greatest(_.ended_at, _.first_at), micros(tables.as_of))
    rows = rows.mutate(response_at=_.first_touch_at.coalesce(ended))
    if openings is None:
        return rows.mutate(working=ibis.null("int64"))
    return worked(rows, openings, "team", "first_at", "response_at", "working")


def _dated(rows: ibis.Table, zone: str, first: int | None, as_of: datetime) -> ibis.Table:
    """The day, month, hour and weekday of the first inquiry in a zone."""
    at = local(rows.first_at, zone, as_of if first is None else instant(int(first)), as_of)
    return rows.mutate(
        local_at=at,
        day=(at // DAY).cast("int64"),
        month=month_of(at),
        hour=hour_of(at),
        weekday=weekday_of(at),
    )


def _efforts(tables: Tables, placed: ibis.Table) -> ibis.Table:
    """Touches and minutes by month, campaign of the prospect, person and role (as which they acted, else theirs)."""
    roles = tables.people.group_by("person_id").agg(usual=_.role.min())
    touches = tables.touches.left_join(roles, tables.touches.by == roles.person_id)
    touches = touches.mutate(role=ibis.coalesce(touches.role, touches.usual), human=_is_human(touches))
    campaigns = placed.select("prospect_id", campaign="campaign_id", channel="channel")
    return (
        touches.drop("campaign_id")
        .left_join(campaigns, "prospect_id")
        .group_by("by", "role", "channel", month=month_of(_.at), campaign_id=_.campaign)
        .agg(touches=_.count(), human=_.count(where=_.human), minutes=_.minutes.sum())
    )


def _dispositions(tables: Tables, placed: ibis.Table) -> ibis.Table:
    """How often each disposition was noted: by campaign, channel and owner of the prospect, each by itself."""
    aged = tables.touches.select("prospect_id", "at", "disposition").inner_join(placed, "prospect_id")
    aged = aged.filter(_.disposition.notnull()).mutate(
        age=age_of((_.at - _.first_at) // DAY), month=month_of(_.at)
    )
    parts = [
        aged.group_by("month", "disposition", "age", value=aged[column])
        .agg(touches=_.count())
        .mutate(dimension=ibis.literal(dimension))
        .select("dimension", "value", "month", "disposition", "age", "touches")
        for dimension, column in (("campaign", "campaign_id"), ("channel", "channel"), ("owner", "owner"))
    ]
    return ibis.union(*parts)


def age_of(days: Any) -> Any:
    """The age of a prospect in words, from whole days since the first inquiry."""
    limits = [(days < most, words) for most, words in AGES if most]
    return ibis.cases(*limits, else_=AGES[-1][1])


def _decisions(tables: Tables) -> ibis.Table:
    """Handovers that sellers accepted and rejected."""
    decided = tables.stages.filter(_.event.isin(("accepted", "rejected")))
    return decided.group_by("by", "event", "reason", month=month_of(_.at)).agg(handovers=_.count())
