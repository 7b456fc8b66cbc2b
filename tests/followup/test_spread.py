"""Calls are spread over the parts of the day and the weekdays, inside the prospect's own hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.followup.world import BERLIN, berlin
from winnow.followup.spread import call_at, part_at
from winnow.followup.windows import days_later
from winnow.procedure.schema import Calling

CALLING = Calling()
HERE = "Europe/Berlin"
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from([HERE, "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata"])


def chosen(earliest: datetime, zone: str = HERE, **more: object) -> datetime:
    at = call_at(BERLIN, earliest, zone, CALLING, **more)  # type: ignore[arg-type]
    assert at is not None
    return at


def test_without_calls_before_the_soonest_is_best() -> None:
    assert chosen(berlin(3, 9, 20)) == berlin(3, 9, 20)


def test_the_part_of_the_day_of_the_last_call_is_left_out() -> None:
    assert chosen(berlin(3, 9), tried=[berlin(2, 9)]) == berlin(3, 11)
    assert chosen(berlin(3, 9), tried=[berlin(2, 9)], part="morning") == berlin(3, 11)


def test_a_part_that_is_asked_for_is_kept_where_it_is_another_one() -> None:
    assert chosen(berlin(3, 9), tried=[berlin(2, 9)], part="afternoon") == berlin(3, 14)


def test_a_weekday_that_was_not_tried_is_waited_for() -> None:
    tuesdays = [berlin(3, 9), berlin(3, 14)]
    assert chosen(berlin(10, 9), tried=tuesdays, days=2) == berlin(12, 11)  # the 11th is a day off
    assert chosen(berlin(10, 9), tried=tuesdays, days=0) == berlin(10, 11)


def test_the_part_tried_least_comes_first_where_nothing_else_tells() -> None:
    tried = [berlin(2, 9), berlin(4, 9), berlin(5, 12)]
    assert chosen(berlin(6, 9), tried=tried) == berlin(6, 14)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu"])
def test_whose_hours_never_meet_ours_cannot_be_called(zone: str) -> None:
    assert call_at(BERLIN, berlin(3, 9), zone, CALLING) is None


@given(
    INSTANTS,
    ZONES,
    st.lists(st.timedeltas(timedelta(hours=1), timedelta(days=9)), max_size=8),
    st.integers(0, 3),
)
def test_a_call_is_never_twice_running_in_the_same_part_nor_outside_their_hours(
    at: datetime, zone: str, ago: list[timedelta], days: int
) -> None:
    earliest = days_later(BERLIN, at, 0)
    tried = sorted(at - one for one in ago)
    best = chosen(earliest, zone, tried=tried, days=days)
    local = best.astimezone(ZoneInfo(zone))
    assert best >= earliest
    assert 8 <= local.hour < 20
    shared = {"America/New_York": ("morning",), "America/Sao_Paulo": ("morning", "midday")}.get(zone, ())
    if tried and len(shared) != 1:
        assert part_at(local) != part_at(tried[-1].astimezone(ZoneInfo(zone)))
    assert best <= days_later(BERLIN, earliest, max(days, 2) + 1) + timedelta(days=1)
