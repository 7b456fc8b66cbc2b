"""The schedule is the library's and the same each time; streaks skip weekends; names are found."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.practice.schedule import graded
from winnow.practice.streak import named, streak, weak

AT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
WEDNESDAY = date(2026, 3, 4)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12))
def test_the_same_grades_at_the_same_instants_give_the_same_days(grades):
    def lived() -> list[datetime]:
        memory, at, found = None, AT, []
        for grade in grades:
            memory, due = graded(memory, 7, grade, at)
            found.append(due)
            at = max(due, at + timedelta(minutes=1))
        return found

    assert lived() == lived()
    assert all(due > AT for due in lived())


def test_who_knows_it_sees_it_later_than_who_does_not():
    days = [graded(graded(None, 1, grade, AT)[0], 1, grade, AT + timedelta(days=1))[1] for grade in (1, 3, 4)]
    assert days == sorted(days)
    with pytest.raises(ValueError, match="5"):
        graded(None, 1, 5, AT)


def test_a_streak_counts_working_days_and_is_not_broken_before_today_is_over():
    monday = WEDNESDAY - timedelta(days=2)
    friday = WEDNESDAY - timedelta(days=5)
    tuesday = WEDNESDAY - timedelta(days=1)
    assert streak([tuesday, monday, friday], WEDNESDAY) == 3
    assert streak([WEDNESDAY, monday], WEDNESDAY) == 1
    assert streak([], WEDNESDAY) == 0


def test_weak_are_those_graded_low_of_late():
    assert weak([(1, 4), (1, 1), (1, 2), (1, 1), (2, 1), (2, 4), (3, 1)]) == [3, 1]


def test_names_that_are_left_are_found():
    assert named("Ida Ott of Nordlys said no", ["Ida", "Ott", "nordlys", "Ole", "of"]) == [
        "Ida",
        "Ott",
        "nordlys",
    ]
