"""Columns that merely number the prospects: they say which one it is, not what it is like."""

import numpy as np

from winnow.qualify.learn.coding import is_wordy
from winnow.qualify.learn.dates import is_dates
from winnow.qualify.learn.frame import Column, Floats, Ints, is_number

ROWS = 50
EACH_ITS_OWN = 0.9
COUNTS_UP = 0.995
LIKE_DICE = 1.63  # Kolmogorov's bound at 1 %, times the root of the rows


def numbers_the_rows(values: Column, in_time: Ints) -> str:
    """Why the column is an identifier, in one sentence; empty when it is none."""
    if is_number(values):
        return _number(values, in_time)
    texts = [text for text in values.tolist() if text is not None]
    different = len(set(texts))
    if len(texts) < ROWS or different < EACH_ITS_OWN * len(texts) or is_dates(texts) or is_wordy(texts):
        return ""
    return f"Is an identifier: {different:,} different values for {len(texts):,} prospects."


def _number(values: Column, in_time: Ints) -> str:
    known = np.isfinite(values)
    numbers = values[known]
    if len(numbers) < ROWS or len(np.unique(numbers)) < EACH_ITS_OWN * len(numbers):
        return ""
    if _counts_up(values[in_time][known[in_time]]) or _counts_up(numbers):
        return "Is a running number: it only counts prospects in the order of time."
    if (numbers == np.floor(numbers)).all() and _like_dice(np.sort(numbers)):
        return "Is an identifier: whole numbers, each given once, spread evenly."
    return ""


def _counts_up(numbers: Floats) -> bool:
    rank = np.argsort(np.argsort(numbers, kind="stable"), kind="stable")
    return abs(float(np.corrcoef(rank, np.arange(len(rank)))[0, 1])) >= COUNTS_UP


def _like_dice(ordered: Floats) -> bool:
    """Whether numbers lie as evenly between their extremes as drawn lots."""
    span = ordered[-1] - ordered[0]
    if span < 0 or len(np.unique(ordered)) < 0.98 * len(ordered):
        return False
    even = (ordered - ordered[0]) / max(1.0, span)
    gap = float(np.abs(even - np.linspace(0, 1, len(ordered))).max())
    return gap * float(np.sqrt(len(ordered))) < LIKE_DICE
