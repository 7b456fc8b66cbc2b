"""Working time between instants, for millions of rows at once.

The opening hours become a table with one row for each team and UTC day: the working time before that day, and the
openings in it. Working time up to an instant is then a sum, and the time between two instants a difference: exact to
the microsecond, with two joins by equality, which every engine has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import ibis

from winnow.measure.engines.opening import micros

DAY = 86_400_000_000  # microseconds
CLOSED = 31  # days before a team's first opening that are taken to be closed, not unknown
EVERYBODY = ""  # the hours of teams that have none of their own


@dataclass(frozen=True, slots=True)
class Openings:
    """The table, how many openings a day has at most, and which teams have hours of their own."""

    table: ibis.Table
    slots: int
    teams: frozenset[str]


def openings(hours: Mapping[str, Iterable[tuple[datetime, datetime]]], until: datetime) -> Openings:
    """From each team's openings in order, apart from each other; `EVERYBODY` for all others.

    They should begin before the first inquiry; what lies outside of them counts as closed. `until`: the last day.
    """
    rows = [row for team, spans in hours.items() for row in _days(team, spans, micros(until) // DAY)]
    slots = max((len(row[3]) for row in rows), default=0)
    named = {"team": "string", "day": "int64", "before": "int64"}
    named |= {f"{end}_{n}": "int64" for n in range(slots) for end in ("opens", "closes")}
    closed = (0, 0)
    flat = [
        (
            team,
            day,
            before,
            *(edge for n in range(slots) for edge in (spans[n] if n < len(spans) else closed)),
        )
        for team, day, before, spans in rows
    ]
    return Openings(ibis.memtable(flat, schema=ibis.schema(named)), slots, frozenset(hours) - {EVERYBODY})


def worked(rows: ibis.Table, opened: Openings, team: str, start: str, end: str, name: str) -> ibis.Table:
    """Add the working microseconds from the column `start` to `end`, by the hours of the column `team`."""
    own = (
        ibis.ifelse(rows[team].isin(sorted(opened.teams)), rows[team], EVERYBODY)
        if opened.teams
        else ibis.literal(EVERYBODY)
    )
    rows = rows.mutate(hours_of=own)
    for column, total in ((start, "until_start"), (end, "until_end")):
        rows = _until(rows, opened, column, total)
    return rows.mutate(**{name: rows.until_end - rows.until_start}).drop(
        "hours_of", "until_start", "until_end"
    )


def _until(rows: ibis.Table, opened: Openings, column: str, total: str) -> ibis.Table:
    """Add all working time up to the instant in a column."""
    kept = list(rows.columns)
    days = opened.table.rename(hours_team="team")
    joined = rows.mutate(day=(rows[column] // DAY).cast("int64")).left_join(
        days, [("hours_of", "hours_team"), ("day", "day")]
    )
    time = joined.before
    for n in range(opened.slots):
        opens, closes = joined[f"opens_{n}"], joined[f"closes_{n}"]
        time += ibis.least(ibis.greatest(joined[column], opens), closes) - opens
    return joined.select(*kept, **{total: time})


def _days(
    team: str, spans: Iterable[tuple[datetime, datetime]], last: int
) -> list[tuple[str, int, int, list[tuple[int, int]]]]:
    """(team, day, working time before, openings of the day) for every UTC day from the first opening on."""
    by_day: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for opens, closes in spans:
        for day, piece in _cut_at_midnights(micros(opens), micros(closes)):
            by_day[day].append(piece)
    before, rows = 0, []
    for day in range(min(by_day, default=last + 1) - CLOSED, last + 1):
        rows.append((team, day, before, by_day[day]))
        before += sum(closes - opens for opens, closes in by_day[day])
    return rows


def _cut_at_midnights(opens: int, closes: int) -> Iterable[tuple[int, tuple[int, int]]]:
    while opens < closes:
        midnight = (opens // DAY + 1) * DAY
        yield opens // DAY, (opens, min(closes, midnight))
        opens = midnight
