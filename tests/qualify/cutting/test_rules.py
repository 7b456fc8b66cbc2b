"""Who of a batch is thrown away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.qualify.cutting.rules import LEAST, WINDOW, Policy, Scored, place

HALF = Policy(share=0.5, honest=0.05, seed=7, by_profit=False)


def batch(size: int, **more: object) -> list[Scored]:
    return [Scored(number, number / (size + 1), **more) for number in range(1, size + 1)]


def thrown(placed: list) -> set[int]:
    return {one.scored.prospect for one in placed if one.is_thrown_away}


def test_the_worse_half_of_a_batch_is_below() -> None:
    placed = place(batch(100), [], HALF)
    assert {one.scored.prospect for one in placed if one.below} == set(range(1, 51))


def test_one_alone_is_compared_with_those_before_it() -> None:
    before = [number / 100 for number in range(100)]
    assert place([Scored(1, 0.1)], before, HALF)[0].below
    assert not place([Scored(1, 0.9)], before, HALF)[0].below


def test_with_too_few_to_compare_with_nobody_is_below() -> None:
    placed = place(batch(LEAST - 1), [], HALF)
    assert not any(one.below for one in placed)
    assert {one.rank for one in placed} == {None}


def test_only_the_newest_before_it_count() -> None:
    before = [0.9] * WINDOW + [0.0] * 1_000
    assert place([Scored(1, 0.5)], before, HALF)[0].below


def test_profit_an_hour_ranks_not_probability_alone() -> None:
    rich = Scored(1, 0.05, margin=100_000.0, hours=1.0)
    others = [Scored(number, 0.5, margin=100.0, hours=5.0) for number in range(2, 60)]
    placed = place([rich, *others], [], Policy(0.5, 0.05, 7, by_profit=True))
    assert placed[0].rank == 1.0
    assert not placed[0].below


def test_who_is_spared_stays_wherever_it_stands() -> None:
    placed = place(batch(100, spared="repeat"), [], HALF)
    assert not any(one.below for one in placed)
    assert sum(one.spared == "repeat" for one in placed) == 50


def test_about_one_in_twenty_below_is_worked_all_the_same_and_nobody_above_is_sampled() -> None:
    placed = place(batch(4_000), [], HALF)
    sampled = [one for one in placed if one.sampled]
    assert 60 <= len(sampled) <= 140
    assert all(one.below for one in sampled)


def test_the_sample_is_the_same_whenever_it_is_drawn() -> None:
    first, again = place(batch(400), [], HALF), place(batch(400), [], HALF)
    assert [one.sampled for one in first] == [one.sampled for one in again]


def test_where_the_cut_follows_the_desk_nobody_is_thrown_away_while_there_is_room() -> None:
    roomy = Policy(0.5, 0.05, 7, by_profit=False, room=1_000.0)
    assert not thrown(place(batch(100, hours=2.0), [], roomy))


def test_where_the_cut_follows_the_desk_no_more_than_its_share_is_thrown_away() -> None:
    full = Policy(0.5, 0.05, 7, by_profit=False, room=0.0)
    assert sum(one.below for one in place(batch(100, hours=2.0), [], full)) == 50


def test_where_the_cut_follows_the_desk_the_best_fill_the_room() -> None:
    some = Policy(0.9, 0.05, 7, by_profit=False, room=60.0)
    placed = place(batch(100, hours=2.0), [], some)
    assert {one.scored.prospect for one in placed if not one.below} == set(range(71, 101))


@given(st.lists(st.floats(0, 1), min_size=LEAST, max_size=300), st.floats(0.01, 0.99))
def test_never_more_than_the_share_of_a_batch_is_below(chances: list[float], share: float) -> None:
    scored = [Scored(number, chance) for number, chance in enumerate(chances)]
    policy = Policy(share, 0.05, 1, by_profit=False)
    placed = place(scored, [], policy)
    below = sum(one.below for one in placed)
    assert below <= share * len(chances) + 1e-6
    assert below >= share * len(chances) - 1 - 1e-6


@pytest.mark.parametrize("size", [1, 50])
def test_a_batch_without_hours_or_margin_ranks_by_probability(size: int) -> None:
    before = [0.5] * LEAST
    by_profit = place(batch(size), before, Policy(0.5, 0.05, 7, by_profit=True))
    plain = place(batch(size), before, HALF)
    assert [one.below for one in by_profit] == [one.below for one in plain]
