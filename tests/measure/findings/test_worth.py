"""Ranges added and multiplied, and how they are said: pure."""

import pytest

from winnow.measure.findings.words import between, listed, money, plainly, span
from winnow.measure.findings.worth import around, straight, times, total


def test_reaches_of_a_sum_add_as_squares():
    assert total([(10, 7, 13), (20, 16, 24)]) == (30, 25, 35)


def test_relative_reaches_of_a_product_add_as_squares():
    value, low, high = times((10, 7, 13), (100, 60, 140))
    assert (value, low, high) == pytest.approx((1000, 500, 1500))


def test_a_product_is_never_negative():
    assert times((1, 0, 3), (10, 0, 30))[1] == 0


def test_a_count_has_an_interval_above_nothing():
    assert around(0, 4) == pytest.approx((0, 0, 3.92), abs=0.01)
    value, low, high = around(100, 100)
    assert (value, low, high) == pytest.approx((100, 81.4, 120.6), abs=0.1)


def test_a_difference_may_be_negative():
    assert straight(1, 1)[1] < 0


@pytest.mark.parametrize(
    ("reach", "said"),
    [((61.2, 96.8), "61–97"), ((0.04, 1.8), "0.0–1.8"), ((-3, 12), "-3 to 12"), ((5000.2, 5000.4), "5,000")],
)
def test_two_figures_are_as_exact_as_their_size_deserves(reach, said):
    assert span(*reach) == said


def test_money_is_said_in_thousands_and_millions_by_currency():
    ranges = {"EUR": (500_000, 410_000, 650_000), "USD": (2, 1, 3), "JPY": (2e7, 1e7, 3e7)}
    assert money(ranges) == "EUR 410–650 thousand and USD 1.0–3.0 and JPY 10–30 million"


def test_shares_lists_and_reasons_are_plain():
    assert between((0.012, 0.034)) == "1.2–3.4 %"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert listed(["a", "b"]) == "a and b"
    assert plainly("The data has no touches.minutes.") == "The data has no minutes (touches)."
