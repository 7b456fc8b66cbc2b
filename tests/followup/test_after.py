"""What each disposition sets next."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.followup.world import (
    BAD_TIMING,
    BERLIN,
    CALL_BACK,
    CONNECTED,
    CUSTOMER,
    DISPOSITIONS,
    NO_ANSWER,
    NOT_INTERESTED,
    PROCEDURE,
    TALKED,
    berlin,
)
from winnow.followup.after import After, Closing, ToNurture, ToOwner, Ways, after
from winnow.followup.attempts import Setting, next_attempt
from winnow.followup.course import Course
from winnow.followup.plan import Plan
from winnow.procedure.schema import Cadence, Disposition, Step
from winnow.prospects.words import NextAction, Outcome, Queue, TouchKind

MONDAY = berlin(2, 10)


def touched(disposition: Disposition, at: datetime = MONDAY, **other: object) -> After:
    attempts = other.pop("attempts_before", 0)
    course = Course(
        PROCEDURE.cadence_of("web"), attempts, other.pop("steps_before", attempts),
        other.pop("first_attempt_at", None), other.pop("reached_before", False), other.pop("calls", ()),
    )  # type: ignore[arg-type]  # fmt: skip
    return after(disposition, PROCEDURE, course, at=at, calendar=BERLIN, **other)  # type: ignore[arg-type]


def planned(disposition: Disposition, at: datetime = MONDAY, **other: object) -> Plan:
    plan = touched(disposition, at, **other)
    assert isinstance(plan, Plan)
    return plan


# Retry


def test_a_second_attempt_of_the_day_comes_in_the_afternoon() -> None:
    plan = planned(NO_ANSWER)
    assert (plan.available_at, plan.due_at, plan.note) == (berlin(2, 14), berlin(2, 17), "Attempt 2 of 4")


def test_a_second_attempt_of_the_day_leaves_them_some_time() -> None:
    assert planned(NO_ANSWER, berlin(2, 9, 30)).available_at == berlin(2, 14)
    assert planned(NO_ANSWER, berlin(2, 12, 30)).available_at == berlin(2, 14, 30)


def test_an_attempt_too_late_for_another_today_is_followed_tomorrow_at_another_part_of_the_day() -> None:
    assert planned(NO_ANSWER, berlin(2, 16)).available_at == berlin(3, 10)


def test_the_next_step_comes_working_days_later() -> None:
    plan = planned(NO_ANSWER, berlin(6, 15), attempts_before=1)
    assert (plan.next_action, plan.available_at, plan.queue) == (NextAction.EMAIL, berlin(9, 9), Queue.RETRY)


def test_a_day_off_is_no_working_day() -> None:
    assert planned(NO_ANSWER, berlin(10, 10), attempts_before=2).available_at == berlin(13, 11)


def test_a_part_of_the_day_is_the_prospects_part() -> None:
    plan = planned(NO_ANSWER, berlin(2, 10), attempts_before=2, prospect_tz="Europe/London")
    assert plan.available_at == berlin(4, 12)


def test_a_part_of_the_day_that_is_our_night_gives_way_to_any_part() -> None:
    plan = planned(NO_ANSWER, berlin(2, 10), attempts_before=0, prospect_tz="America/New_York")
    assert plan.available_at == berlin(2, 14)


def test_who_is_never_awake_in_our_hours_is_written_to_again() -> None:
    plan = planned(NO_ANSWER, attempts_before=2, prospect_tz="Pacific/Auckland")
    assert plan.next_action == NextAction.EMAIL


def tomorrow(kind: str) -> datetime:
    """When the next attempt of this kind is offered to somebody in New York."""
    here = Setting(PROCEDURE, berlin(2, 10), BERLIN, "America/New_York", Ways())
    step = Step(kind=TouchKind(kind), after_days=1)
    return next_attempt(here, Course(Cadence(steps=(step,)))).available_at


@pytest.mark.parametrize("kind", ["call", "email", "message", "social"])
def test_an_attempt_by_any_way_waits_for_their_morning(kind: str) -> None:
    assert tomorrow(kind) == berlin(3, 14)


def test_a_letter_waits_for_nobodys_morning() -> None:
    assert tomorrow("letter") == berlin(3, 9)


def test_past_the_last_step_it_goes_on_until_enough_was_tried() -> None:
    plan = planned(NO_ANSWER, attempts_before=4, first_attempt_at=berlin(2, 10) - timedelta(days=30))
    assert (plan.note, plan.available_at) == ("Attempt 6, beyond the cadence", berlin(4, 11))


def test_past_the_last_step_it_goes_on_until_enough_days_have_gone() -> None:
    assert isinstance(touched(NO_ANSWER, attempts_before=9, first_attempt_at=berlin(1, 10)), Plan)


def test_who_was_not_reached_in_all_attempts_and_days_goes_to_nurture() -> None:
    at = berlin(16, 10)
    nurture = touched(NO_ANSWER, at, attempts_before=5, first_attempt_at=berlin(2, 10))
    assert isinstance(nurture, ToNurture)
    assert nurture.unreachable
    assert nurture.because == "Not reached in 6 attempts over 14 days"
    assert nurture.plan.due_at == at + timedelta(days=90)


def test_who_was_reached_once_is_not_called_unreachable() -> None:
    nurture = touched(
        NO_ANSWER, berlin(16, 10), attempts_before=5, first_attempt_at=berlin(2, 10), reached_before=True
    )
    assert isinstance(nurture, ToNurture)
    assert not nurture.unreachable


# The others


def test_a_call_back_is_planned_for_the_promised_instant() -> None:
    when = datetime(2026, 3, 3, 21, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    plan = planned(CALL_BACK, when=when)
    assert (plan.next_action, plan.queue) == (NextAction.CALL_BACK, Queue.PROMISED)
    assert plan.available_at == plan.due_at == when


@pytest.mark.parametrize(
    ("when", "words"), [(None, "Say when"), (berlin(2, 10), "has passed"), (berlin(1, 10), "has passed")]
)
def test_a_call_back_needs_an_instant_ahead(when: datetime | None, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        touched(CALL_BACK, when=when)


def test_who_is_reached_is_qualified_on_the_same_day() -> None:
    plan = planned(CONNECTED)
    assert (plan.next_action, plan.available_at, plan.due_at) == (
        NextAction.QUALIFY, berlin(2, 10), berlin(2, 17),
    )  # fmt: skip


def test_bad_timing_is_looked_at_again_on_the_agreed_date() -> None:
    nurture = touched(BAD_TIMING, when=berlin(20, 10))
    assert isinstance(nurture, ToNurture)
    assert (nurture.plan.next_action, nurture.plan.due_at) == (NextAction.REVISIT, berlin(20, 10))


def test_without_an_agreed_date_nurture_takes_its_own() -> None:
    nurture = touched(BAD_TIMING)
    assert isinstance(nurture, ToNurture)
    assert nurture.plan.due_at == berlin(2, 10) + timedelta(days=90)


def test_an_agreed_date_must_lie_ahead() -> None:
    with pytest.raises(ValueError, match="has passed"):
        touched(BAD_TIMING, when=berlin(1, 10))


def test_a_final_no_closes_with_its_outcome() -> None:
    assert touched(NOT_INTERESTED) == Closing(Outcome.NOT_BUYING)


def test_a_customer_is_for_the_owner_today() -> None:
    passed = touched(CUSTOMER)
    assert isinstance(passed, ToOwner)
    assert passed.plan.due_at == berlin(2, 17)


def test_keep_keeps_a_plan_that_is_not_yet_due() -> None:
    current = planned(CALL_BACK, when=berlin(5, 10))
    assert touched(TALKED, current=current) is current


def test_keep_takes_the_next_step_if_the_plan_was_due() -> None:
    current = planned(CALL_BACK, berlin(1, 9), when=berlin(2, 9))
    assert planned(TALKED, current=current).note == "Attempt 2 of 4"


def test_keep_never_gives_anybody_up() -> None:
    assert isinstance(
        touched(TALKED, attempts_before=30, first_attempt_at=berlin(2, 10, 0) - timedelta(99)), Plan
    )


# Whatever was touched, whenever

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland"])
ATTEMPTS = st.integers(0, 12)
DAYS = st.integers(0, 40)


def plan_of(result: After) -> Plan | None:
    if isinstance(result, Plan):
        return result
    return None if isinstance(result, Closing) else result.plan


@given(st.sampled_from(DISPOSITIONS), INSTANTS, ATTEMPTS, DAYS, ZONES, st.integers(1, 100_000))
def test_nothing_is_due_before_the_touch_or_before_it_is_offered(
    disposition: Disposition, at: datetime, attempts: int, days: int, zone: str, ahead: int
) -> None:
    plan = plan_of(
        touched(
            disposition, at, attempts_before=attempts, prospect_tz=zone,
            first_attempt_at=at - timedelta(days=days), when=at + timedelta(minutes=ahead),
        )
    )  # fmt: skip
    assert plan is None or at <= plan.available_at <= plan.due_at


@given(st.sampled_from(DISPOSITIONS), INSTANTS, ATTEMPTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_nobody_is_given_up_before_the_least_attempts_and_days(
    disposition: Disposition, at: datetime, attempts: int, tried_for: timedelta
) -> None:
    result = touched(
        disposition, at, attempts_before=attempts, first_attempt_at=at - tried_for, when=at + timedelta(1)
    )
    given_up = isinstance(result, ToNurture) and result.unreachable
    assert not given_up or (attempts + 1 >= 6 and tried_for >= timedelta(days=14))


@given(INSTANTS, ATTEMPTS, ZONES.filter(bool))
def test_no_call_is_offered_in_the_prospects_night_or_ours(at: datetime, attempts: int, zone: str) -> None:
    plan = planned(NO_ANSWER, at, attempts_before=attempts, prospect_tz=zone)
    here, there = (plan.available_at.astimezone(ZoneInfo(name)) for name in ("Europe/Berlin", zone))
    assert 9 <= here.hour < 17
    assert plan.next_action != NextAction.CALL or 8 <= there.hour < 20


@given(INSTANTS, st.timedeltas(timedelta(minutes=1), timedelta(days=400)))
def test_a_promise_is_never_offered_before_its_instant(at: datetime, ahead: timedelta) -> None:
    assert planned(CALL_BACK, at, when=at + ahead).available_at == at + ahead


@given(INSTANTS, ZONES)
def test_a_cadence_worked_to_its_end_gives_up_at_last(at: datetime, zone: str) -> None:
    began, attempts = at, 0
    while isinstance(
        result := touched(NO_ANSWER, at, attempts_before=attempts, first_attempt_at=began, prospect_tz=zone),
        Plan,
    ):
        at, attempts = result.available_at, attempts + 1
        assert attempts < 30
    assert isinstance(result, ToNurture)


WRONG = NO_ANSWER.model_copy(update={"wrong": "phone"})


def test_whose_number_is_wrong_is_written_to() -> None:
    plan = planned(WRONG, attempts_before=0)
    assert plan.next_action == "email"
    assert "so write" in plan.note


def test_whose_number_is_not_known_is_written_to_as_long_as_it_is_not() -> None:
    assert planned(NO_ANSWER, attempts_before=1, ways=Ways(phone=False)).next_action == "email"


def test_whose_address_is_not_known_is_called_where_the_cadence_says_to_write() -> None:
    written = [place for place, step in enumerate(PROCEDURE.cadence_of("web").steps) if step.kind == "email"]
    plan = planned(NO_ANSWER, attempts_before=written[0], ways=Ways(email=False))
    assert plan.next_action == "call"


def test_who_cannot_be_reached_in_any_way_asks_for_a_number_first() -> None:
    plan = planned(WRONG, attempts_before=0, ways=Ways(email=False))
    assert plan.next_action == "call"
    assert "find a number first" in plan.note
