"""Months, hours and weekdays by whole numbers are those of the calendar."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import ibis
import pytest

from winnow.measure.calendar import DAY, hour_of, local, month_number, month_of, month_start, weekday_of
from winnow.measure.engines import duckdb
from winnow.measure.engines.opening import instant, micros

FIRST, LAST = datetime(2019, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
SOME = [FIRST + timedelta(seconds=Random(1).randrange(10 * 365 * 86_400)) for _ in range(300)]
EDGES = ["2024-02-29T23:59:59", "2024-03-01T00:00:00", "2024-12-31T23:59:59", "2025-01-01T00:00:00",
         "2026-03-29T00:59:59", "2026-03-29T01:00:00", "2026-10-25T00:59:59", "2026-10-25T01:00:00"]  # fmt: skip


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
)
def test_the_same_month_hour_and_weekday_as_on_the_wall(zone):
    instants = SOME + [datetime.fromisoformat(f"{edge}+00:00") for edge in EDGES]
    table = ibis.memtable({"at": [micros(one) for one in instants]})
    wall = local(table.at, zone, FIRST, LAST)
    query = table.select("at", month=month_of(wall), hour=hour_of(wall), weekday=weekday_of(wall))
    for at, month, hour, weekday in duckdb.connect().to_polars(query).iter_rows():
        here = instant(at).astimezone(ZoneInfo(zone))
        assert (month, hour, weekday) == (month_number(here), here.hour, here.weekday()), here


def test_the_month_of_each_day_of_three_centuries():
    """As the calendar of Python has it: the products and shifts are exact for all days that they promise."""
    first, last = date(1900, 3, 1), date(2200, 2, 28)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    table = ibis.memtable({"at": [(day - date(1970, 1, 1)).days * DAY for day in days]})
    found = duckdb.connect().to_polars(table.select("at", month=month_of(table.at))).sort("at")
    assert found["month"].to_list() == [month_number(day) for day in days]


def test_a_month_has_a_first_day():
    assert month_number(month_start(24_312)) == 24_312
