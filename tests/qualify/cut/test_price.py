"""Prices of cuts, what they are ranked by, what fills a desk, and what a manager asks for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.qualify.cut.made import known, market
from winnow.qualify.cut import decide, fill, past, price, prices, promise, room, worth_an_hour


def test_every_share_has_a_price_that_never_falls() -> None:
    listed = prices(known(1, 3_000))
    assert [one.share for one in listed] == pytest.approx([n / 100 for n in range(101)])
    for name in ("lost", "low", "high", "bound", "money"):
        assert np.all(np.diff([getattr(one, name) for one in listed]) >= -1e-12), name


def test_nothing_thrown_away_loses_nothing_and_everything_loses_all() -> None:
    listed = prices(known(1, 3_000))
    assert (listed[0].lost, listed[-1].lost) == (0.0, 1.0)


@given(share=st.floats(0, 1))
def test_a_price_lies_inside_its_interval(share: float) -> None:
    one = price(known(2, 800), share)
    assert one.low <= one.lost <= one.high
    assert one.lost <= one.bound


def test_hours_freed_are_those_of_who_is_thrown_away() -> None:
    found = past(np.arange(10.0), np.arange(10) > 5)
    assert price(found, 0.5, hours=np.array([2.0] * 5 + [1.0] * 5)).hours == pytest.approx(10 / 15)


def test_money_counts_by_the_order_not_by_the_head() -> None:
    found = past(
        np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), amount=np.array([1.0, np.nan, 9.0])
    )
    assert price(found, 0.34).money == pytest.approx(0.1)


def test_margin_and_hours_change_who_comes_first() -> None:
    chance, margin, hours = np.array([0.5, 0.2]), np.array([100.0, 1_000.0]), np.array([1.0, 2.0])
    assert worth_an_hour(chance).argmax() == 0
    assert worth_an_hour(chance, margin, hours).tolist() == [50.0, 100.0]


def test_who_has_no_known_margin_takes_the_usual_one() -> None:
    found = worth_an_hour(np.full(3, 0.1), np.array([10.0, np.nan, 30.0]))
    assert found.tolist() == pytest.approx([1.0, 2.0, 3.0])


def test_a_desk_is_filled_from_the_top() -> None:
    found = fill(np.array([0.2, 1.0, 0.4, 0.8, 0.6]), np.array([1.0, 2.0, 1.0, 1.5, np.nan]), 4.0)
    assert found.kept.tolist() == [False, True, False, True, False]
    assert found.hours == 3.5
    assert found.share == pytest.approx(0.6)
    assert found.waiting == 3


@given(hours=st.floats(0, 50), share=st.floats(0, 1))
def test_a_desk_never_works_more_hours_than_it_has_nor_anyone_below_the_cut(
    hours: float, share: float
) -> None:
    rank = np.arange(1, 21) / 20
    found = fill(rank, np.full(20, 1.5), hours, share)
    assert found.hours <= hours + 1e-6
    assert not (found.kept & (rank <= share)).any()


def test_a_seller_over_his_limit_takes_nobody() -> None:
    assert room(10, np.array([3.0, 10.0, 14.0])).tolist() == [7.0, 0.0, 0.0]


def test_a_share_asked_for_comes_with_its_price() -> None:
    found = decide(known(3, 4_000), share=0.5)
    assert found.share == 0.5
    assert f"at most {found.price.bound * 100:.1f}".rstrip("0").rstrip(".") in found.said
    assert not found.refusal


def test_a_loss_asked_for_comes_with_its_cut() -> None:
    past_prospects = known(3, 4_000)
    found = decide(past_prospects, lose_at_most=0.05)
    assert found.share == promise(past_prospects, 0.05).share > 0
    assert "at most 5 % of the sales" in found.said


def test_too_few_orders_are_said_and_nothing_is_cut() -> None:
    score, sold = market(np.random.default_rng(1), 100)
    found = decide(past(score, sold), lose_at_most=0.02)
    assert found.share == 0
    assert "149 orders" in found.refusal


@pytest.mark.parametrize(
    "wish", [{}, {"share": 0.5, "lose_at_most": 0.1}, {"share": 1.5}, {"lose_at_most": 0.0}]
)
def test_a_wish_that_means_nothing_is_refused(wish: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"throw away|may be lost"):
        decide(known(3, 500), **wish)
