"""Rules by place, with the shares that the reference gives (docs/measuring.md)."""

import pytest

from winnow.measure.attribution import Journey, Model, weigher

FIVE = ("a", "b", "c", "d", "e")


def percent(model, path, **known):
    weights = weigher(model)(Journey(tuple(path), 1, 100, **known))
    return [round(100 * weight / sum(weights), 2) for weight in weights]


@pytest.mark.parametrize("model", [model for model in Model if model is not Model.MARKOV])
def test_a_touch_alone_gets_all(model):
    assert percent(model, "a") == [100]


@pytest.mark.parametrize(
    ("model", "shares"),
    [
        (Model.FIRST, [100, 0, 0, 0, 0]),
        (Model.LAST, [0, 0, 0, 0, 100]),
        (Model.LINEAR, [20, 20, 20, 20, 20]),
        (Model.U_SHAPED, [40, 6.67, 6.67, 6.67, 40]),
        (Model.W_SHAPED, [30, 30, 5, 30, 5]),
        (Model.FULL_PATH, [22.5, 22.5, 10, 22.5, 22.5]),
        (Model.SHAPLEY, [20, 20, 20, 20, 20]),
    ],
)
def test_five_touches_are_weighed_as_the_rule_says(model, shares):
    assert percent(model, FIVE, lead=1, opportunity=3) == shares


def test_u_with_two_touches_is_half_and_half():
    assert percent(Model.U_SHAPED, "ab") == [50, 50]


def test_milestones_nobody_knows_leave_their_part_to_the_others():
    assert percent(Model.W_SHAPED, "abc", lead=1) == [42.86, 42.86, 14.29]  # 30 : 30 : 10
    assert percent(Model.FULL_PATH, "abc") == [40.91, 18.18, 40.91]  # 22.5 : 10 : 22.5


def test_without_touches_between_the_milestones_share_all():
    assert percent(Model.W_SHAPED, "abc", lead=1, opportunity=2) == [33.33, 33.33, 33.33]
    assert percent(Model.FULL_PATH, "abcd", lead=1, opportunity=2) == [25, 25, 25, 25]


def test_one_touch_may_be_several_milestones():
    assert percent(Model.W_SHAPED, "abc", lead=0, opportunity=1) == [60, 30, 10]


def test_decay_halves_with_each_half_life():
    assert percent(Model.TIME_DECAY, "abc", ages=(14, 7, 0)) == [14.29, 28.57, 57.14]


def test_decay_of_touches_long_ago_still_tells_them_apart():
    assert percent(Model.TIME_DECAY, "ab", ages=(90_007, 90_000)) == [33.33, 66.67]


@pytest.mark.parametrize(
    "wrong", [{"lead": 1}, {"opportunity": -1}, {"ages": (1.0, 2.0)}, {"orders": 0, "cents": 5}]
)
def test_a_journey_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"touch|money"):
        Journey(("a",), **{"orders": 1, **wrong})
