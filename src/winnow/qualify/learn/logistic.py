"""Penalised logistic regression with splines.

Penalties by empirical Bayes (MacKay 1992): each column's coefficients come from a normal distribution whose
width is estimated, so that columns which carry nothing fade by themselves.
"""

from typing import cast

import numpy as np
from scipy.special import expit, logit

from winnow.qualify.learn.additive import Additive, Lesson, centred
from winnow.qualify.learn.coding import Coding, Number
from winnow.qualify.learn.frame import Codes, Column, Floats

KNOTS = 7
STEPS = 25
ROWS_FOR_PENALTIES, ROWS_FOR_EFFECTS = 8_000, 60_000
LEVELS = 24  # of a category that get an effect each; the rest share one, along their evidence
DRAWN_TO_USUAL = 20.0
LEAST_PENALTY, MOST_PENALTY = 0.05, 1e6


def fit_logistic(lesson: Lesson) -> Additive:
    """Logistic regression on linear splines of numbers and on categories, each column with its own penalty."""
    codes, sold, weight = lesson.codes, lesson.sold, lesson.weight
    bases = [_basis(coding, codes[:, place], sold, weight) for place, coding in enumerate(lesson.codings)]
    owner = np.repeat(np.arange(len(bases)), [basis.shape[1] for basis in bases])
    rows = np.arange(0, len(sold), 1 + len(sold) // ROWS_FOR_PENALTIES)
    penalty = _learn_penalties(bases, owner, codes[rows], sold[rows], weight[rows])
    rows = np.arange(0, len(sold), 1 + len(sold) // ROWS_FOR_EFFECTS)
    design = _design(bases, codes[rows])
    solution = _newton(design, sold[rows], weight[rows], penalty, STEPS)
    return _as_tables(bases, solution, codes, weight)


def _learn_penalties(
    bases: list[Floats], owner: Column, codes: Codes, sold: Floats, weight: Floats
) -> Floats:
    design = _design(bases, codes)
    groups = len(bases)
    size = np.bincount(owner, minlength=groups)
    strength = np.full(groups, 5.0)
    solution = np.zeros(design.shape[1])
    for _ in range(STEPS):
        penalty = _penalties(strength, owner)
        solution = _newton(design, sold, weight, penalty, 1, solution)
        inverse = np.linalg.inv(_curvature(design, weight, solution) + np.diag(penalty))
        spread = np.bincount(owner, np.diag(inverse)[1:], groups)
        squares = np.bincount(owner, solution[1:] ** 2, groups)
        used = np.maximum(1e-3, size - strength * spread)
        renewed = np.clip((used + 1.0) / (squares + 0.2), LEAST_PENALTY, MOST_PENALTY)
        if np.abs(np.log(renewed / strength)).max(initial=0.0) < 0.05:
            break
        strength = renewed
    return _penalties(strength, owner)


def _penalties(strength: Floats, owner: Column) -> Floats:
    return np.concatenate([[1e-9], strength[owner]])


def _design(bases: list[Floats], codes: Codes) -> Floats:
    columns = [basis[codes[:, place]] for place, basis in enumerate(bases)]
    return np.hstack([np.ones((len(codes), 1)), *columns])


def _newton(
    design: Floats, sold: Floats, weight: Floats, penalty: Floats, steps: int, start: Floats | None = None,
) -> Floats:  # fmt: skip
    solution = np.zeros(design.shape[1]) if start is None else start
    for _ in range(steps):
        chance = expit(design @ solution)
        slope = design.T @ (weight * (sold - chance)) - penalty * solution
        curvature = _curvature(design, weight, solution) + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        step *= min(1.0, 4.0 / max(1e-12, float(np.abs(step).max())))
        solution = solution + step
        if float(np.abs(step).max()) < 1e-6:
            break
    return solution


def _curvature(design: Floats, weight: Floats, solution: Floats) -> Floats:
    chance = expit(design @ solution)
    root = np.sqrt(weight * np.maximum(1e-9, chance * (1 - chance)))
    # Half the precision, twice the speed: the curvature only steers the steps, the slope decides where they end.
    scaled = (design * root[:, None]).astype(np.float32)
    return np.asarray(scaled.T @ scaled, dtype=np.float64)


def _as_tables(bases: list[Floats], solution: Floats, codes: Codes, weight: Floats) -> Additive:
    tables, at = [], 1
    for basis in bases:
        tables.append(basis @ solution[at : at + basis.shape[1]])
        at += basis.shape[1]
    return centred(float(solution[0]), tables, codes, weight)


def _basis(coding: Coding, codes: Column, sold: Floats, weight: Floats) -> Floats:
    """What each code contributes to the columns of the design."""
    counts = np.bincount(codes, minlength=coding.size)
    if not isinstance(coding, Number):
        return _levels(
            counts, np.bincount(codes, weight * sold, coding.size).astype(np.float64), float(sold.mean())
        )
    hats = _hats(coding.middles, counts[1:])
    basis = np.zeros((coding.size, hats.shape[1] + 1))
    basis[0, -1] = 1.0
    basis[1:, :-1] = hats
    return basis if counts[0] else basis[:, :-1]


def _levels(counts: Column, orders: Floats, usual: float) -> Floats:
    """A column for each frequent category, and one of evidence for all the others together."""
    frequent = np.argsort(-counts, kind="stable")[:LEVELS]
    frequent = np.sort(frequent[counts[frequent] > 0])
    basis = np.eye(len(counts))[:, frequent]
    others = np.setdiff1d(np.flatnonzero(counts), frequent)
    if not len(others):
        return basis
    evidence = np.zeros((len(counts), 1))
    rate = (orders[others] + DRAWN_TO_USUAL * usual) / (counts[others] + DRAWN_TO_USUAL)
    evidence[others, 0] = logit(np.clip(rate, 1e-6, 1 - 1e-6)) - logit(usual)
    return np.hstack([basis, evidence])


def _hats(middles: Floats, counts: Column) -> Floats:
    """A line and hinges at quantiles, each standardised over the rows."""
    total = max(1, int(counts.sum()))
    places = np.searchsorted(np.cumsum(counts), total * np.linspace(0.0, 1.0, KNOTS)[1:-1])
    knots = np.unique(middles[np.minimum(places, len(middles) - 1)])
    columns = [middles, *(np.maximum(0.0, middles - knot) for knot in knots if knot < middles.max())]
    basis = np.stack(columns, axis=1)
    share = counts / total
    mean = share @ basis
    width = np.sqrt(np.maximum(1e-12, share @ (basis - mean) ** 2))
    return cast(Floats, np.clip((basis - mean) / width, -6.0, 6.0))
