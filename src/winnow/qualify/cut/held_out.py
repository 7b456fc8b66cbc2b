"""An honest test: the newest fifth of the prospects, or every prospect in turn where there is no time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winnow.qualify.cut.past import Past, in_blocks, past
from winnow.qualify.cut.ranks import Floats, Ints
from winnow.qualify.cut.screening import MOST, screened
from winnow.qualify.learn import History, OutOfTime, Refused, Scorer, fit

NEWEST = 0.2
FOLDS = 5
FOLDED_UP_TO = 20_000  # prospects; more are told apart well enough by one test part
FOLDED_CELLS = 250_000
FEW_ORDERS = 300  # of one fifth: too few to tell from them what is kept, so that all are worth some minutes
FOLDED_CELLS_OF_FEW = 1_000_000
FITTED_ON = 100_000  # rows; more take long and teach little


class Untestable(ValueError):
    """Why nothing can be tested, in one sentence."""


@dataclass(frozen=True)
class Trial:
    """A model, what it was calibrated on, and the prospects it was then tested on, which it had never seen."""

    scorer: Scorer
    calibration: Past
    test: Past
    probability: Floats
    trained: int
    untried: tuple[Refused, ...] = ()


def trials(history: History, seed: int = 0) -> list[Trial]:
    """One trial on the newest prospects; without a time, one on each fold, or on a random fifth of very many.

    All are tested where a fifth would hold so few orders that it told little.
    """
    return [_trial(history, train, test, seed) for train, test in splits(history, seed)]


def splits(history: History, seed: int) -> Sequence[tuple[Ints, Ints]]:
    """The rows to learn from and those to test on, for each trial."""
    rows = len(history)
    if history.decided is not None:
        order, edge = history.in_time(), round(rows * (1 - NEWEST))
        return [(order[:edge], order[edge:])]
    fold = _folds(history, seed)
    cells = rows * min(len(history.frame.names), MOST)
    few = history.orders < FOLDS * FEW_ORDERS and cells <= FOLDED_CELLS_OF_FEW
    small = rows <= FOLDED_UP_TO and cells <= FOLDED_CELLS
    tested = FOLDS if small or few else 1
    return [(np.flatnonzero(fold != one), np.flatnonzero(fold == one)) for one in range(tested)]


def _folds(history: History, seed: int) -> Ints:
    """A fold for each row, with the same share of buyers in all; whoever has several rows has them in one fold."""
    rng, sold = np.random.default_rng(seed), history.sold
    if history.ids is not None:
        people = np.unique([str(one) for one in history.ids.tolist()], return_inverse=True)[1]
        if people.max() + 1 < len(sold):
            return (rng.permutation(people.max() + 1) % FOLDS)[people].astype(np.int64)
    fold = np.empty(len(sold), dtype=np.int64)
    fold[np.lexsort((rng.random(len(sold)), sold))] = np.arange(len(sold)) % FOLDS
    return fold


def _trial(history: History, train: Ints, test: Ints, seed: int) -> Trial:
    _refuse_one_sided(history.sold[train], history.sold[test], history.decided is not None)
    seen, untried = screened(history.take(_sampled(train, history.decided is not None, seed)))
    scorer = fit(seen, seed=seed)
    chance = scorer.score(history.frame.take(test)).probability
    sold = history.sold[test] > 0
    amount = None if history.amount is None else history.amount[test]
    block = in_blocks(sold) if history.decided is not None else None
    tested = past(chance, sold, block, amount, seed, history.decided is not None)
    return Trial(
        scorer,
        calibration(scorer.out_of_time, history.decided is not None),
        tested,
        chance,
        len(seen),
        tuple(untried),
    )


def _refuse_one_sided(train: Floats, test: Floats, in_time: bool) -> None:
    for part, which in ((test, "newest fifth"), (train, "rest")):
        if not 0 < part.sum() < len(part):
            everybody = "everybody" if part.all() else "nobody"
            young = (
                " If they are too young to have bought, leave them out." if in_time and not part.any() else ""
            )
            raise Untestable(
                f"Of the {which} of the prospects {everybody} bought, so nothing can be tested.{young}"
            )


def _sampled(train: Ints, in_time: bool, seed: int) -> Ints:
    """At most as many rows as are fitted on: the newest, or drawn where there is no time."""
    if len(train) <= FITTED_ON:
        return train
    if in_time:
        return train[-FITTED_ON:]
    return np.sort(np.random.default_rng(seed).choice(train, FITTED_ON, replace=False))


def calibration(found: OutOfTime, in_time: bool) -> Past:
    """Out-of-time predictions as past prospects, the model's blocks divided further where orders allow."""
    sold = found.sold > 0
    if not in_time:
        return past(found.probability, sold, found.block, found.amount, in_time=False)
    block = np.zeros(len(sold), dtype=np.int64)
    for number in np.unique(found.block):
        rows = found.block == number
        block[rows] = in_blocks(sold[rows]) + (block.max() + 1 if number else 0)
    order = np.argsort(block, kind="stable")
    amount = None if found.amount is None else found.amount[order]
    return past(found.probability[order], sold[order], block[order], amount)
