"""Of whom a metric speaks, and by what it is broken down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import ibis
from ibis import _

from winnow.measure.calendar import month_number
from winnow.measure.engines.opening import micros
from winnow.measure.facts import Facts

COLUMNS = {
    "channel": "channel", "campaign": "campaign_id", "source": "source", "owner": "owner", "team": "team",
    "person": "person",
}  # fmt: skip
OF_CAMPAIGNS = ("campaign_id", "channel")
OF_TIME = ("hour", "weekday", "month")
DIMENSIONS = (*COLUMNS, *OF_TIME)


ALONE: Mapping[str, Any] = MappingProxyType({})


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


def narrowed(facts: Facts, scope: Scope) -> Facts:
    """The facts of whom the scope speaks: prospects, and orders by their prospect, by when they first inquired.

    Costs (here with their campaign's `channel`) go by when they were spent. Counts by month are whole if the month has
    begun in the period; they and what was open at past instants (`outlook`) are narrowed by what they are told by.
    """
    return replace(facts, **{name: narrow(facts, name, scope) for name in NARROWED})


def narrow(facts: Facts, name: str, scope: Scope) -> ibis.Table:
    """One table of them."""
    rows = getattr(facts, name)
    return (
        NARROWED[name](_with_channels(facts) if name == "costs" else rows, scope)
        if name in NARROWED
        else rows
    )


def _with_channels(facts: Facts) -> ibis.Table:
    channels = facts.campaigns.group_by("campaign_id").agg(channel=_.channel.min())
    return facts.costs.left_join(channels, "campaign_id").drop("campaign_id_right")


def within(rows: ibis.Table, scope: Scope) -> ibis.Table:
    """The prospects (or orders, by their prospect) that the scope speaks of."""
    return _in_period(_chosen(rows, scope, (*OF_CAMPAIGNS, "owner", "team")), scope, "first_at")


def _chosen(rows: ibis.Table, scope: Scope, columns: tuple[str, ...]) -> ibis.Table:
    chosen = {
        "campaign_id": scope.campaigns, "channel": scope.channels, "owner": scope.owners, "team": scope.teams,
    }  # fmt: skip
    for column in columns:
        if chosen[column]:
            rows = rows.filter(rows[column].isin(chosen[column]))
    return rows


def _in_period(rows: ibis.Table, scope: Scope, at: str) -> ibis.Table:
    if scope.since:
        rows = rows.filter(rows[at] >= micros(scope.since))
    if scope.until:
        rows = rows.filter(rows[at] < micros(scope.until))
    return rows


def _noted(rows: ibis.Table, scope: Scope) -> ibis.Table:
    """Each dimension's counts of the values chosen of it."""
    chosen = {"campaign": scope.campaigns, "channel": scope.channels, "owner": scope.owners}
    for dimension, values in chosen.items():
        if values:
            rows = rows.filter((rows.dimension != dimension) | rows.value.isin(values))
    return rows


def _in_months(rows: ibis.Table, scope: Scope) -> ibis.Table:
    """Counts by month that lie in the scope's period; a month counts whole if it has begun in it."""
    if scope.since:
        rows = rows.filter(_.month >= month_number(scope.since))
    if scope.until:
        rows = rows.filter(_.month < month_number(scope.until))
    return rows


def counted(rows: ibis.Table, by: str | None, keys: Mapping[str, Any] = ALONE, **counts: Any) -> ibis.Table:
    """What is counted of the rows by a dimension and by further keys: the column `of` has its value as text.

    `of` is null for all together. `person` is who touched first, or on whose desk the prospect waits; `month` counts
    since the year 0. ValueError for no dimension.
    """
    found = rows.group_by(of=dimension(rows, by), **keys).agg(**counts)
    return found.mutate(of=found.of.cast("string")) if by in OF_TIME else found


def dimension(rows: ibis.Table, by: str | None) -> Any:
    """The value of a dimension, null for all together."""
    if by is None:
        return ibis.null("string")
    if by == "person":
        return ibis.coalesce(rows.first_touch_by, rows.owner)
    if by in COLUMNS:
        return rows[COLUMNS[by]]
    if by in OF_TIME:
        return rows[by]
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


NARROWED: dict[str, Callable[[ibis.Table, Scope], ibis.Table]] = {
    "prospects": within,
    "orders": within,
    "ordered": within,
    "costs": lambda rows, scope: _in_period(_chosen(rows, scope, OF_CAMPAIGNS), scope, "at"),
    "efforts": lambda rows, scope: _in_months(_chosen(rows, scope, OF_CAMPAIGNS), scope),
    "ways": lambda rows, scope: _in_months(_chosen(rows, scope, OF_CAMPAIGNS), scope),
    "dispositions": lambda rows, scope: _in_months(_noted(rows, scope), scope),
    "decisions": _in_months,
    "outlook": lambda rows, scope: _chosen(rows, scope, ("campaign_id",)),
}
