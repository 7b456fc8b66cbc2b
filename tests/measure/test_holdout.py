"""Who is held out, how many are needed, and what the difference says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.measure.canonical import Unknown
from winnow.measure.holdout import audience_needed, held_out, lift
from winnow.measure.shares import Share

PEOPLE = [f"p{number}" for number in range(1_000)]


@given(st.permutations(PEOPLE[:60]), st.text(max_size=5))
def test_the_same_seed_holds_the_same_people_in_any_order(shuffled, seed):
    assert held_out(shuffled, 0.25, seed) == held_out(PEOPLE[:60], 0.25, seed)


def test_the_stated_share_is_held_exactly():
    assert len(held_out(PEOPLE, 0.1, "spring")) == 100


def test_another_seed_holds_others():
    both = held_out(PEOPLE, 0.5, "spring") & held_out(PEOPLE, 0.5, "autumn")
    assert len(both) == pytest.approx(250, abs=40)


@pytest.mark.parametrize("share", [0, 1, -0.1])
def test_holding_none_or_all_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        held_out(PEOPLE, share, "x")


def test_the_difference_is_newcombes():
    # Newcombe 1998, table II (a), method 10: 56 of 70 against 48 of 80
    found = lift(Share(56, 70), Share(48, 80), level=0.95)
    assert (found.difference, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_money_is_what_would_not_have_come_less_the_cost():
    found = lift(Share(80, 1_000), Share(20, 500), margin=100, cost=1_500)
    assert found.orders[0] == pytest.approx(40)
    assert found.money == pytest.approx(tuple(100 * orders - 1_500 for orders in found.orders))
    assert found.says_something


def test_a_difference_that_may_be_none_says_nothing():
    assert not lift(Share(60, 1_000), Share(27, 500)).says_something


def test_without_a_margin_no_money_is_told():
    assert lift(Share(60, 1_000), Share(27, 500)).money is None


def test_few_people_give_no_lift():
    assert isinstance(lift(Share(5, 29), Share(27, 500)), Unknown)


def test_needed_is_cohens_size():
    # h = 0.1002 (0.05 against 0.074); n each = ((1.96 + 0.8416) / h)^2 * 2, halves
    assert audience_needed(0.05, 0.074, 0.5, power=0.8, level=0.95) == pytest.approx(3_128, rel=0.01)


def test_a_small_hold_out_needs_a_larger_audience():
    assert audience_needed(0.05, 0.08, 0.1) > 2 * audience_needed(0.05, 0.08, 0.5)
