"""The written working hours as a calendar."""

from datetime import date, timedelta

from tests.followup.world import HOURS, berlin
from winnow.followup.calendars import calendar_of
from winnow.followup.worktime import is_open, working_between
from winnow.procedure.schema import WorkingHours


def test_written_hours_are_kept() -> None:
    calendar = calendar_of(HOURS)
    assert [is_open(calendar, berlin(2, hour)) for hour in (8, 9, 16, 17)] == [False, True, True, False]


def test_days_off_of_the_team_and_public_holidays_are_both_closed() -> None:
    calendar = calendar_of(HOURS, frozenset({date(2026, 3, 10)}))
    assert working_between(calendar, berlin(10, 1), berlin(12, 1)) == timedelta(0)


def test_a_night_shift_and_a_day_until_24_are_understood() -> None:
    calendar = calendar_of(WorkingHours(week={"mon": ("22:00-06:00",), "wed": ("18:00-24:00",)}))
    assert working_between(calendar, berlin(2, 1), berlin(7, 1)) == timedelta(hours=14)


def test_the_same_hours_give_the_same_calendar() -> None:
    assert calendar_of(HOURS) is calendar_of(HOURS.model_copy())
