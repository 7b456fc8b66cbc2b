"""Markov's and Shapley's, against the golden case, brute force and another package's figures."""

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.measure.attribution import Journey, Model, attribute
from winnow.measure.attribution.journeys import by_path
from winnow.measure.attribution.markov import removal_effects
from winnow.measure.canonical import Unknown

GOLDEN = [
    Journey(("A", "B"), orders=50, cents=50_00),
    Journey(("A",), lost=50),
    Journey(("B",), orders=50, cents=50_00),
    Journey(("A", "C", "B"), lost=50),
]
JOURNEYS = st.lists(
    st.builds(
        lambda path, orders, lost: Journey(tuple(path), orders, 100 * orders, lost),
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=5),
        st.integers(0, 40),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=8,
)


def test_removal_effects_of_the_golden_case():
    assert removal_effects(by_path(GOLDEN)) == pytest.approx({"A": 2 / 3, "B": 1, "C": 1 / 3})


def test_markov_divides_by_removal_effects():
    shares = {
        credit.channel: round(100 * credit.share, 2) for credit in attribute(GOLDEN, Model.MARKOV).credits
    }
    assert shares == {"B": 50.0, "A": 33.33, "C": 16.67}


def test_shapley_of_the_golden_case():
    orders = {credit.channel: credit.orders for credit in attribute(GOLDEN, Model.SHAPLEY).credits}
    assert orders == {"B": 75, "A": 25}  # 1.5 and 0.5 of 50; C has no order


@settings(max_examples=40)
@given(JOURNEYS)
def test_shapleys_closed_form_is_that_of_all_orders_of_joining(journeys):
    if sum(journey.orders for journey in journeys) < 100:
        return
    found = {credit.channel: credit.orders for credit in attribute(journeys, Model.SHAPLEY).credits}
    members = sorted({channel for journey in journeys for channel in journey.path})
    value = {
        frozenset(some): sum(journey.orders for journey in journeys if set(journey.path) <= set(some))
        for size in range(len(members) + 1)
        for some in combinations(members, size)
    }
    ways = list(permutations(members))
    for one in members:
        before = [frozenset(way[: way.index(one)]) for way in ways]
        mean = sum(value[some | {one}] - value[some] for some in before) / len(ways)
        assert found.get(one, 0) == pytest.approx(mean, abs=1e-9)


@settings(max_examples=40)
@given(JOURNEYS)
def test_a_removal_effect_is_what_is_lost_when_the_channel_leads_nowhere(journeys):
    paths = by_path(journeys)
    whole = chance_of_order(paths, None)
    for channel, effect in removal_effects(paths).items():
        expected = 1 - chance_of_order(paths, channel) / whole if whole else 0
        assert effect == pytest.approx(expected, abs=1e-9)


def chance_of_order(paths, removed):
    """By walking on until nobody walks any more."""
    ways = {}
    for path, (orders, lost) in paths.items():
        walk = ["start", *path]
        for here, there, count in [
            *((a, b, orders + lost) for a, b in pairwise(walk)),
            (walk[-1], "order", orders),
            (walk[-1], "nothing", lost),
        ]:
            if count:
                ways.setdefault(here, {}).setdefault(there, 0)
                ways[here][there] += count
    names = sorted({*ways, *(there for way in ways.values() for there in way), "start", "order"})
    step = np.zeros((len(names), len(names)))
    for here, way in ways.items():
        for there, count in way.items():
            step[names.index(here), names.index(there)] = count / sum(way.values())
    if removed is not None:
        step[names.index(removed)] = 0
    step[names.index("order"), names.index("order")] = 1
    return float(np.linalg.matrix_power(step, 20_000)[names.index("start"), names.index("order")])


def test_repeats_of_a_channel_tell_markov_nothing():
    again = [Journey(("A", "A", "B"), 60, lost=10), Journey(("B",), 40, lost=90)]
    once = [Journey(("A", "B"), 60, lost=10), Journey(("B",), 40, lost=90)]
    assert removal_effects(by_path(again)) == removal_effects(by_path(once))


@pytest.mark.parametrize("model", [Model.MARKOV, Model.SHAPLEY])
def test_below_a_hundred_orders_nothing_is_learned(model):
    answer = attribute([Journey(("A",), orders=99, cents=1)], model)
    assert isinstance(answer, Unknown)
    assert "100 orders" in answer.reason
