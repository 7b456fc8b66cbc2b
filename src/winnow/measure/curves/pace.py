"""A clock that runs as fast as orders come in on each day of the week.

Where nobody decides on a Saturday, a cohort that is 15 days old is 11 or 9 working days old, which day it is: learned
from the weekdays of past orders, so that no calendar need be given. A week has seven days by either clock.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winnow.measure.curves.history import History
from winnow.measure.curves.kaplan_meier import Floats

MONDAY = 4.0  # 1970-01-05, in days since 1970-01-01
EVENLY = 5.0  # orders' worth of belief that all weekdays are alike


@dataclass(frozen=True)
class Pace:
    """How fast time runs from Monday to Sunday; seven figures with the mean 1."""

    weekday: Floats

    def time(self, days: ArrayLike) -> Floats:
        """Instants (days since 1970-01-01) by this clock; differences are days at the usual pace."""
        since = np.asarray(days, float) - MONDAY
        weeks = np.floor(since / 7)
        within = np.concatenate([[0.0], np.cumsum(self.weekday)])
        return np.asarray(7 * weeks + np.interp(since - 7 * weeks, np.arange(8), within))


def pace_of(history: History) -> Pace:
    """The pace at which the orders of this history came in."""
    bought = history.bought[history.happened]
    weekday = np.floor(bought - MONDAY).astype(int) % 7
    orders = np.bincount(weekday, history.count[history.happened], minlength=7) + EVENLY / 7
    return Pace(orders / orders.mean())
