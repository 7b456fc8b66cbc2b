"""What young cohorts will have brought."""

import numpy as np
import pytest

from tests.measure.curves.firm import BEGIN, history, inquirers
from winnow.measure.canonical import Unknown
from winnow.measure.curves import History, Young, backtest, pooled_cure, young_cohort
from winnow.measure.curves.pace import pace_of


@pytest.fixture(scope="module")
def firm():
    return history(np.random.default_rng(4), people=6_000)


def test_who_has_reached_the_horizon_is_counted_not_forecast(firm):
    old = young_cohort(firm, BEGIN, BEGIN + 30, 60)
    assert (old.value, old.low, old.high, old.rest) == (old.so_far, old.so_far, old.so_far, 0)


def test_a_young_cohort_is_expected_to_bring_more_than_so_far(firm):
    young = young_cohort(firm, BEGIN + 330, BEGIN + 360, 90)
    assert young.so_far < young.low < young.value < young.high < 0.3


def test_dispersion_widens_the_interval(firm):
    narrow, wide = (young_cohort(firm, BEGIN + 330, BEGIN + 360, 90, dispersion=by) for by in (1, 4))
    assert wide.high - wide.low > 1.8 * (narrow.high - narrow.low)
    assert wide.value == narrow.value


def test_an_age_that_nobody_has_been_watched_to_is_unknown(firm):
    answer = young_cohort(firm, BEGIN + 330, BEGIN + 360, 720)
    assert isinstance(answer, Unknown)
    assert "540 days" in answer.reason


def test_beyond_what_was_watched_the_pooled_curve_goes_on(firm):
    tail = pooled_cure(firm)
    year, two = (young_cohort(firm, BEGIN + 330, BEGIN + 360, days, tail=tail) for days in (350, 730))
    assert year.value < two.value < year.value + 0.02
    assert two.known_to < 360


def test_of_a_period_without_inquiries_nothing_is_said(firm):
    assert isinstance(young_cohort(firm, BEGIN - 30, BEGIN, 90), Unknown)


def test_a_cohort_far_better_than_history_is_expected_to_go_on_so():
    better = history(
        np.random.default_rng(4), people=6_000, quality=lambda day: np.where(day >= 330, 2.0, 1.0)
    )
    usual = history(np.random.default_rng(4), people=6_000)
    rest = [young_cohort(each, BEGIN + 330, BEGIN + 360, 90).rest for each in (better, usual)]
    assert rest[0] > 1.1 * rest[1]


def test_the_newest_time_speaks_not_the_oldest():
    asked, bought = inquirers(
        np.random.default_rng(5), 8_000, 500, quality=lambda day: np.where(day < 250, 2.0, 0.5)
    )
    now = History.of(asked, bought, BEGIN + 500)
    young = young_cohort(now, BEGIN + 470, BEGIN + 500, 90)
    assert young.value == pytest.approx(0.1 * 90 / (90 + 12), abs=0.03)


@pytest.mark.parametrize("stopped", [38, 41, 60])
def test_where_nobody_asks_any_more_older_time_speaks(stopped):
    asked, bought = inquirers(np.random.default_rng(2), 3_000, 300 - stopped)
    now = History.of(asked, bought, BEGIN + 300)
    young = young_cohort(now, BEGIN + 270 - stopped, BEGIN + 300 - stopped, 90)
    came = np.mean((bought - asked)[asked >= BEGIN + 270 - stopped] <= 90)
    assert young.value == pytest.approx(came, abs=0.02)


def test_small_firms_get_forecasts_that_can_be():
    for seed in range(150):
        rng = np.random.default_rng(seed)
        firm = history(rng, people=int(rng.integers(21, 80)), share=0.8, median=3, watched=380)
        young = young_cohort(firm, BEGIN + 300, BEGIN + 361, 120)
        if isinstance(young, Young):
            assert 0 <= young.so_far <= young.low <= young.value <= young.high <= 1


def test_where_nobody_ever_bought_so_late_it_may_still_happen():
    asked = BEGIN + np.arange(300.0)
    early = History.of(asked, np.where(asked % 5 < 1, asked + 2, np.nan), BEGIN + 300)
    young = young_cohort(early, BEGIN + 250, BEGIN + 290, 60)
    assert (young.rest, young.value) == (0, young.so_far)
    assert young.value < young.high < young.value + 0.02


def test_rows_alike_may_be_one_row_with_their_count():
    asked, bought = inquirers(np.random.default_rng(6), 1_500, 200)
    asked, bought = np.floor(asked), np.floor(bought)
    rows, counts = np.unique(
        np.column_stack([asked, np.nan_to_num(bought, nan=1e9)]), axis=0, return_counts=True
    )
    short = History.of(rows[:, 0], np.where(rows[:, 1] < 1e9, rows[:, 1], np.nan), BEGIN + 200, counts)
    each, once = (
        young_cohort(h, BEGIN + 170, BEGIN + 200, 60) for h in (History.of(asked, bought, BEGIN + 200), short)
    )
    assert (once.value, once.low, once.count) == pytest.approx((each.value, each.low, each.count))


def test_the_week_has_the_pace_of_its_orders():
    monday = 4 + 7 * 2_500
    orders = np.repeat(monday + np.arange(5) + 0.5, 40)  # forty each from Monday to Friday
    pace = pace_of(History.of(orders - 1, orders, monday + 30))
    assert pace.weekday.sum() == pytest.approx(7)
    assert pace.weekday[:5] == pytest.approx(np.full(5, 1.39), abs=0.01)
    assert pace.weekday[5:] == pytest.approx(np.full(2, 0.024), abs=0.001)
    assert pace.time([monday + 7])[0] - pace.time([monday])[0] == pytest.approx(7)
    assert pace.time([monday + 6.5])[0] - pace.time([monday + 5.5])[0] < 0.05


def test_a_backtest_knows_only_what_was_known_then(firm):
    edges = [BEGIN + 30 * month for month in range(4, 9)]
    whole = backtest(firm, edges, 90)
    later = History.of(
        firm.asked, np.where(firm.asked >= edges[-1] + 30, firm.asked, firm.bought), firm.as_of
    )
    assert [one.forecast for one in backtest(later, edges, 90).tried] == [one.forecast for one in whole.tried]


def test_a_backtest_errs_less_than_what_came_so_far(firm):
    tried = backtest(firm, [BEGIN + 30 * month for month in range(4, 10)], 90)
    assert len(tried.tried) == 5
    assert tried.error < tried.error_so_far / 2
    assert abs(tried.bias) <= tried.error


def test_without_an_old_cohort_there_is_no_backtest(firm):
    assert isinstance(backtest(firm, [BEGIN + 330, BEGIN + 360], 90), Unknown)
