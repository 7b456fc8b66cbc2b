"""Quiet hours and the hour of the daily mail, where a person is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.notices.hours import next_daily, read, speaks_at

BERLIN = "Europe/Berlin"
START = datetime(2025, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 730 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
CLOCKS = st.times().map(lambda one: f"{one:%H:%M}")
ZONES = st.sampled_from([BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "speaks"),
    [
        ("2026-03-04T21:00+01:00", "2026-03-05T07:00+01:00"),
        ("2026-03-05T06:59+01:00", "2026-03-05T07:00+01:00"),
        ("2026-03-05T07:00+01:00", "2026-03-05T07:00+01:00"),
        ("2026-03-04T19:59+01:00", "2026-03-04T19:59+01:00"),
        ("2026-03-28T23:00+01:00", "2026-03-29T07:00+02:00"),
    ],
)
def test_at_night_nothing_speaks_until_the_morning_there(when: str, speaks: str) -> None:
    assert speaks_at(at(when), BERLIN, "20:00", "07:00") == at(speaks)


def test_quiet_hours_may_lie_within_a_day() -> None:
    assert speaks_at(at("2026-03-04T12:30+01:00"), BERLIN, "12:00", "13:00") == at("2026-03-04T13:00+01:00")


@given(INSTANTS, ZONES, CLOCKS, CLOCKS)
def test_what_waits_for_the_end_of_quiet_hours_waits_less_than_a_day_and_then_speaks(
    when: datetime, zone: str, quiet_from: str, quiet_until: str
) -> None:
    speaks = speaks_at(when, zone, quiet_from, quiet_until)
    assert when <= speaks <= when + timedelta(hours=25)


@given(INSTANTS, ZONES, CLOCKS)
def test_the_daily_mail_is_due_once_each_local_day(when: datetime, zone: str, clock: str) -> None:
    due = next_daily(when, zone, clock)
    again = next_daily(due, zone, clock)
    days = [one.astimezone(ZoneInfo(zone)).date() for one in (due, again)]
    assert when < due <= when + timedelta(hours=25)
    assert days[1] - days[0] == timedelta(days=1)
    assert read(clock).minute == int(clock[3:])
