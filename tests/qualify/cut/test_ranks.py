"""Ranks inside batches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from winnow.qualify.cut.ranks import auc, auc_within, ranks, thrown_away

SCORES = arrays(np.float64, st.integers(1, 60), elements=st.floats(-5, 5))


@given(score=SCORES)
def test_ranks_are_every_share_of_the_batch_once(score: np.ndarray) -> None:
    assert np.sort(ranks(score)) == pytest.approx(np.arange(1, len(score) + 1) / len(score))


@given(score=SCORES)
def test_a_higher_score_never_ranks_lower(score: np.ndarray) -> None:
    found = ranks(score)
    assert np.all(np.diff(score[np.argsort(found)]) >= 0)


@given(score=SCORES, share=st.floats(0, 1))
def test_a_cut_throws_away_its_share_of_the_batch_and_no_more(score: np.ndarray, share: float) -> None:
    gone = thrown_away(ranks(score), share).sum()
    assert gone == int(np.floor(share * len(score) + 1e-6)) or abs(gone - share * len(score)) <= 1


def test_equal_scores_are_ordered_by_the_seed_alone() -> None:
    score = np.zeros(50)
    assert np.array_equal(ranks(score, seed=1), ranks(score, seed=1))
    assert not np.array_equal(ranks(score, seed=1), ranks(score, seed=2))


def test_each_block_is_ranked_by_itself() -> None:
    found = ranks(np.array([9.0, 8.0, 1.0, 2.0]), np.array([0, 0, 1, 1]))
    assert found.tolist() == [1.0, 0.5, 0.5, 1.0]


def test_who_could_not_be_scored_is_thrown_away_last() -> None:
    assert ranks(np.array([np.nan, 0.9, 0.1]))[0] == 1.0


def test_a_season_is_no_skill() -> None:
    """The score knows the block alone: over all it looks good, inside the blocks it knows nothing."""
    rng = np.random.default_rng(3)
    block = np.repeat([0, 1], 2_000)
    sold = rng.random(4_000) < np.where(block, 0.5, 0.1)
    score = block + rng.random(4_000) * 0.1
    inside, error = auc_within(score, sold, block)
    assert auc(score, sold) > 0.7
    assert abs(inside - 0.5) < 3 * error


def test_without_buyers_there_is_no_area() -> None:
    assert np.isnan(auc(np.array([1.0, 2.0]), np.array([False, False])))
