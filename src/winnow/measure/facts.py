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
    waited, answered                     minutes until then, rounded up (`calendar.stepped`); whether it was a touch
    promise                              1 kept, 0 broken, null: none, or it runs still
    needing                              whether anybody need have touched them: not if closed as invalid without it
    working                              microseconds of that wait in the opening hours of the team (null without)
    team                                 of the owner, else of who touched first
    local_at, day, month, hour, weekday  of the first inquiry in the company's zone: microseconds and days since 1970,
                                         months since the year 0 (January 2026 is 24312), 0 to 23, 0 is Monday
    asked, bought                        the same and the first purchase for curves: of who has not bought only the day
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate

import ibis
from ibis import _

from winnow.measure import touching
from winnow.measure.calendar import DAY, hour_of, local, month_of, stepped, weekday_of
from winnow.measure.canonical import Known, Tables
from winnow.measure.engines.opening import instant, micros
from winnow.measure.journeys import ordered, ways
from winnow.measure.numbering import joined, let_go
from winnow.measure.outlook import outlook
from winnow.measure.passing import passed
from winnow.measure.working_hours import Openings, worked


@dataclass(frozen=True, slots=True)
class Facts:
    """What metrics ask, of one source as of one instant: expressions, or files written from them.

    `orders` has each order with its prospect's campaign, channel, owner, team, first_at and touches_to_contact (null
    if they never inquired); `ordered` and `ways` are for attribution (`journeys.py`); `efforts` counts touches and
    minutes by month, campaign, person and role; `dispositions` counts touches by month, disposition, age of the
    prospect and one dimension at a time; `decisions` counts handovers accepted and rejected by month, person and
    reason; `outlook` how many were open at past instants and bought after them. `held` keeps temporary tables alive;
    `remembered` is who asks an engine that knows questions again (`remembered.py`), of these very facts only.
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
    remembered: Any = field(default=None, init=False, compare=False, repr=False)
    answers: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)


Question = Callable[Concatenate[Facts, ...], ibis.Table]


def gather(tables: Tables, openings: Openings | None = None, zone: str = "UTC") -> Facts:
    """Work the facts out, once: what is small or asked often is kept as temporary tables of the engine.

    `openings`: working hours by team, else there is no working time. `zone`: where days and hours are read (an IANA
    name).
    """
    ways_of_each = passed(tables)
    touches = touching.placed(tables, ways_of_each)
    found, touched = touching.touched(touches)
    waited = _waited(_with_team(joined(ways_of_each, "number", touched), tables), tables, openings)
    first = ways_of_each.first_at.min().to_pyarrow().as_py()
    numbered = _dated(waited, zone, first, tables.as_of).cache()
    let_go(ways_of_each, found)
    efforts = touching.efforts(touches, tables).cache()
    dispositions = touching.dispositions(touches, numbered)
    let_go(touches.rows)
    whole = numbered.drop("number")
    placed = whole.select(
        "prospect_id", "campaign_id", "channel", "owner", "team", "first_at", "touches_to_contact"
    )
    orders, lost = joined(tables.orders, "prospect_id", placed), ways(tables, numbered)
    return Facts(
        prospects=whole,
        orders=orders,
        ordered=ordered(tables, whole, orders),
        ways=lost,
        efforts=efforts,
        dispositions=dispositions,
        decisions=_decisions(tables),
        outlook=outlook(whole, tables.as_of),
        campaigns=tables.campaigns,
        costs=tables.costs,
        people=tables.people,
        as_of=tables.as_of,
        known=tables.known,
        zone=zone,
        held=(numbered, efforts, dispositions, lost),
    )


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
    rows = rows.mutate(
        waited=stepped(_.response_at - _.first_at).cast("int32"),
        answered=_.first_touch_at.notnull(),
        needing=(_.touches > 0) | (_.outcome != "invalid").fill_null(True),
        promise=ibis.cases((_.first_touch_at <= _.promised_at, 1), (_.promised_at < _.response_at, 0)).cast(
            "int8"
        ),
    )
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
    ).mutate(
        asked=ibis.ifelse(_.customer_at.isnull(), _.day * DAY, _.local_at),
        bought=_.local_at
        + ibis.greatest(_.customer_at - _.first_at, ibis.ifelse(_.customer_at.notnull(), 0, None)),
    )


def _decisions(tables: Tables) -> ibis.Table:
    """Handovers that sellers accepted and rejected."""
    decided = tables.stages.filter(_.event.isin(("accepted", "rejected")))
    return decided.group_by("by", "event", "reason", month=month_of(_.at)).agg(handovers=_.count())
