"""The exact bounds agree with the law they are made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from winnow.qualify.cut.bounds import interval, lower, most_lost, orders_needed, upper

ORDERS = st.integers(min_value=1, max_value=3_000)
LOSSES = st.floats(min_value=0.005, max_value=0.5)


@pytest.mark.parametrize(("lose", "orders"), [(0.05, 59), (0.02, 149), (0.01, 299), (0.1, 29)])
def test_a_promise_needs_so_many_orders(lose: float, orders: int) -> None:
    assert orders_needed(lose) == orders


@pytest.mark.parametrize(
    ("orders", "lost"), [(58, -1), (59, 0), (200, 4), (1_000, 38)], ids=["58", "59", "200", "1000"]
)
def test_the_orders_lost_in_calibration_are_those_of_the_binomial_law(orders: int, lost: int) -> None:
    assert most_lost(orders, 0.05) == lost


@given(orders=ORDERS, lose=LOSSES)
def test_one_more_lost_order_would_not_be_allowed(orders: int, lose: float) -> None:
    k = most_lost(orders, lose)
    assert k < 0 or binom.cdf(k, orders, lose) <= 0.05
    assert k + 1 >= orders or binom.cdf(k + 1, orders, lose) > 0.05


@given(orders=ORDERS, lose=LOSSES)
def test_a_promise_is_allowed_exactly_from_the_orders_it_needs(orders: int, lose: float) -> None:
    assert (most_lost(orders, lose) >= 0) == (orders >= orders_needed(lose))


@given(orders=ORDERS, lose=LOSSES)
def test_more_orders_never_allow_fewer_to_be_lost(orders: int, lose: float) -> None:
    assert most_lost(orders + 1, lose) >= most_lost(orders, lose)


@given(orders=ORDERS, share=st.floats(min_value=0, max_value=1))
def test_the_interval_is_that_of_clopper_and_pearson(orders: int, share: float) -> None:
    lost = round(orders * share)
    expected = binomtest(lost, orders).proportion_ci(0.95, "exact")
    assert interval(lost, orders) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(orders=ORDERS, share=st.floats(min_value=0, max_value=1))
def test_the_one_sided_bounds_enclose_what_was_seen(orders: int, share: float) -> None:
    lost = round(orders * share)
    assert lower(lost, orders) <= lost / orders <= upper(lost, orders)


def test_what_is_allowed_keeps_its_upper_bound_within_the_promise() -> None:
    for orders in (59, 149, 500, 2_000):
        assert upper(most_lost(orders, 0.05), orders) <= 0.05 + 1e-9


def test_without_orders_anything_is_possible() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    assert most_lost(0, 0.05) == -1


def test_bounds_narrow_with_confidence() -> None:
    bounds = [upper(5, 100, confidence) for confidence in (0.8, 0.9, 0.95, 0.99)]
    assert np.all(np.diff(bounds) > 0)
