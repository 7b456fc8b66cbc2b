"""Of whom a metric speaks, and by what it is broken down."""

from dataclasses import dataclass
from datetime import datetime

import ibis
from ibis import _

from winnow.measure.calendar import month_number
from winnow.measure.engines.opening import micros
from winnow.measure.facts import Facts

COLUMNS = {
    "channel": "channel", "campaign": "campaign_id", "source": "source", "owner": "owner", "team": "team",
    "person": "person",
}  # fmt: skip
OF_TIME = ("hour", "weekday", "month")
DIMENSIONS = (*COLUMNS, *OF_TIME)


@dataclass(frozen=True, slots=True)
class Scope:
    """Prospects that first inquired from `since` on and before `until`, of these campaigns, … (empty: of all)."""

    since: datetime | None = None
    until: datetime | None = None
    campaigns: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


ALL = Scope()


def within(rows: ibis.Table, scope: Scope) -> ibis.Table:
    """The prospects (or orders, by their prospect) that the scope speaks of."""
    chosen = {
        "campaign_id": scope.campaigns,
        "channel": scope.channels,
        "owner": scope.owners,
        "team": scope.teams,
    }
    for column, values in chosen.items():
        if values:
            rows = rows.filter(rows[column].isin(values))
    if scope.since:
        rows = rows.filter(_.first_at >= micros(scope.since))
    if scope.until:
        rows = rows.filter(_.first_at < micros(scope.until))
    return rows


def in_months(rows: ibis.Table, scope: Scope) -> ibis.Table:
    """Counts by month that lie in the scope's period; a month counts whole if it has begun in it."""
    if scope.since:
        rows = rows.filter(_.month >= month_number(scope.since))
    if scope.until:
        rows = rows.filter(_.month < month_number(scope.until))
    return rows


def grouped(rows: ibis.Table, by: str | None) -> ibis.Table:
    """Add the column `of`: the value of a dimension as text, or null for all together. ValueError for no dimension.

    `person` is who touched first, or on whose desk the prospect waits; `month` counts since the year 0.
    """
    if by is None:
        return rows.mutate(of=ibis.null("string"))
    if by == "person":
        return rows.mutate(of=ibis.coalesce(_.first_touch_by, _.owner))
    if by in COLUMNS:
        return rows.mutate(of=rows[COLUMNS[by]])
    if by in OF_TIME:
        return rows.mutate(of=rows[by].cast("string"))
    raise ValueError(f"metrics are broken down by {', '.join(DIMENSIONS)}, not by {by}")


def lacking(facts: Facts, by: str | None) -> str:
    """What the data lacks that a dimension is read from; empty if nothing."""
    needed = {
        "channel": "inquiries.channel", "campaign": "inquiries.campaign_id", "source": "inquiries.source",
        "team": "people.team",
    }  # fmt: skip
    if by == "hour" and "inquiries.at" in facts.known.only_days:
        return facts.known.lack(instants=("inquiries.at",))
    return facts.known.lack(needed[by]) if by in needed else ""
