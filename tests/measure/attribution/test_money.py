"""No cent is lost or made, whatever the journeys and the model."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.measure.attribution import Attribution, Journey, Model, alike, attribute, journeys_of
from winnow.measure.attribution.credit import NOWHERE
from winnow.measure.attribution.money import split, split_many
from winnow.measure.canonical import Unknown

WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=12).filter(any)


@st.composite
def journeys(draw):
    path = tuple(draw(st.lists(st.sampled_from("abcdef"), max_size=7)))
    place = st.none() | st.integers(0, len(path) - 1) if path else st.none()
    orders = draw(st.integers(0, 60))
    ages = draw(st.none() | st.tuples(*(st.floats(0, 2_000) for _ in path)))
    cents = draw(st.integers(-(10**6), 10**15)) if orders else 0
    lost = draw(st.integers(0, 60))
    return Journey(path, orders, cents, lost, ages, draw(place), draw(place))


@settings(max_examples=60)
@given(st.lists(journeys(), min_size=1, max_size=8), st.floats(0.1, 400))
def test_every_model_gives_out_all_money_and_all_orders(some, half_life):
    for made in [attribute(some, model, half_life) for model in Model]:
        if isinstance(made, Attribution):
            assert (
                sum(credit.cents for credit in made.credits) == made.cents == sum(one.cents for one in some)
            )
            assert sum(credit.orders for credit in made.credits) == pytest.approx(made.orders)
            assert sum(credit.share for credit in made.credits) == pytest.approx(1)


@settings(max_examples=60)
@given(st.lists(journeys(), min_size=1, max_size=12))
def test_what_went_the_same_way_may_be_divided_together(some):
    for model in set(Model) - {Model.TIME_DECAY}:
        one, all_alike = attribute(some, model), attribute(alike(some), model)
        assert isinstance(one, Attribution) == isinstance(all_alike, Attribution)
        if isinstance(one, Attribution):
            assert all_alike.cents == one.cents
            parts = {credit.channel: credit.orders for credit in all_alike.credits if credit.orders}
            assert parts == pytest.approx(
                {credit.channel: credit.orders for credit in one.credits if credit.orders}
            )


@given(st.integers(-(10**12), 10**16), WEIGHTS)
def test_a_split_sums_to_the_cent(cents, weights):
    assert sum(split(cents, weights)) == cents


@given(st.integers(0, 10**9), WEIGHTS)
def test_each_part_is_within_a_cent_of_its_quota(cents, weights):
    quotas = [cents * weight / sum(weights) for weight in weights]
    assert all(abs(part - quota) < 1.001 for part, quota in zip(split(cents, weights), quotas, strict=True))


def test_the_largest_remainders_get_the_odd_cents():
    assert split(100, [1, 1, 1]) in ([34, 33, 33], [33, 34, 33], [33, 33, 34])
    assert split(10, [0.26, 0.26, 0.48]) == [3, 2, 5] or split(10, [0.26, 0.26, 0.48]) == [2, 3, 5]
    assert split(1, [0.2, 0.5, 0.3]) == [0, 1, 0]


def test_over_many_orders_odd_cents_favour_no_place():
    parts = [split(cents, [1, 1]) for cents in range(1, 2_000, 2)]
    assert abs(sum(first - second for first, second in parts)) <= 1


def test_an_order_without_a_touch_is_credited_to_none():
    (credit,) = attribute([Journey((), 3, 900)], Model.LINEAR).credits
    assert (credit.channel, credit.cents, credit.orders) == (NOWHERE, 900, 3)


def test_without_an_order_there_is_nothing_to_divide():
    assert isinstance(attribute([Journey(("a",), lost=4)], Model.LINEAR), Unknown)


def test_decay_is_unknown_without_times():
    assert isinstance(attribute([Journey(("a", "b"), 1, 5)], Model.TIME_DECAY), Unknown)
    assert attribute([Journey(("a",), 1, 5)], Model.TIME_DECAY).credits[0].cents == 5


def test_credits_come_largest_first_and_with_a_caution():
    made = attribute(journeys_of([(("a",), 1, 100, 0), (("b",), 1, 300, 7)]), Model.LAST)
    assert [credit.channel for credit in made.credits] == ["b", "a"]
    assert "not proof" in made.caution


@given(st.lists(st.tuples(st.integers(-(10**6), 10**11), WEIGHTS), max_size=20))
def test_many_amounts_are_divided_as_each_by_itself(some):
    cents, weights = [amount for amount, _ in some], [shares for _, shares in some]
    assert split_many(cents, weights) == [part for one in some for part in split(*one)]


@given(st.lists(st.tuples(st.integers(0, 10**5), st.integers(1, 12)), max_size=20))
def test_many_alike_weights_are_divided_in_turns_as_each_by_itself(some):
    alike_weights = [[1.0] * size for _, size in some]
    each = [split(cents, weights) for (cents, _), weights in zip(some, alike_weights, strict=True)]
    assert split_many([cents for cents, _ in some], alike_weights) == [part for one in each for part in one]
