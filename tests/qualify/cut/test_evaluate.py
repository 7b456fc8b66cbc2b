"""An evaluation from plain arrays: who is tested, what is tried, what is said."""

import numpy as np
import pytest

from winnow.qualify.cut import Untestable, evaluate
from winnow.qualify.cut.calibration import reliability
from winnow.qualify.cut.held_out import splits
from winnow.qualify.cut.screening import screened
from winnow.qualify.learn import Frame, History


def history(size: int = 400, seed: int = 1, in_time: bool = True) -> History:
    rng = np.random.default_rng(seed)
    told, idle = rng.normal(size=size), rng.normal(size=size)
    words = np.array(["a", "b", None], dtype=object)[rng.integers(0, 3, size)]
    sold = (rng.random(size) < 1 / (1 + np.exp(1 - 1.5 * told))).astype(float)
    decided = rng.permutation(size).astype(float) if in_time else None
    return History(Frame({"told": told, "idle": idle, "words": words}), sold, decided)


def test_the_newest_fifth_is_the_test() -> None:
    given = history()
    ((train, test),) = splits(given, 0)
    assert len(test) == 80
    assert given.decided[train].max() < given.decided[test].min()


def test_without_a_time_everyone_is_tested_once() -> None:
    tested = np.concatenate([test for _, test in splits(history(in_time=False), 0)])
    assert np.array_equal(np.sort(tested), np.arange(400))


def made(rows: int, columns: int, orders: int) -> History:
    sold = np.zeros(rows)
    sold[:orders] = 1
    return History(Frame({f"c{number}": np.zeros(rows) for number in range(columns)}), sold)


def test_of_many_columns_all_prospects_are_tested_where_buyers_are_few() -> None:
    assert len(splits(made(6_000, 60, 400), 0)) == 5


def test_of_many_columns_one_fifth_is_tested_where_buyers_are_many() -> None:
    assert len(splits(made(6_000, 60, 2_000), 0)) == 1


def test_of_very_many_prospects_one_fifth_is_tested_however_few_bought() -> None:
    assert len(splits(made(60_000, 40, 400), 0)) == 1


def test_folds_hold_the_same_share_of_buyers() -> None:
    given = history(in_time=False)
    rates = [given.sold[test].mean() for _, test in splits(given, 0)]
    assert max(rates) - min(rates) <= 1 / 80 + 1e-9


def test_no_row_is_both_learned_from_and_tested_on() -> None:
    for train, test in splits(history(in_time=False), 0):
        assert not set(train) & set(test)


def test_the_future_does_not_change_what_was_promised() -> None:
    """Other outcomes in the test part change what was lost there, never the cut itself."""
    given = history(900)
    newest = np.argsort(given.decided)[-180:]
    turned = given.sold.copy()
    turned[newest] = np.roll(turned[newest], 7)
    other = History(given.frame, turned, given.decided)
    assert evaluate(given).safe[0.05].share == evaluate(other).safe[0.05].share


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_one_kind_of_outcome_teaches_nothing(value: float) -> None:
    given = history()
    with pytest.raises(Untestable, match="some must have bought"):
        evaluate(History(given.frame, np.full(400, value), given.decided))


def test_of_very_many_columns_the_telling_ones_are_tried_and_the_others_named() -> None:
    rng, sold = np.random.default_rng(1), np.arange(600) % 3 == 0
    columns = {f"idle {n}": rng.normal(size=600) for n in range(30)}
    columns |= {
        "told": sold + rng.normal(size=600),
        "word": np.where(sold & (rng.random(600) < 0.7), "x", "y"),
    }
    kept, others = screened(History(Frame(columns), sold.astype(float)), most=5)
    assert {"told", "word"} <= set(kept.frame.names)
    assert len(kept.frame.names) == 5
    assert len(others) == 27


def test_probabilities_that_are_right_are_found_right() -> None:
    rng = np.random.default_rng(2)
    chance = rng.random(20_000)
    found = reliability(chance, rng.random(20_000) < chance)
    assert found.error < 0.02
    assert np.mean([one.low <= one.expected <= one.high for one in found.bins]) >= 0.8


def test_probabilities_that_are_too_high_are_found_too_high() -> None:
    rng = np.random.default_rng(2)
    chance = rng.random(20_000)
    assert reliability(chance, rng.random(20_000) < chance / 2).error == pytest.approx(0.25, abs=0.02)


def test_whoever_has_several_rows_is_learned_from_or_tested_on_never_both() -> None:
    given = history(in_time=False)
    ids = np.arange(400) // 3
    for train, test in splits(History(given.frame, given.sold, ids=ids), 0):
        assert not set(ids[train]) & set(ids[test])
