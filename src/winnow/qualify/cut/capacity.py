"""A cut that follows the desk: as many as its people can work properly."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from winnow.qualify.cut.ranks import Bools, Floats


@dataclass(frozen=True)
class Filled:
    """Who fits into the hours, best first: `kept` marks them, `share` of the batch is left over.

    `hours` are used; `waiting` counts those who would have been kept with more hours.
    """

    kept: Bools
    share: float
    hours: float
    waiting: int


def fill(rank: Floats, hours_each: Floats, hours: float, share: float = 0.0) -> Filled:
    """The best-ranked prospects whose hours add up to what the desk has, none of those below `share`.

    `hours_each`: expected of every prospect; unknown ones (NaN) take the mean. Everyone ahead of the last who is
    kept is kept too: a long case is not passed over for a short one behind it.
    """
    expected = np.where(np.isfinite(hours_each), hours_each, _mean(hours_each))
    order = np.argsort(-rank, kind="stable")
    fits = np.cumsum(expected[order]) <= hours + 1e-9
    above = rank[order] > share + 1e-9
    kept = np.zeros(len(rank), dtype=np.bool_)
    kept[order] = fits & above
    left = 1 - float(kept.mean()) if len(rank) else 0.0
    return Filled(kept, left, float(expected[kept].sum()), int((above & ~fits).sum()))


def room(limit: int, open_now: Floats) -> Floats:
    """How many more each seller may take under a limit on work in progress; never below none."""
    return cast(Floats, np.maximum(limit - open_now, 0))


def _mean(hours: Floats) -> float:
    known = hours[np.isfinite(hours)]
    return float(known.mean()) if len(known) else 1.0
