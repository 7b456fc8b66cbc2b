"""Curves and forecasts on real inquirers, where the data lie beside the checkout."""

import numpy as np
import pytest

from tests.data.measure.real import bpi, day, olist
from winnow.measure.curves import backtest, left_truncation, pooled_cure, young_cohort
from winnow.measure.forecasting import Open, calibrated, expected_orders

MONTHS = [float(day(f"{month}-01")) for month in (
    "2017-12", "2018-01", "2018-02", "2018-03", "2018-04", "2018-05", "2018-06")]  # fmt: skip
WEEKS = [float(day("2011-10-28")) + 7 * week for week in range(12)]


@pytest.fixture(scope="module")
def sellers(shared_data):
    return olist(shared_data, recorded_since=float(day("2017-12-05")))


@pytest.fixture(scope="module")
def loans(shared_data):
    return bpi(shared_data)


def test_olists_cohorts_of_2018_come_as_published(sellers):
    curve = sellers.between(float(day("2018-01-01")), np.inf).curve()
    shares = [round(100 * curve.at(age).value, 1) for age in (7, 14, 30, 60, 90, 120, 150)]
    assert shares == [4.1, 6.9, 9.1, 10.6, 11.3, 11.9, 12.2]


def test_olist_is_known_to_lack_purchases_before_december_2017(shared_data):
    cut = left_truncation(olist(shared_data))
    assert "before 2017-12-05" in cut.told
    assert 100 < cut.missing < 300


def test_the_loans_lack_nothing_at_their_beginning(loans):
    assert left_truncation(loans) is None


@pytest.mark.parametrize(("at", "error", "so_far"), [(0.25, 0.50, 1.78), (0.5, 0.42, 0.85)])
def test_forecasts_for_olists_cohorts_err_less_than_known_methods(sellers, at, error, so_far):
    tried = backtest(sellers, MONTHS, 150, at)
    assert len(tried.tried) == 6
    assert tried.error_so_far == pytest.approx(so_far, abs=0.005)
    assert tried.error <= error


@pytest.mark.parametrize(("at", "error", "so_far"), [(0.25, 1.9, 5.70), (0.5, 0.5, 1.19)])
def test_forecasts_for_weeks_of_loans_err_less_than_known_methods(loans, at, error, so_far):
    tried = backtest(loans, WEEKS, 60, at)
    assert len(tried.tried) == 11
    assert tried.error_so_far == pytest.approx(so_far, abs=0.005)
    assert tried.error <= error


def test_with_the_dispersion_of_the_past_the_intervals_hold(loans, sellers):
    for history, edges, horizon in ((loans, WEEKS, 60), (sellers, MONTHS, 150)):
        by = backtest(history, edges, horizon).dispersion
        inside = [
            low_high.low <= one.came <= low_high.high
            for one in backtest(history, edges, horizon).tried
            for low_high in [
                young_cohort(
                    history.known_at(one.until + horizon / 4), one.since, one.until, horizon, dispersion=by
                )
            ]
        ]
        assert sum(inside) / len(inside) >= 0.8


def test_the_log_logistic_draws_olists_long_tail_best(sellers):
    everybody = pooled_cure(sellers)
    assert everybody.law == "log-logistic"
    assert everybody.plateau == pytest.approx(0.136, abs=0.003)


def test_months_of_orders_from_open_prospects_come_about_as_forecast(sellers):
    forecasts, came = [], []
    for month in range(2, 11):
        start = float(day(f"2018-{month:02}-01"))
        known = sellers.known_at(start)
        curve = known.curve()
        forecasts.append(expected_orders({"": Open.of(known, curve, 30)}, {"": curve}, [(0, 30)])[0].orders)
        then = (sellers.asked <= start) & (sellers.bought > start) & (sellers.bought <= start + 30)
        came.append(float(then.sum()))
    past = calibrated(forecasts, came)
    assert past.months == 9
    assert past.ratio == pytest.approx(1, abs=0.15)
