"""Rows that stand in a file more than once: the same prospect exported twice is no second prospect.

Different prospects may look the same too, where columns are few; but then some of them bought and others did not.
Copies always agree.
"""

import numpy as np

from winnow.cli.cut_file import Texts
from winnow.qualify.cut.ranks import Bools

LEAST_SHARE = 0.01  # of the rows; fewer copies change nothing
MOST_COPIES = 50  # of one row; what stands there more often is a common kind of prospect
LEAST_EXPECTED, AS_CHANCE = 5.0, 0.1


def firsts(columns: list[Texts], sold: Bools, known: Bools) -> Bools:
    """The rows to keep, among those with a `known` outcome: of copies the first, of all others all."""
    keep, rows = known.copy(), np.flatnonzero(known)
    if not columns or not len(rows):
        return keep
    hashed = np.array([hash(row) for row in zip(*columns, strict=True)], dtype=np.int64)[rows]
    _, first, kind, size = np.unique(hashed, return_index=True, return_inverse=True, return_counts=True)
    few = (size > 1) & (size <= MOST_COPIES)
    if (size[few] - 1).sum() < LEAST_SHARE * len(rows):
        return keep
    bought, rate = np.bincount(kind, sold[rows])[few], float(sold[rows].mean())
    expected = float((1 - rate ** size[few] - (1 - rate) ** size[few]).sum())
    disagreeing = int(((bought > 0) & (bought < size[few])).sum())
    if expected < LEAST_EXPECTED or disagreeing > AS_CHANCE * expected:
        return keep
    is_first = np.zeros(len(rows), dtype=bool)
    is_first[first] = True
    keep[rows] = is_first | ~few[kind]
    return keep
