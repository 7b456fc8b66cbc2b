"""Time against value: ratios with intervals, segments, and who is listed."""

import pytest

from winnow.customers.value import Account, Spent, by_segment, ratio, trend, worst


def spent(minutes: int = 120, cost: float = 100, margin: float = 300, unknown: int = 0) -> Spent:
    return Spent(minutes, cost, 1, margin, unknown)


def test_margin_an_hour_is_the_ratio_of_sums_not_the_mean_of_ratios():
    assert ratio([spent(60, margin=100), spent(540, margin=200)]).value == pytest.approx(30)


def test_few_customers_have_no_interval():
    assert ratio([spent()] * 4).low is None


def test_the_interval_is_that_of_student():
    found = ratio([spent(60, margin=margin) for margin in (80, 90, 100, 110, 120)])
    error = (1000 * 5 / 4) ** 0.5 / 5
    assert found.high == pytest.approx(100 + 2.7764 * error, rel=0.002)
    assert found.low == pytest.approx(100 - 2.7764 * error, rel=0.002)


def test_customers_without_time_do_not_count():
    assert ratio([spent(0)]).value is None


def test_only_who_can_be_judged_and_loses_is_listed_the_greatest_loss_first():
    rows = [
        Account(1, [spent(margin=50)]), Account(2, [spent(margin=10)]), Account(3, [spent(margin=500)]),
        Account(4, [spent(margin=0)], is_young=True), Account(5, [spent(margin=0, unknown=1)]),
        Account(6, [spent(minutes=30, margin=0)]),
    ]  # fmt: skip
    assert [one.customer for one, _ in worst(rows, 0)] == [2, 1]


def test_segments_and_quarters_count_their_own():
    rows = [
        Account(1, [spent(), spent()], {"channel": "web"}),
        Account(2, [spent(), Spent()], {"channel": "phone"}),
    ]
    assert [(name, one.count) for name, one in by_segment(rows, "channel", 0)] == [("web", 1), ("phone", 1)]
    assert [one.count for one in trend(rows)] == [2, 1]
