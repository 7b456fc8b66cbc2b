"""Orders to be expected from what is open."""

import numpy as np
import pytest

from tests.measure.curves.firm import history
from winnow.measure.curves import kaplan_meier
from winnow.measure.forecasting import Open, calibrated, expected_orders

# Of ten, two bought at 10, two at 40, one at 70 days; the others were watched for 100.
CURVE = kaplan_meier([10, 40, 70, 100], [1, 1, 1, 0], [2, 2, 1, 5])
MONTHS = [(0, 30), (30, 60)]


def test_chances_are_of_those_who_have_not_bought_by_their_age():
    open_ones = {"stated": Open(np.array([20.0]), np.array([8.0]), np.array([100.0]))}
    first, second = expected_orders(open_ones, {"stated": CURVE}, MONTHS)
    assert (first.orders[0], first.revenue[0]) == pytest.approx((8 * 2 / 8, 200))
    assert second.orders[0] == pytest.approx(8 * 1 / 8)


def test_an_inquiry_still_to_come_has_an_age_below_nothing():
    coming = {"stated": Open(np.array([-15.0]), np.array([10.0]), np.array([1.0]))}
    assert [month.orders[0] for month in expected_orders(coming, {"stated": CURVE}, MONTHS)] == pytest.approx(
        [2, 2]
    )


def test_grades_add_up_each_by_its_own_curve():
    strong = kaplan_meier([10, 100], [1, 0], [9, 1])
    one = Open(np.array([0.0]), np.array([1.0]), np.array([50.0]))
    both = expected_orders({"a": one, "b": one}, {"a": CURVE, "b": strong}, [(0, 30)])[0]
    assert both.orders[0] == pytest.approx(0.2 + 0.9)
    assert both.revenue[0] == pytest.approx(55)


def test_an_uncertain_curve_and_uneven_worth_widen_the_interval():
    sure = Open(np.array([0.0]), np.array([500.0]), np.array([100.0]))
    unsure = Open(np.array([0.0]), np.array([500.0]), np.array([100.0]), spread=200.0, error=0.2)
    narrow, wide = (expected_orders({"a": one}, {"a": CURVE}, [(0, 30)])[0] for one in (sure, unsure))
    assert wide.orders[2] - wide.orders[1] > narrow.orders[2] - narrow.orders[1]
    assert wide.revenue[2] - wide.revenue[1] > 1.5 * (narrow.revenue[2] - narrow.revenue[1])


def test_nothing_open_brings_nothing():
    assert expected_orders({}, {}, [(0, 30)])[0].orders == (0, 0, 0)


def test_a_grade_without_a_curve_is_an_error():
    with pytest.raises(KeyError):
        expected_orders({"stated": Open(np.zeros(1), np.ones(1), np.ones(1))}, {}, MONTHS)


def test_who_has_bought_is_not_open():
    firm = history(np.random.default_rng(1), people=500)
    assert Open.of(firm, firm.curve(), 30).count.sum() == 500 - firm.happened.sum()


def test_calibration_says_how_often_and_by_how_much():
    found = calibrated([(100, 85, 116), (100, 85, 116), (50, 39, 62)], [110, 130, 50])
    assert (found.months, found.expected, found.came, found.inside) == (3, 250, 290, pytest.approx(2 / 3))
    assert found.ratio == pytest.approx(1.16)
    assert found.dispersion > 2
