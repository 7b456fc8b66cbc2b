"""The long tail, and left truncation."""

from datetime import date

import numpy as np
import pytest

from tests.measure.curves.firm import BEGIN, history
from winnow.measure.canonical import Unknown
from winnow.measure.curves import History, left_truncation, pooled_cure


def test_the_long_curve_finds_the_share_that_buys_at_all():
    curve = pooled_cure(history(np.random.default_rng(1), people=5_000, share=0.2, median=12, watched=720))
    assert curve.law == "log-logistic"
    assert (curve.plateau, curve.scale, curve.shape) == pytest.approx((0.2, 12, 1), rel=0.1)
    known = curve.at(60)
    assert known.low < 0.2 * 60 / 72 < known.high
    assert known.high - known.low < 0.03


def test_a_young_cohort_alone_gets_no_long_curve():
    young = history(np.random.default_rng(2), people=3_000, days=30, watched=45)
    assert "85 days" in pooled_cure(young).reason


def test_a_history_not_watched_beyond_its_orders_gets_no_long_curve():
    slow = history(
        np.random.default_rng(2), people=3_000, days=120, watched=120, median=200, shape=3, share=0.9
    )
    assert isinstance(pooled_cure(slow), Unknown)


def test_few_orders_give_no_long_curve():
    assert "50 orders" in pooled_cure(history(np.random.default_rng(3), people=100, watched=720)).reason


def test_purchases_that_begin_long_after_the_inquiries_are_told():
    whole = history(np.random.default_rng(7), people=4_000)
    seen = np.isnan(whole.bought) | (whole.bought >= BEGIN + 120)
    cut = left_truncation(History.of(whole.asked, np.where(seen, whole.bought, np.nan), whole.as_of))
    assert cut.since == pytest.approx(BEGIN + 120, abs=1)
    assert cut.missing == pytest.approx((whole.bought < BEGIN + 120).sum(), rel=0.15)
    assert str(date.fromordinal(date(1970, 1, 1).toordinal() + int(cut.since))) in cut.told


def test_a_whole_history_is_not_accused():
    assert left_truncation(history(np.random.default_rng(7), people=4_000)) is None


def test_a_history_without_orders_is_not_accused():
    assert left_truncation(History.of([BEGIN], [np.nan], BEGIN + 9)) is None


def test_curves_that_know_since_when_orders_are_recorded_are_not_misled():
    whole = history(np.random.default_rng(8), people=8_000)
    since = BEGIN + 120
    seen = np.where(whole.bought >= since, whole.bought, np.nan)
    naive, told = (History.of(whole.asked, seen, whole.as_of, None, day).curve() for day in (-np.inf, since))
    truth = whole.curve().at(60).value
    assert abs(told.at(60).value - truth) < 0.01 < truth - naive.at(60).value
