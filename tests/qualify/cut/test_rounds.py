"""Ten rounds of train → cut → only who was worked brings labels."""

from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks.rounds import Learner, Round, play

SEEDS = range(20)


def moving_market(seed: int, size: int = 8_800) -> tuple[np.ndarray, Learner]:
    """Who bought, and a learner; a channel that was worthless in the beginning slowly becomes the best."""
    rng = np.random.default_rng(seed)
    seen = np.c_[np.ones(size), rng.normal(size=size), rng.random(size) < 0.4, rng.normal(size=size)]
    later = np.linspace(0, 1, size)
    odds = -2 + 1.2 * seen[:, 1] + (4 * later - 1.5) * seen[:, 2]
    sold = rng.random(size) < 1 / (1 + np.exp(-odds))

    def learner(rows: np.ndarray, labels: np.ndarray, asked: np.ndarray) -> np.ndarray:
        return seen[asked] @ _logistic(seen[rows], labels)

    return sold, learner


def _logistic(seen: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Newton's steps with a little shrinkage."""
    weights = np.zeros(seen.shape[1])
    for _ in range(6):
        chance = 1 / (1 + np.exp(-seen @ weights))
        bend = (seen * (chance * (1 - chance))[:, None]).T @ seen + np.eye(len(weights))
        weights += np.linalg.solve(bend, seen.T @ (labels - chance) - weights)
    return weights


def _last(chance: float) -> Iterator[Round]:
    for seed in SEEDS:
        sold, learner = moving_market(seed)
        *_, last = play(sold, learner, chance=chance, seed=seed)
        yield last


@pytest.fixture(scope="module")
def honest() -> list[Round]:
    return list(_last(0.05))


@pytest.fixture(scope="module")
def blind() -> list[Round]:
    return list(_last(0.0))


def test_with_the_honest_sample_the_estimate_stays_within_its_interval_of_the_truth(
    honest: list[Round],
) -> None:
    inside = [one.estimate.low <= one.true <= one.estimate.high for one in honest]
    assert np.mean(inside) >= 0.95 - 2 * (0.05 * 0.95 / len(SEEDS)) ** 0.5


def test_the_estimate_errs_to_neither_side(honest: list[Round]) -> None:
    errors = [one.estimate.share - one.true for one in honest]
    assert abs(np.mean(errors)) < 2 * np.std(errors) / len(SEEDS) ** 0.5 + 0.01


def test_every_round_has_an_estimate_that_covers_the_truth() -> None:
    sold, learner = moving_market(1)
    for one in play(sold, learner, chance=0.05, seed=1):
        assert one.estimate.low <= one.true <= one.estimate.high, one.number


def test_without_the_honest_sample_a_cut_believes_in_its_own_blindness(blind: list[Round]) -> None:
    assert all(one.believed < one.true / 2 for one in blind)


def test_without_the_honest_sample_nothing_below_the_cut_is_ever_seen(blind: list[Round]) -> None:
    assert all(one.estimate.share == 0 for one in blind)


def test_blindness_costs_sales_too(honest: list[Round], blind: list[Round]) -> None:
    assert np.mean([one.true for one in blind]) > np.mean([one.true for one in honest])
