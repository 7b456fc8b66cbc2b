"""The honest sample: drawn by a seed, counted by its chance, and believed no further than its interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.qualify.cut import InForce, alarm, drawn, is_drawn, loss, step_back


def test_who_is_drawn_stays_drawn() -> None:
    assert [is_drawn(n, 7) for n in range(200)] == [is_drawn(str(n), 7) for n in range(200)]


def test_another_seed_draws_others() -> None:
    assert drawn(range(500), 1).tolist() != drawn(range(500), 2).tolist()


def test_the_stated_share_is_drawn() -> None:
    assert drawn(range(20_000), 3, 0.05).mean() == pytest.approx(0.05, abs=0.006)


@given(number=st.integers(), seed=st.integers(0, 10**6))
def test_a_larger_share_draws_all_of_a_smaller_one(number: int, seed: int) -> None:
    assert is_drawn(number, seed, 0.05) <= is_drawn(number, seed, 0.2)


def _worked(seed: int, chance: float | np.ndarray = 0.05, size: int = 20_000, cut: float = 0.5):
    """A batch with its cut: who is below, who was worked, who bought, and the true loss."""
    rng = np.random.default_rng(seed)
    rank = rng.random(size)
    sold = rng.random(size) < 0.04 + 0.2 * rank**2
    below = rank <= cut
    worked = ~below | (rng.random(size) < chance)
    return below, worked, sold, sold[below].sum() / sold.sum()


def test_the_interval_holds_the_true_loss_as_often_as_it_says() -> None:
    inside = 0
    for seed in range(200):
        below, worked, sold, truth = _worked(seed, size=6_000)
        found = loss(below, worked, sold & worked)
        inside += found.low <= truth <= found.high
    assert inside / 200 >= 0.95 - 2 * (0.05 * 0.95 / 200) ** 0.5


def test_different_chances_are_weighed_each_by_its_own() -> None:
    inside, said = 0, []
    for seed in range(100):
        chance = np.where(np.arange(8_000) % 2, 0.03, 0.15)
        below, worked, sold, truth = _worked(seed, chance, 8_000)
        found = loss(below, worked, sold & worked, chance)
        inside += found.low <= truth <= found.high
        said.append(found.share - truth)
    assert inside / 100 >= 0.95 - 2 * (0.05 * 0.95 / 100) ** 0.5
    assert abs(np.mean(said)) < 0.03


def test_whoever_nobody_worked_is_unlabelled_and_never_lost() -> None:
    below, worked, sold, _ = _worked(1)
    found = loss(below, worked, sold)
    assert found == loss(below, worked, sold & worked)
    assert found.unlabelled == int((~worked).sum())


def test_without_orders_any_loss_is_possible() -> None:
    nobody = np.zeros(10, dtype=bool)
    found = loss(nobody, nobody, nobody)
    assert (found.low, found.high, found.orders) == (0.0, 1.0, 0)


def test_a_kept_promise_hardly_ever_raises_the_alarm_however_often_it_is_asked() -> None:
    rng, raised = np.random.default_rng(2), 0
    chance = 0.05 * 0.05 / (0.05 * 0.05 + 0.95)
    for _ in range(300):
        below = np.cumsum(rng.random(2_000) < chance)
        asked = np.flatnonzero(np.diff(below, prepend=0))
        raised += any(alarm(int(n) + 1, int(below[n]), 0.05).is_raised for n in asked)
    assert raised / 300 <= 0.05 + 2 * (0.05 * 0.95 / 300) ** 0.5


def test_a_cut_that_loses_half_is_noticed_soon() -> None:
    rng = np.random.default_rng(3)
    chance = 0.05 * 0.45 / (0.05 * 0.45 + 0.55)
    below = int((rng.random(400) < chance).sum())
    found = alarm(400, below, 0.05)
    assert found.is_raised
    assert "seems to lose" in found.said


@pytest.mark.parametrize("lose", [0.95, 1.0])
def test_a_cut_that_may_lose_everything_breaks_no_promise(lose: float) -> None:
    assert not alarm(40, 40, lose).is_raised


def test_an_alarm_goes_back_to_the_last_cut_that_was_kept() -> None:
    earlier = [InForce(0.1, 900, 1), InForce(0.2, 800, 2), InForce(0.4, 500, 20), InForce(0.5, 300, 15)]
    assert step_back(earlier, 0.5, 0.05) == 0.2


def test_without_a_cut_that_was_kept_there_is_none() -> None:
    assert step_back([InForce(0.4, 500, 30)], 0.5, 0.05) == 0.0
    assert step_back([], 0.5, 0.05) == 0.0
