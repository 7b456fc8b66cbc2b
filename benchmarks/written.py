"""Scorecards as a seller might write them on the first day: guesses, never fitted and never altered since."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.sets import Set

Array = npt.NDArray[Any]
Rule = tuple[str, Callable[[Array], Array], int]
BASE = 30


def is_(*words: str) -> Callable[[Array], Array]:
    """One of these words."""
    return lambda values: np.isin(values.astype(str), words)


def at_least(limit: float) -> Callable[[Array], Array]:
    return lambda values: np.nan_to_num(values, nan=-np.inf) >= limit


def is_known(values: Array) -> Array:
    return np.array([value is not None for value in values.tolist()])


COURSES: tuple[Rule, ...] = (
    ("Lead Source", is_("Reference"), 25),
    ("Lead Source", is_("Welingak Website"), 15),
    ("Lead Source", is_("Olark Chat"), 5),
    ("Total Time Spent on Website", at_least(300), 10),
    ("Total Time Spent on Website", at_least(900), 15),
    ("TotalVisits", at_least(3), 5),
    ("Do Not Email", is_("Yes"), -15),
    ("Specialization", is_known, 5),
)
WORKING: tuple[Rule, ...] = (
    ("What is your current occupation", is_("Working Professional"), 15),
    ("What is your current occupation", is_("Student"), -5),
)
DEPOSITS: tuple[Rule, ...] = (
    ("poutcome", is_("success"), 30),
    ("previous", at_least(1), 5),
    ("contact", is_("cellular"), 8),
    ("job", is_("retired", "student"), 10),
    ("job", is_("blue-collar", "unemployed"), -5),
    ("default", is_("unknown", "yes"), -10),
    ("loan", is_("yes"), -5),
    ("campaign", at_least(4), -10),
    ("education", is_("university.degree"), 5),
    ("age", at_least(60), 5),
)
LOANS: tuple[Rule, ...] = (
    ("A_PREACCEPTED COMPLETE", at_least(1), 15),
    ("A_ACCEPTED COMPLETE", at_least(1), 15),
    ("O_SENT COMPLETE", at_least(1), 15),
    ("amount", at_least(30_000), -10),
    ("hour", at_least(22), -5),
)
WRITTEN: dict[str, tuple[Rule, ...]] = {
    "x_honest": COURSES + WORKING,
    "x_strict": COURSES,
    "bank_shuffled": DEPOSITS,
    "bpi_1h": LOANS,
}


def points(given: Set, rules: tuple[Rule, ...]) -> Array:
    """What the scorecard says of each prospect, from 0 to 100."""
    total = np.full(len(given), float(BASE))
    for column, holds, worth in rules:
        total += worth * holds(given.columns[column])
    clipped: Array = np.clip(total, 0.0, 100.0)
    return clipped
