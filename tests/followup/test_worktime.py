from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.followup.worktime import (
    Calendar,
    add_working,
    clamp_to_local_hours,
    is_open,
    next_opening,
    working_between,
)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def weekdays(timezone, start, end, holidays=frozenset()):
    return Calendar(timezone, dict.fromkeys(range(5), ((start, end),)), frozenset(holidays))


def always_open(timezone):
    return Calendar(timezone, dict.fromkeys(range(7), ((time(0), time(0)),)))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def local(timezone, *parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo(timezone), fold=fold)


NEW_YORK = "America/New_York"
OFFICE = weekdays(NEW_YORK, time(9), time(17))
TEN_TO_SIX = weekdays("Europe/Berlin", time(10), time(18))
NIGHTS = Calendar("Europe/Berlin", {day: ((time(22), time(6)),) for day in range(7)})


def test_a_quarter_of_an_hour_across_the_spring_change_lasts_a_quarter_of_an_hour():
    due = add_working(always_open(NEW_YORK), local(NEW_YORK, 2026, 3, 8, 1, 50), 15 * MINUTE)
    assert due == utc(2026, 3, 8, 7, 5)


def test_a_quarter_of_an_hour_across_the_autumn_change_lasts_a_quarter_of_an_hour():
    due = add_working(always_open(NEW_YORK), local(NEW_YORK, 2026, 11, 1, 1, 55), 15 * MINUTE)
    assert due == utc(2026, 11, 1, 6, 10)


def test_friday_afternoon_continues_on_monday_after_the_clock_change():
    due = add_working(OFFICE, local(NEW_YORK, 2026, 3, 6, 16, 50), 30 * MINUTE)
    assert due == utc(2026, 3, 9, 13, 20)


def test_a_shift_over_the_lost_hour_is_an_hour_shorter():
    berlin = Calendar("Europe/Berlin", {6: ((time(0), time(8)),)})
    start = local("Europe/Berlin", 2026, 3, 29, 0, 30)
    assert add_working(berlin, start, 4 * HOUR) == utc(2026, 3, 29, 3, 30)


@pytest.mark.parametrize(("day", "hour"), [(7, 20), (8, 15)], ids=["Saturday 20:00", "Sunday 15:00"])
def test_a_weekend_inquiry_is_due_ten_minutes_into_monday(day, hour):
    due = add_working(TEN_TO_SIX, local("Europe/Berlin", 2026, 2, day, hour), 10 * MINUTE)
    assert due == local("Europe/Berlin", 2026, 2, 9, 10, 10)


def test_a_duration_that_fills_the_shift_is_due_at_closing():
    due = add_working(OFFICE, local(NEW_YORK, 2026, 2, 6, 16), HOUR)
    assert due == local(NEW_YORK, 2026, 2, 6, 17)


def test_a_duration_longer_than_the_day_runs_into_the_next():
    due = add_working(OFFICE, local(NEW_YORK, 2026, 2, 2, 9), 17 * HOUR)
    assert due == local(NEW_YORK, 2026, 2, 4, 10)


def test_a_holiday_is_no_working_day():
    closed = weekdays("Europe/Berlin", time(9), time(17), {date(2026, 5, 1)})
    due = add_working(closed, local("Europe/Berlin", 2026, 4, 30, 16, 55), 10 * MINUTE)
    assert due == local("Europe/Berlin", 2026, 5, 4, 9, 5)


def test_no_duration_is_due_at_once():
    saturday = utc(2026, 2, 7, 20)
    assert add_working(OFFICE, saturday, timedelta(0)) == saturday


def test_a_night_shift_crosses_midnight():
    due = add_working(NIGHTS, local("Europe/Berlin", 2026, 2, 2, 23), 6 * HOUR)
    assert due == local("Europe/Berlin", 2026, 2, 3, 5)


def test_a_holiday_closes_the_shift_that_begins_on_it_and_not_the_one_before():
    calendar = Calendar("Europe/Berlin", NIGHTS.hours, frozenset({date(2026, 5, 1)}))
    assert is_open(calendar, local("Europe/Berlin", 2026, 5, 1, 5))
    assert not is_open(calendar, local("Europe/Berlin", 2026, 5, 2, 5))


def test_overlapping_shifts_are_counted_once():
    calendar = Calendar("UTC", {0: ((time(9), time(13)), (time(12), time(17)))})
    assert working_between(calendar, utc(2026, 2, 2), utc(2026, 2, 3)) == 8 * HOUR


def test_a_night_shift_of_the_eve_and_the_morning_shift_are_counted_once():
    calendar = Calendar("UTC", {0: ((time(22), time(6)),), 1: ((time(4), time(8)),)})
    assert working_between(calendar, utc(2026, 2, 2), utc(2026, 2, 4)) == 10 * HOUR


