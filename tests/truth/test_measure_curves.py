"""Firms whose curves are known: 90 % intervals hold the truth in 85 to 95 of 100, over 200 seeds."""

import numpy as np
import pytest

from tests.measure.curves.firm import BEGIN, history, inquirers
from winnow.measure.curves import History, kaplan_meier, pooled_cure, young_cohort
from winnow.measure.forecasting import Open, expected_orders

SEEDS = range(200)


def holds(intervals):
    """The share of (low, high, truth) that hold."""
    return np.mean([low <= truth <= high for low, high, truth in intervals])


def truth_at(age, share=0.2, median=12.0):
    return share * age / (age + median)


@pytest.mark.parametrize("late", [False, True])
def test_bands_of_curves_hold_the_truth(late):
    found = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        age, until = rng.exponential(30, 500), rng.uniform(5, 90, 500)
        entry = rng.uniform(0, 20, 500) * late
        seen = np.minimum(age, until) > entry
        curve = kaplan_meier(np.minimum(age, until)[seen], (age <= until)[seen], None, entry[seen], level=0.9)
        for day in (20, 50):
            found.append((curve.at(day).low, curve.at(day).high, 1 - np.exp(-day / 30)))
    assert 0.85 <= holds(found) <= 0.95


def test_forecasts_of_young_cohorts_hold_what_comes():
    found, errors = [], []
    for seed in SEEDS:
        asked, bought = inquirers(np.random.default_rng(seed), 6_000, 300)
        now = History.of(asked, bought, BEGIN + 300)
        young = young_cohort(now, BEGIN + 270, BEGIN + 300, 90)
        newest = asked >= BEGIN + 270
        came = np.mean((bought - asked)[newest] <= 90)
        found.append((young.low, young.high, came))
        errors.append(young.value - came)
    assert 0.85 <= holds(found) <= 0.95
    assert abs(np.mean(errors)) < 0.002


def test_the_long_curve_holds_the_share_of_two_years():
    found = []
    for seed in SEEDS:
        known = pooled_cure(history(np.random.default_rng(seed), people=800, days=300, watched=400)).at(
            730, level=0.9
        )
        found.append((known.low, known.high, truth_at(730)))
    assert 0.85 <= holds(found) <= 0.95


def test_orders_expected_of_open_prospects_hold_what_comes():
    found = []
    for seed in SEEDS:
        asked, bought = inquirers(np.random.default_rng(seed), 4_000, 200)
        now = History.of(asked, bought, BEGIN + 200)
        curve = now.curve()
        month = expected_orders({"all": Open.of(now, curve, 30)}, {"all": curve}, [(0, 30)])[0]
        came = np.sum((bought > BEGIN + 200) & (bought <= BEGIN + 230))
        found.append((month.orders[1], month.orders[2], came))
    assert 0.85 <= holds(found) <= 0.95
