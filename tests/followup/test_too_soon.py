"""Nobody is given up as not reached before the least attempts and days."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.followup.course import Course, given_up, too_soon
from winnow.procedure.schema import Cadence, Step

BEGAN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CADENCE = Cadence(steps=tuple(Step() for _ in range(6)), least_attempts=6, least_days=14)


@pytest.mark.parametrize(
    ("attempts", "days", "left"),
    [
        (0, 0, "6 more attempts and 14 more days"), (5, 20, "so 1 more attempt to go"), (6, 13, "so 1 more day to go"),
        (2, 3, "4 more attempts and 11 more days"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(attempts: int, days: int, left: str) -> None:
    assert left in too_soon(Course(CADENCE, attempts, began=BEGAN), BEGAN + timedelta(days=days))


def test_after_the_least_of_both_nothing_stands_in_the_way() -> None:
    assert too_soon(Course(CADENCE, 6, began=BEGAN), BEGAN + timedelta(days=14)) == ""


@given(st.integers(0, 9), st.integers(0, 9), st.floats(0, 40))
def test_what_ends_by_itself_is_never_too_soon(attempts: int, steps: int, days: float) -> None:
    course, at = Course(CADENCE, attempts, steps, BEGAN), BEGAN + timedelta(days=days)
    assert not (given_up(course, at) and too_soon(course, at))
