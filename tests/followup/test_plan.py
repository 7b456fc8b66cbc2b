"""What an inquiry starts with: its first action, its clock, and its place among history."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.followup.world import BERLIN, PROCEDURE, berlin
from winnow.followup.plan import ANY_WAY, Plan, first, handover, history, revisit, spread
from winnow.followup.ways import Ways
from winnow.prospects.words import Channel, NextAction, Queue


def opening(at: datetime, zone: str = "", channel: str = "web", ways: Ways = ANY_WAY) -> Plan:
    return first(PROCEDURE, channel, at, BERLIN, zone, ways)


def test_a_new_inquiry_is_offered_at_once_and_due_within_its_clock() -> None:
    plan = opening(berlin(2, 10))
    assert (plan.available_at, plan.due_at) == (berlin(2, 10), berlin(2, 10, 30))


def test_a_new_inquiry_goes_to_the_queue_of_new_ones() -> None:
    plan = opening(berlin(2, 10))
    assert (plan.queue, plan.next_action, plan.note) == (
        Queue.NEW, NextAction.CALL, "First try within 30 working minutes",
    )  # fmt: skip


def test_a_clock_runs_in_working_time() -> None:
    assert opening(berlin(6, 16, 50)).due_at == berlin(9, 9, 20)


def test_an_inquiry_of_the_evening_may_be_tried_at_once_and_is_due_in_the_morning() -> None:
    plan = opening(berlin(2, 18), "Europe/Vienna")
    assert (plan.available_at, plan.due_at) == (berlin(2, 18), berlin(3, 9, 30))


def test_a_clock_around_the_clock_runs_through_the_night() -> None:
    assert opening(berlin(2, 22), channel="phone").due_at == berlin(2, 22, 15)


def test_a_call_waits_for_the_morning_of_the_prospect() -> None:
    plan = opening(berlin(2, 10), "America/New_York")
    assert (plan.available_at, plan.due_at) == (berlin(2, 14), berlin(2, 14, 30))


def test_a_clock_that_would_end_in_the_prospects_night_starts_when_both_are_awake() -> None:
    plan = opening(berlin(2, 18), "America/New_York")
    assert (plan.available_at, plan.due_at) == (berlin(3, 14), berlin(3, 14, 30))


def test_who_is_never_awake_in_our_hours_is_written_to() -> None:
    plan = opening(berlin(2, 10), "Pacific/Auckland")
    assert (plan.next_action, plan.available_at, plan.due_at) == (
        NextAction.EMAIL, berlin(2, 10), berlin(2, 10, 30),
    )  # fmt: skip


def test_a_mail_waits_for_nobodys_morning() -> None:
    assert opening(berlin(2, 10), "America/New_York", "email").available_at == berlin(2, 10)


def test_who_left_no_number_is_written_to_within_the_same_clock_and_it_says_why() -> None:
    plan = opening(berlin(2, 10), "America/New_York", ways=Ways(phone=False))
    assert (plan.next_action, plan.available_at, plan.due_at) == (
        NextAction.EMAIL, berlin(2, 10), berlin(2, 10, 30),
    )  # fmt: skip
    assert plan.note == "First try within 30 working minutes; no number that reaches them, so write"


def test_who_wrote_without_an_address_is_called_when_they_are_awake() -> None:
    plan = opening(berlin(2, 10), "America/New_York", "email", Ways(email=False))
    assert (plan.next_action, plan.available_at) == (NextAction.CALL, berlin(2, 14))
    assert plan.note.endswith("no address that reaches them, so call")


def test_who_left_neither_is_to_be_called_once_a_number_is_found() -> None:
    plan = opening(berlin(2, 10), ways=Ways(phone=False, email=False))
    assert plan.next_action == NextAction.CALL
    assert plan.note.endswith("find a number first: none is known that reaches them")


def test_who_is_never_awake_in_our_hours_and_left_no_address_needs_one_first() -> None:
    plan = opening(berlin(2, 10), "Pacific/Auckland", ways=Ways(email=False))
    assert plan.next_action == NextAction.EMAIL
    assert plan.note.endswith("so write: find an address first, none is known")


def test_a_time_zone_that_is_none_is_treated_as_unknown() -> None:
    assert opening(berlin(2, 10), "Etc/Unknown") == opening(berlin(2, 10))


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening(datetime(2026, 3, 2, 10))  # noqa: DTZ001


def test_a_handover_is_due_within_its_working_minutes() -> None:
    plan = handover(PROCEDURE, berlin(2, 15), BERLIN)
    assert (plan.next_action, plan.due_at) == (NextAction.ACCEPT, berlin(3, 11))


@pytest.mark.parametrize(("days", "expected"), [(None, 90), (10, 10), (0, 0)])
def test_nurture_looks_again_after_its_days(days: int | None, expected: int) -> None:
    plan = revisit(PROCEDURE, berlin(2, 10), days)
    assert (plan.due_at, plan.available_at) == (berlin(2, 10) + timedelta(days=expected),) * 2


# History


def test_history_starts_no_clock_and_waits_in_the_backlog() -> None:
    plan = history(PROCEDURE, "web", berlin(2, 10), BERLIN, 0)
    assert (plan.queue, plan.available_at, plan.due_at) == (Queue.BACKLOG, berlin(2, 10), berlin(2, 17))


def test_history_without_a_number_is_written_to() -> None:
    plan = history(PROCEDURE, "web", berlin(2, 10), BERLIN, 0, Ways(phone=False))
    assert plan.next_action == NextAction.EMAIL


def test_history_is_spread_over_working_days() -> None:
    due = spread(7, 2, 60, BERLIN, berlin(6, 10))
    assert due == [berlin(day, 17) for day in (6, 6, 9, 9, 10, 10, 12)]  # the 11th is a day off


def test_what_is_already_taken_counts() -> None:
    assert spread(2, 2, 60, BERLIN, berlin(2, 10), taken=3) == [berlin(3, 17), berlin(4, 17)]


def test_after_hours_the_spread_begins_on_the_next_working_day() -> None:
    assert spread(1, 2, 60, BERLIN, berlin(6, 18)) == [berlin(9, 17)]


def test_what_does_not_fit_is_added_evenly() -> None:
    due = Counter(spread(20, 2, 5, BERLIN, berlin(2, 10)))
    assert due == {berlin(day, 17): 4 for day in (2, 3, 4, 5, 6)}


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland", "x"])


@given(INSTANTS, st.sampled_from(list(Channel)), ZONES)
def test_nothing_is_offered_before_it_came_or_due_before_it_is_offered(
    at: datetime, channel: Channel, zone: str
) -> None:
    plan = opening(at, zone, channel)
    assert at <= plan.available_at <= plan.due_at


@given(INSTANTS, st.sampled_from(["America/Los_Angeles", "Asia/Tokyo", "Europe/Lisbon"]))
def test_no_first_call_is_offered_in_the_prospects_night(at: datetime, zone: str) -> None:
    from zoneinfo import ZoneInfo

    plan = opening(at, zone)
    assert plan.next_action != NextAction.CALL or 8 <= plan.available_at.astimezone(ZoneInfo(zone)).hour < 20


@given(INSTANTS, st.integers(0, 100_000))
def test_history_is_due_after_it_came_and_within_its_days(at: datetime, position: int) -> None:
    plan = history(PROCEDURE, "web", at, BERLIN, position)
    assert at <= plan.available_at <= plan.due_at <= at + timedelta(days=66)


@given(INSTANTS, st.integers(1, 200), st.integers(1, 9))
def test_spreading_at_once_or_one_by_one_is_the_same(at: datetime, n: int, per_day: int) -> None:
    assert spread(n, per_day, 30, BERLIN, at) == [
        due for taken in range(n) for due in spread(1, per_day, 30, BERLIN, at, taken)
    ]
