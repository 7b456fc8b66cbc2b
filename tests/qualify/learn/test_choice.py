"""The simplest method within a standard error of the best; where the market moves, blocks count as what is drawn."""

import numpy as np

from winnow.qualify.learn import choice
from winnow.qualify.learn.additive import Lesson
from winnow.qualify.learn.choice import simplest
from winnow.qualify.learn.rolling import NEWEST_ROWS, _newest

BLOCKS, ROWS = 4, 1_000
RNG = np.random.default_rng(5)
SOLD = (RNG.random(BLOCKS * ROWS) < 0.2).astype(float)
BLOCK = np.repeat(np.arange(BLOCKS), ROWS)
TESTED = choice.Tested(np.arange(len(SOLD)), SOLD, np.ones(len(SOLD)), BLOCK)


def score(*strength: float) -> np.ndarray:
    """How strongly each block's buyers are told from the others."""
    return np.array(strength)[BLOCK] * SOLD + np.random.default_rng(9).normal(size=len(SOLD))


def test_what_is_better_in_every_block_is_chosen_whether_the_market_moves_or_not() -> None:
    said = {"simple": score(0.2, 0.2, 0.2, 0.2), "better": score(0.7, 0.7, 0.7, 0.7)}
    assert {simplest(said, TESTED, moves) for moves in (False, True)} == {"better"}


def test_what_was_better_in_one_block_alone_is_chosen_only_where_the_market_stands_still() -> None:
    said = {"simple": score(0.5, 0.5, 0.5, 0.5), "better": score(1.4, 0.5, 0.5, 0.5)}
    assert simplest(said, TESTED) == "better"
    assert simplest(said, TESTED, drifting=True) == "simple"


def test_older_rows_fade_and_none_is_left_out() -> None:
    lesson = Lesson((), np.empty((len(SOLD), 0), np.uint8), SOLD, np.ones(len(SOLD)))
    weight = _newest(lesson).weight
    assert weight[-1] == 1.0
    assert np.isclose(weight[-1 - NEWEST_ROWS], 0.5)
    assert (np.diff(weight) > 0).all()