@pytest.mark.parametrize(
    ("begins", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_a_day_has_as_many_hours_as_the_clock_gives_it(begins, hours):
    calendar = always_open("Europe/Berlin")
    midnight = datetime.combine(begins, time(0), tzinfo=ZoneInfo("Europe/Berlin"))
    following = datetime.combine(begins + timedelta(days=1), time(0), tzinfo=ZoneInfo("Europe/Berlin"))
    assert working_between(calendar, midnight, following) == hours * HOUR


def test_a_shift_that_lies_in_the_lost_hour_does_not_happen():
    calendar = Calendar("Europe/Berlin", {6: ((time(2, 15), time(2, 45)),)})
    assert working_between(calendar, utc(2026, 3, 28), utc(2026, 3, 30)) == timedelta(0)


def test_a_shift_that_begins_in_the_lost_hour_begins_when_the_clock_jumps():
    calendar = Calendar("Europe/Berlin", {6: ((time(2, 30), time(5)),)})
    assert next_opening(calendar, utc(2026, 3, 28)) == utc(2026, 3, 29, 1)


def test_adjacent_shifts_meet_in_the_repeated_hour():
    shifts = ((time(0), time(2, 30)), (time(2, 30), time(6)))
    calendar = Calendar("Europe/Berlin", {6: shifts})
    assert working_between(calendar, utc(2026, 10, 24), utc(2026, 10, 26)) == 7 * HOUR


def test_opening_belongs_to_the_shift_and_closing_does_not():
    assert is_open(OFFICE, local(NEW_YORK, 2026, 2, 2, 9))
    assert not is_open(OFFICE, local(NEW_YORK, 2026, 2, 2, 17))


def test_the_next_opening_of_an_open_desk_is_now():
    now = local(NEW_YORK, 2026, 2, 2, 11)
    assert next_opening(OFFICE, now) == now


def test_time_that_runs_backwards_is_no_working_time():
    assert working_between(OFFICE, utc(2026, 2, 3, 16), utc(2026, 2, 3, 15)) == timedelta(0)


def test_a_call_at_night_waits_for_the_morning_there():
    tokyo_night = local("Asia/Tokyo", 2026, 2, 2, 23)
    assert clamp_to_local_hours(tokyo_night, "Asia/Tokyo") == local("Asia/Tokyo", 2026, 2, 3, 8)


def test_a_call_in_the_afternoon_waits_for_nothing():
    afternoon = utc(2026, 2, 2, 15)
    assert clamp_to_local_hours(afternoon, "Europe/Berlin") == afternoon


def test_a_calendar_without_hours_is_an_error_that_says_so():
    with pytest.raises(ValueError, match="no open hours in the 400 days after 2026-02-02"):
        add_working(Calendar("UTC", {}), utc(2026, 2, 2), MINUTE)


def test_a_year_of_holidays_with_one_day_left_is_found():
    holidays = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(390))
    assert next_opening(weekdays("UTC", time(9), time(17), holidays), utc(2026, 1, 1)) == utc(2027, 1, 26, 9)


@pytest.mark.parametrize("zone", ["Europe/Berlln", "", "../etc/passwd"])
def test_an_unknown_time_zone_is_named(zone):
    with pytest.raises(ValueError, match="there is no time zone"):
        Calendar(zone, {})


def test_an_unknown_weekday_is_named():
    with pytest.raises(ValueError, match=r"not \[7\]"):
        Calendar("UTC", {7: ((time(9), time(17)),)})


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        add_working(OFFICE, datetime(2026, 2, 2), MINUTE)  # noqa: DTZ001


def test_a_negative_duration_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working(OFFICE, utc(2026, 2, 2), -MINUTE)


zones = st.sampled_from(
    ["UTC", NEW_YORK, "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo",
     "America/Havana", "America/St_Johns", "Asia/Beirut", "Africa/Cairo", "Pacific/Apia"]
)  # fmt: skip
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
shifts = st.lists(st.tuples(clocks, clocks), max_size=3).map(tuple)
hours = st.dictionaries(st.integers(0, 6), shifts, max_size=7).filter(lambda week: any(week.values()))
instants = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)).map(lambda t: t.replace(tzinfo=UTC))  # noqa: DTZ001
durations = st.timedeltas(timedelta(0), timedelta(days=5))
dates = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def calendars(draw):
    # A shift that lies wholly in a skipped hour may never happen, so every week has one safe shift too.
    week = {**draw(hours), 2: ((time(9), time(17)),)}
    return Calendar(draw(zones), week, draw(st.frozensets(dates, max_size=5)))


@given(calendars(), instants, durations)
def test_the_working_time_until_due_is_the_duration(calendar, start, duration):
    assert working_between(calendar, start, add_working(calendar, start, duration)) == duration


@given(calendars(), instants, durations, durations)
def test_a_longer_duration_is_never_due_earlier(calendar, start, one, other):
    shorter, longer = sorted((one, other))
    assert add_working(calendar, start, shorter) <= add_working(calendar, start, longer)


@given(calendars(), instants, instants, durations)
def test_a_later_start_is_never_due_earlier(calendar, one, other, duration):
    earlier, later = sorted((one, other))
    assert add_working(calendar, earlier, duration) <= add_working(calendar, later, duration)


@given(calendars(), instants, durations, durations)
def test_two_durations_in_turn_are_their_sum(calendar, start, one, other):
    in_turn = add_working(calendar, add_working(calendar, start, one), other)
    assert in_turn == add_working(calendar, start, one + other)


@given(calendars(), instants, st.timedeltas(timedelta(0), timedelta(days=40)), st.floats(0, 1))
def test_working_time_adds_up_over_any_point_between(calendar, a, span, share):
    b, c = a + span * share, a + span
    whole = working_between(calendar, a, c)
    assert working_between(calendar, a, b) + working_between(calendar, b, c) == whole


@given(calendars(), instants)
def test_the_next_opening_is_open_and_nothing_before_it_is(calendar, at):
    opening = next_opening(calendar, at)
    assert is_open(calendar, opening)
    assert working_between(calendar, at, opening) == timedelta(0)


@given(calendars(), instants)
def test_open_means_that_working_time_passes(calendar, at):
    moment = timedelta(microseconds=1)
    assert is_open(calendar, at) == (working_between(calendar, at, at + moment) == moment)


@given(zones, instants, durations)
def test_a_desk_that_never_closes_counts_real_time(zone, start, duration):
    assert add_working(always_open(zone), start, duration) == start + duration


@given(calendars(), instants)
def test_the_answer_is_in_utc(calendar, start):
    assert add_working(calendar, start, HOUR).tzinfo is UTC
