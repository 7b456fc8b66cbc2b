"""A made-up past to learn from: prospects of whom numbers and words are known, and some of both say who buys."""

from typing import Any

import numpy as np
import numpy.typing as npt

from winnow.qualify.learn import Frame, History

NUMBERS, WORDS = 24, 16
KINDS = (3, 8, 25, 80)  # of words that a column has, in turn
TELLING = 10  # columns of each sort that matter
UNKNOWN = 0.1
DAYS = 900
FROM = np.datetime64("2023-01-01T00:00:00", "s")


def past(rows: int, seed: int = 1) -> History:
    """So many prospects with forty columns, one in ten a buyer, in the order of time."""
    rng = np.random.default_rng(seed)
    log_odds = np.full(rows, -2.6)
    columns: dict[str, npt.NDArray[Any]] = {}
    for place in range(NUMBERS):
        values = rng.normal(size=rows) if place % 3 else (rng.integers(0, 12, rows) - 5.5) / 3.5
        if place < TELLING:
            log_odds += 0.25 * values
        columns[f"number {place}"] = np.where(rng.random(rows) < UNKNOWN, np.nan, values)
    for place in range(WORDS):
        kinds = KINDS[place % len(KINDS)]
        said = rng.integers(0, kinds, rows)
        if place < TELLING:
            log_odds += rng.normal(0, 0.3, kinds)[said]
        words = np.array([*(f"word {number}" for number in range(kinds)), None], dtype=object)
        columns[f"text {place}"] = words[np.where(rng.random(rows) < UNKNOWN, kinds, said)]
    sold = (rng.random(rows) < 1 / (1 + np.exp(-log_odds))).astype(np.float64)
    seconds = np.sort(rng.integers(0, DAYS * 86_400, rows)).astype("timedelta64[s]")
    return History(Frame(columns), sold, FROM + seconds)
