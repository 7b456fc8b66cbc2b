"""Shares and their intervals, against values worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.measure.shares import Share


def test_a_share_of_nothing_has_no_value():
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)


def test_the_interval_of_eight_in_ten_is_wilsons():
    # centre (0.8 + 3.8415/20) / (1 + 3.8415/10) = 0.71670; reach 0.22654
    assert Share(8, 10).interval == pytest.approx((0.49016, 0.94332), abs=1e-5)


def test_none_in_ten_may_still_be_a_quarter():
    assert Share(0, 10).interval == pytest.approx((0, 0.27753), abs=1e-5)


def test_shares_add_by_their_cases():
    assert Share(1, 4) + Share(2, 2) == Share(3, 6)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_its_share_and_stays_between_nothing_and_all(case):
    low, high = Share(*case).interval
    assert 0 <= low <= case[0] / case[1] <= high <= 1
