"""Left truncation: purchases before some day are not in the data though people had been asking for long."""

import math
from dataclasses import dataclass

import numpy as np

from winnow.measure.curves.history import History

UNLIKELY = 1e-3


@dataclass(frozen=True)
class Truncation:
    """The purchases recorded begin on `since` (days since 1970-01-01) though `missing` were to be expected before."""

    since: float
    first_asked: float
    missing: float
    chance: float  # of seeing none of them if nothing were left out

    @property
    def told(self) -> str:
        """In plain words."""
        day = np.datetime64("1970-01-01") + np.timedelta64(int(self.since // 1), "D")
        return (
            f"No purchase is recorded before {day}, though people had been asking for "
            f"{self.since - self.first_asked:.0f} days and about {self.missing:.0f} would have bought: "
            "purchases before that day are missing, and curves count from then on."
        )


def left_truncation(history: History) -> Truncation | None:
    """Whether the data lack early purchases, by the curve of those who asked after the first recorded one."""
    if not history.happened.any():
        return None
    since = float(np.nanmin(history.bought))
    later = history.only(history.asked >= since)
    early = history.only(history.asked < since)
    if not later.happened.any() or not len(early.asked):
        return None
    missing = float(early.count @ later.curve().shares_at(since - early.asked))
    chance = math.exp(-missing)
    return Truncation(since, float(early.asked.min()), missing, chance) if chance < UNLIKELY else None
