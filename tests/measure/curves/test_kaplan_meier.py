"""Curves with censoring, against hand, brute force and lifelines."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from winnow.measure.curves import kaplan_meier

ROWS = st.lists(
    st.tuples(st.integers(1, 20), st.booleans(), st.integers(1, 4), st.floats(0, 0.9)),
    min_size=3,
    max_size=40,
)


def test_the_curve_of_five_is_that_worked_out_by_hand():
    curve = kaplan_meier([10, 20, 30, 40, 60], [1, 1, 0, 1, 0])
    assert curve.share == pytest.approx([0.2, 0.4, 0.7])
    assert curve.greenwood == pytest.approx([1 / 20, 1 / 20 + 1 / 12, 1 / 20 + 1 / 12 + 1 / 2])


@settings(max_examples=20)
@given(ROWS)
def test_it_is_that_of_lifelines_with_counts(rows):
    durations, happened, counts, _ = map(np.array, zip(*rows, strict=True))
    if happened.any():
        compare(durations, happened, counts, None)


@settings(max_examples=20)
@given(ROWS)
def test_it_is_that_of_lifelines_with_late_entry(rows):
    always = (21, False, 1, 0.0)  # where for a while nobody is at risk lifelines gives up
    durations, happened, counts, late = map(np.array, zip(always, *rows, strict=True))
    entry = np.floor(durations * late)
    if happened.any():
        compare(durations, happened, counts, entry)


def compare(durations, happened, counts, entry):
    ours = kaplan_meier(durations, happened, counts, entry)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where nearly all have bought, lifelines says so
        theirs = KaplanMeierFitter().fit(durations, happened, entry=entry, weights=counts)
    left = theirs.survival_function_at_times(ours.age).to_numpy()
    assert ours.share == pytest.approx(1 - left, abs=1e-6)
    band = theirs.confidence_interval_survival_function_.reindex(ours.age).to_numpy()
    inside = left > 0  # once all have bought, lifelines' band is undefined
    assert ours.low[inside] == pytest.approx(1 - band[inside, 1], abs=1e-6)
    assert ours.high[inside] == pytest.approx(1 - band[inside, 0], abs=1e-6)


@settings(max_examples=30)
@given(ROWS)
def test_rows_alike_may_be_one_row_with_their_count(rows):
    durations, happened, counts, _ = map(np.array, zip(*rows, strict=True))
    once = kaplan_meier(durations, happened, counts)
    each = kaplan_meier(np.repeat(durations, counts), np.repeat(happened, counts))
    assert (once.share, once.low) == (pytest.approx(each.share), pytest.approx(each.low))


def test_nothing_is_said_beyond_what_was_observed():
    curve = kaplan_meier([5, 9], [True, False])
    assert (curve.at(9).value, curve.at(9.1), curve.quantile(0.5), curve.quantile(0.6)) == (
        0.5,
        None,
        5,
        None,
    )


def test_a_figure_says_how_many_are_still_observed_there():
    assert kaplan_meier([5, 9, 9], [True, False, False]).at(6).count == 2


def test_of_nothing_there_is_no_figure():
    assert kaplan_meier([], []).at(0) is None


def test_where_nobody_has_bought_the_share_is_none_so_far():
    curve = kaplan_meier([5, 9], [False, False])
    assert (curve.at(5).value, curve.shares_at([5, 99]).tolist()) == (0, [0, 0])


def test_an_event_at_age_nothing_counts():
    assert kaplan_meier([0, 3], [True, False]).at(0).value == 0.5


def test_negative_ages_are_refused():
    with pytest.raises(ValueError, match="not negative"):
        kaplan_meier([-1], [True])


def test_what_comes_between_two_ages_varies_as_greenwood_says():
    curve = kaplan_meier([10, 20, 30, 40, 60], [1, 1, 0, 1, 0])
    whole = (1 - curve.share[-1]) ** 2 * curve.greenwood[-1]
    assert curve.variance_between([0], [50], [1]) == pytest.approx(whole)
    assert curve.variance_between([15], [15], [1]) == 0
    # who is left at 15 buys by 50 with chance 1 - 3/4 * 1/2: terms 1/12 and 1/2
    assert curve.variance_of_rest([15], [50], [1]) == pytest.approx((3 / 8) ** 2 * (1 / 12 + 1 / 2))


def test_errors_of_the_same_ages_add_up_and_those_of_others_do_not():
    curve = kaplan_meier(np.arange(1, 41), np.ones(40))
    one, other = (curve.variance_of_rest([age], [age + 5], [1]) for age in (3, 20))
    assert curve.variance_of_rest([3, 3], [8, 8], [1, 1]) == pytest.approx(4 * one)
    assert curve.variance_of_rest([3, 20], [8, 25], [1, 1]) == pytest.approx(one + other)
