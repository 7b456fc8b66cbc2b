"""Late: warned, reassigned, the manager's list; each once and in order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.followup.world import BERLIN, berlin
from winnow.followup.escalation import next_check, steps_due
from winnow.procedure.schema import Escalation

LATE = Escalation(warn_after=0, reassign_after=60, manager_after=240)


@pytest.mark.parametrize(
    ("level", "check"), [(0, berlin(6, 16, 30)), (1, berlin(9, 9, 30)), (2, berlin(9, 12, 30)), (3, None)]
)
def test_steps_are_counted_in_working_time(level: int, check: datetime | None) -> None:
    assert next_check(LATE, berlin(6, 16, 30), level, BERLIN) == check


def test_steps_can_be_counted_around_the_clock() -> None:
    always = LATE.model_copy(update={"working_time": False})
    assert next_check(always, berlin(6, 16, 30), 1, BERLIN) == berlin(6, 17, 30)


@pytest.mark.parametrize(("level", "step"), [(0, "warn"), (1, "reassign"), (2, "manager"), (3, None)])
def test_after_a_pause_each_step_still_comes_in_its_turn(level: int, step: str | None) -> None:
    assert steps_due(LATE, berlin(2, 10), level, berlin(20, 10), BERLIN) == step


def test_nothing_is_done_before_it_is_late() -> None:
    assert steps_due(LATE, berlin(2, 10), 0, berlin(2, 9, 59), BERLIN) is None


def test_a_step_is_due_at_its_very_instant() -> None:
    assert steps_due(LATE, berlin(2, 10), 0, berlin(2, 10), BERLIN) == "warn"


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ESCALATIONS = st.builds(
    Escalation, warn_after=st.integers(0, 900), reassign_after=st.integers(0, 900),
    manager_after=st.integers(0, 900), working_time=st.booleans(),
)  # fmt: skip


@given(ESCALATIONS, INSTANTS)
def test_each_step_comes_no_earlier_than_the_one_before_nor_than_it_was_due(
    escalation: Escalation, due_at: datetime
) -> None:
    checks = [next_check(escalation, due_at, level, BERLIN) for level in range(3)]
    assert [due_at, *checks] == sorted([due_at, *checks])  # type: ignore[type-var]


@given(ESCALATIONS, INSTANTS, st.integers(0, 3), st.timedeltas(timedelta(-1), timedelta(9)))
def test_a_step_is_due_exactly_when_the_worker_is_told_to_look(
    escalation: Escalation, due_at: datetime, level: int, later: timedelta
) -> None:
    check = next_check(escalation, due_at, level, BERLIN)
    due = steps_due(escalation, due_at, level, due_at + later, BERLIN) is not None
    assert due == (check is not None and check <= due_at + later)
