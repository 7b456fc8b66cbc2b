"""Waits with some not answered yet: the estimate is Kaplan and Meier's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.measure.waiting import Waits

# Answered after 10, 20 and 40 minutes; one still waits after 30, one after 60.
MIXED = Waits.of([(10, True, 1), (20, True, 1), (30, False, 1), (40, True, 1), (60, False, 1)])


def test_the_curve_is_the_product_over_those_who_still_waited():
    # 4/5, then 3/4 of it, then (of two left) 1/2 of it
    assert MIXED.curve == [(10, pytest.approx(0.8)), (20, pytest.approx(0.6)), (40, pytest.approx(0.3))]


def test_the_median_counts_those_who_still_wait():
    assert MIXED.quantile(0.5) == 40


def test_without_those_who_wait_the_median_would_look_faster():
    assert Waits.of([(10, True, 1), (20, True, 1), (40, True, 1)]).quantile(0.5) == 20


def test_what_has_not_been_reached_is_not_made_up():
    assert MIXED.quantile(0.9) is None


def test_the_share_within_a_time():
    assert [MIXED.share_within(at) for at in (5, 10, 39, 100)] == pytest.approx([0, 0.2, 0.4, 0.7])


def test_nobody_has_no_share_and_no_median():
    assert (Waits.of([]).share_within(9), Waits.of([]).quantile(0.5)) == (None, None)


def test_two_peoples_waits_add():
    assert (MIXED + MIXED).count == 10


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_when_all_are_answered_the_share_within_is_the_plain_share(minutes):
    waits = Waits.of((one, True, 1) for one in minutes)
    assert waits.share_within(100) == pytest.approx(sum(one <= 100 for one in minutes) / len(minutes))


@given(st.lists(st.tuples(st.integers(0, 500), st.booleans()), min_size=1, max_size=60))
def test_the_curve_only_falls(rows):
    curve = [still for _, still in Waits.of((at, done, 1) for at, done in rows).curve]
    assert curve == sorted(curve, reverse=True)
