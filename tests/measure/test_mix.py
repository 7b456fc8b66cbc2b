"""People compared as if each had been given the same."""

import pytest

from winnow.measure.canonical import Unknown
from winnow.measure.mix import adjusted
from winnow.measure.shares import Share


def test_the_one_who_was_given_the_better_ones_is_not_better_for_that():
    given = {
        "Ada": {"referral": (90, 300), "list": (2, 40)},
        "Bo": {"referral": (12, 40), "list": (15, 300)},
    }
    found = adjusted(given)
    raw = [92 / 340, 27 / 340]
    assert raw[0] > 3 * raw[1]
    assert found["Ada"].share == pytest.approx(found["Bo"].share, abs=0.02)
    assert [one.standing for one in found.values()] == [None, None]


def test_with_one_stratum_and_many_others_the_interval_is_wilsons():
    found = adjusted({"Ada": {"web": (8, 10)}, "all": {"web": (600_000, 1_000_000)}})["Ada"]
    assert (found.low, found.high) == pytest.approx(Share(8, 10).interval, abs=1e-4)
    assert found.share == pytest.approx(0.8, abs=1e-4)
    assert found.expected == pytest.approx(6, abs=0.01)
    assert found.odds == pytest.approx((0.8 / 0.2) / (0.6 / 0.4), rel=1e-3)


def test_who_is_truly_better_is_told():
    usual = {f"p{number}": {"web": (20, 200), "show": (40, 100)} for number in range(6)}
    found = adjusted({**usual, "Ada": {"web": (60, 200), "show": (70, 100)}})
    assert found["Ada"].standing == "above"
    assert all(found[name].standing is None for name in usual)


def test_who_is_truly_worse_is_told():
    usual = {f"p{number}": {"web": (40, 200)} for number in range(6)}
    assert adjusted({**usual, "Ada": {"web": (4, 200)}})["Ada"].standing == "below"


def test_none_and_all_have_intervals():
    found = adjusted({"Ada": {"web": (0, 20)}, "Bo": {"web": (20, 20)}, "Cy": {"web": (10, 20)}})
    assert found["Ada"].share < 1e-3 < 0.05 < found["Ada"].high < found["Bo"].low < 0.95 < found["Bo"].share


def test_what_nobody_else_was_given_cannot_be_compared():
    found = adjusted({"Ada": {"only hers": (4, 9)}, "Bo": {"web": (3, 9)}, "Cy": {"web": (3, 9)}})
    assert isinstance(found["Ada"], Unknown)
    assert found["Bo"].prospects == 9


def test_who_was_given_nobody_cannot_be_compared():
    assert isinstance(adjusted({"Ada": {}, "Bo": {"web": (3, 9)}})["Ada"], Unknown)
