"""Working time of many rows at once is the working time of each."""

from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from random import Random

import ibis
import pytest

from winnow.followup.worktime import Calendar, _openings_from, working_between
from winnow.measure.engines import duckdb
from winnow.measure.engines.opening import micros
from winnow.measure.working_hours import EVERYBODY, openings, worked

FROM, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC)
OFFICE = Calendar(
    "Europe/Berlin", {day: ((time(8, 30), time(12)), (time(13), time(17, 15))) for day in range(5)}
)
NIGHTS = Calendar("America/New_York", {day: ((time(22), time(6)),) for day in range(7)})


def opened(**calendars):
    hours = {
        team: list(takewhile(lambda span: span[0] < UNTIL, _openings_from(calendar, FROM)))
        for team, calendar in calendars.items()
    }
    return openings(hours, UNTIL)


def measured(rows, hours):
    table = ibis.memtable(
        [(team, micros(start), micros(end)) for team, start, end in rows],
        schema={"team": "string", "start": "int64", "end": "int64"},
    )
    found = worked(table, hours, "team", "start", "end", "spent").select("team", "start", "end", "spent")
    return {row[:3]: row[3] for row in duckdb.connect().to_polars(found).iter_rows()}


def test_working_time_equals_the_clocks_of_the_follow_up():
    chance = Random(7)
    span = int((UNTIL - FROM).total_seconds())
    teams = {"days": OFFICE, "nights": NIGHTS, None: OFFICE}
    rows = []
    for _ in range(300):
        start, end = sorted(FROM + timedelta(seconds=chance.randrange(span)) for _ in "ab")
        rows.append((chance.choice(list(teams)), start, end))
    found = measured(rows, opened(nights=NIGHTS, **{EVERYBODY: OFFICE}))
    for team, start, end in rows:
        spent = working_between(teams[team], start, end) // timedelta(microseconds=1)
        assert found[team, micros(start), micros(end)] == spent


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-02T08:00", "2026-03-02T09:00", 60),  # 9 to 10 in Berlin
        ("2026-03-06T16:00", "2026-03-09T08:00", 45),  # Friday's last quarter, Monday from 8:30
        ("2026-03-07T10:00", "2026-03-08T10:00", 0),  # a weekend
        ("2026-03-27T16:00", "2026-03-30T07:00", 45),  # over a clock change: 9:00 is 7:00 in UTC then
    ],
)
def test_working_minutes_by_hand(start, end, minutes):
    start, end = (datetime.fromisoformat(f"{one}+00:00") for one in (start, end))
    found = measured([("any", start, end)], opened(**{EVERYBODY: OFFICE}))
    assert list(found.values()) == [minutes * 60_000_000]


def test_a_team_without_hours_has_no_working_time():
    found = measured([("south", FROM, UNTIL)], opened(north=OFFICE))
    assert list(found.values()) == [None]
