"""Before and after a purge, against figures reckoned by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from winnow.deals.proof import Ended, median, period, rate, share, warnings
from winnow.deals.standing import spread

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def ended(days, won, purged=False):
    return Ended(START, START + days * DAY, won, purged)


def test_purged_ones_are_left_out_of_the_decided_and_counted_in_what_left():
    found = period(START, START + 100 * DAY, [ended(10, True), ended(20, False), ended(30, False, True)], 600)
    assert (found.orders, found.lost, found.purged) == (1, 1, 1)
    assert (found.decided.value, found.left.value) == (0.5, pytest.approx(1 / 3))
    assert (found.days.value, found.hours.value) == (10, 10)


def test_intervals_hold_their_known_values():
    assert share(45, 100).interval == (pytest.approx(0.3561, abs=1e-4), pytest.approx(0.5476, abs=1e-4))
    assert rate(100, 4).interval == (
        pytest.approx(25 / 2.6645, abs=1e-2),
        pytest.approx(25 * 2.6645, abs=1e-2),
    )
    assert median(list(range(1, 101))).interval == (41, 61)
    assert (median([3.0]).interval, share(0, 0).value, rate(5, 0).value) == (None, None, None)


def test_what_is_expected_of_yeses_and_noes_has_their_spread():
    assert spread(200.0, 4 * 0.25 * 100.0**2, 400.0) == (
        200.0,
        pytest.approx(4.0036, abs=1e-3),
        pytest.approx(395.996, abs=1e-3),
    )


def test_few_and_young_ones_are_warned_of():
    before = period(START, START + 50 * DAY, [ended(40, True), ended(30, False)], 60)
    after = period(START + 50 * DAY, START + 60 * DAY, [ended(55, True)], 60)
    said = " ".join(warnings(before, after))
    assert "slow orders are still missing" in said
    assert "hardly to be told from chance" in said
    assert "two times, not two groups" in said
