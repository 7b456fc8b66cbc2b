"""A scorecard: weights of evidence in a few bins of each column, and how much each column may say."""

import numpy as np
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit, logit

from winnow.qualify.learn.additive import Additive, Lesson, centred
from winnow.qualify.learn.coding import Coding, Number, in_groups
from winnow.qualify.learn.frame import Column, Floats

BINS = 10
DRAWN_ROWS, DRAWN_ORDERS = 10.0, 2.0  # of the usual rate, that every bin begins with
ORDERS_A_BIN = 8
RIDGE = 5.0
EXPECTED = 0.5  # of the full weight of evidence: columns overlap
STEPS = 100
A_TURN_IS_WORTH = 6.0  # log-likelihood by which bins that go up and down must beat those that only do one


def fit_scorecard(lesson: Lesson) -> Additive:
    """Weights of evidence, each column with a weight that is not negative, so that none counts twice."""
    usual = float(np.average(lesson.sold, weights=lesson.weight))
    usual = min(max(usual, 1e-4), 1 - 1e-4)
    tables = [
        _evidence(coding, lesson.codes[:, place], lesson, usual)
        for place, coding in enumerate(lesson.codings)
    ]
    design = (
        np.stack([table[lesson.codes[:, k]] for k, table in enumerate(tables)], axis=1) if tables else None
    )
    base, much = logit(usual), np.zeros(0)
    if design is not None:
        base, much = _how_much(design, lesson, float(base))
    scaled = [weight * table for weight, table in zip(much, tables, strict=True)]
    return centred(float(base), scaled, lesson.codes, lesson.weight)


def _evidence(coding: Coding, codes: Column, lesson: Lesson, usual: float) -> Floats:
    """Log-odds of each code over the usual ones."""
    group = in_groups(coding, codes, _bins(lesson))
    count = int(group.max()) + 1
    of_row = group[codes]
    rows = np.bincount(of_row, lesson.weight, count).astype(np.float64)
    orders = np.bincount(of_row, lesson.weight * lesson.sold, count).astype(np.float64)
    drawn = max(DRAWN_ROWS, DRAWN_ORDERS / usual)
    found = (orders + drawn * usual) / (rows + drawn)
    if isinstance(coding, Number) and count > 3:
        found[1:] = _one_way(found[1:], rows[1:], orders[1:])
    evidence = logit(np.clip(found, 1e-6, 1 - 1e-6)) - logit(usual)
    return np.asarray(evidence[group], dtype=np.float64)


def _bins(lesson: Lesson) -> int:
    return int(np.clip(lesson.sold.sum() // ORDERS_A_BIN, 2, BINS))


def _one_way(rate: Floats, rows: Floats, orders: Floats) -> Floats:
    """Rates that only rise or only fall, unless the turns are too clear for that."""
    ways = [isotonic_regression(rate, weights=rows + 1e-9, increasing=up).x for up in (True, False)]
    said = [_likelihood(way, rows, orders) for way in (*ways, rate)]
    better = int(np.argmax(said[:2]))
    return rate if said[2] - said[better] > A_TURN_IS_WORTH else np.asarray(ways[better])


def _likelihood(rate: Floats, rows: Floats, orders: Floats) -> float:
    safe = np.clip(rate, 1e-6, 1 - 1e-6)
    return float((orders * np.log(safe) + (rows - orders) * np.log1p(-safe)).sum())


def _how_much(design: Floats, lesson: Lesson, base: float) -> tuple[float, Floats]:
    """Base and weights of the columns, by penalised likelihood; none below nothing."""
    weight = lesson.weight / lesson.weight.sum()
    ridge = RIDGE / lesson.weight.sum()

    def loss(solution: Floats) -> tuple[float, Floats]:
        score = solution[0] + design @ solution[1:]
        rest = weight * (expit(score) - lesson.sold)
        value = weight @ (np.logaddexp(0.0, score) - lesson.sold * score)
        slope = np.concatenate([[rest.sum()], design.T @ rest + ridge * (solution[1:] - EXPECTED)])
        return float(value + ridge / 2 * ((solution[1:] - EXPECTED) ** 2).sum()), slope

    start = np.concatenate([[base], np.full(design.shape[1], EXPECTED)])
    bounds = [(None, None), *[(0.0, None)] * design.shape[1]]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS}).x
    return float(found[0]), np.asarray(found[1:])
