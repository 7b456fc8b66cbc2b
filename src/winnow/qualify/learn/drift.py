"""Fields whose values are no longer what they were: by the population stability index, or out of range."""

from dataclasses import dataclass

import numpy as np

from winnow.qualify.learn.additive import Lesson
from winnow.qualify.learn.coding import in_groups
from winnow.qualify.learn.frame import Column, Floats

NEWEST = 0.2
GROUPS = 10
MOVED = 0.5  # twice what the trade calls a significant shift (0.25)
ROWS = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a field has moved between the older rows and the newest fifth."""

    column: str
    index: float


def moved(lesson: Lesson) -> tuple[Moved, ...]:
    """Fields that have moved too far to be trusted; rows are in the order of time, oldest first."""
    rows = len(lesson.sold)
    newest = int(rows * NEWEST)
    if newest < ROWS:
        return ()
    found: dict[str, float] = {}
    for place, coding in enumerate(lesson.codings):
        group = in_groups(coding, lesson.codes[:, place], GROUPS)[lesson.codes[:, place]]
        index = stability(group[: rows - newest], group[rows - newest :])
        if index >= MOVED:
            found[coding.source] = max(index, found.get(coding.source, 0.0))
    return tuple(Moved(column, index) for column, index in found.items())


def stability(old: Column, new: Column) -> float:
    """The population stability index between two sets of groups."""
    count = int(max(old.max(initial=0), new.max(initial=0))) + 1
    before, after = _shares(old, count), _shares(new, count)
    return float(((after - before) * np.log(after / before)).sum())


def _shares(groups: Column, count: int) -> Floats:
    found = np.bincount(groups, minlength=count) + 0.5
    return np.asarray(found / found.sum(), dtype=np.float64)
