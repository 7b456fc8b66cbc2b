"""What is known at an instant of who asked when and who has bought when."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winnow.measure.curves.kaplan_meier import Curve, Floats, kaplan_meier


@dataclass(frozen=True)
class History:
    """Inquirers, as arrays of one length: rows alike may be one row with their `count`.

    Instants are days since 1970-01-01 in the company's own time, with fractions where known. `bought` is not a
    number (nan) for who has not bought by `as_of`. `recorded_since`: purchases before it are not in the data.
    """

    asked: Floats
    bought: Floats
    count: Floats
    as_of: float
    recorded_since: float = -np.inf

    @classmethod
    def of(
        cls,
        asked: ArrayLike,
        bought: ArrayLike,
        as_of: float,
        count: ArrayLike | None = None,
        recorded_since: float = -np.inf,
    ) -> "History":
        """From arrays; what is later than `as_of` is not known yet, a purchase before its inquiry came with it."""
        asks, buys = np.asarray(asked, float), np.asarray(bought, float)
        counts = np.ones(len(asks)) if count is None else np.asarray(count, float)
        return cls(asks, np.maximum(buys, asks), counts, as_of, recorded_since).known_at(as_of)

    def known_at(self, instant: float) -> "History":
        """What was known then."""
        here = self.asked <= instant
        bought = np.where(self.bought[here] <= instant, self.bought[here], np.nan)
        return replace(self, asked=self.asked[here], bought=bought, count=self.count[here], as_of=instant)

    def only(self, chosen: NDArray[np.bool_]) -> "History":
        """Some of the rows."""
        return replace(self, asked=self.asked[chosen], bought=self.bought[chosen], count=self.count[chosen])

    def between(self, since: float, until: float) -> "History":
        """Those who asked from `since` on and before `until`."""
        return self.only((self.asked >= since) & (self.asked < until))

    @cached_property
    def happened(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.bought)

    @cached_property
    def left(self) -> Floats:
        """The instant of the purchase, or else until when observed."""
        return np.where(self.happened, self.bought, self.as_of)

    @cached_property
    def began(self) -> Floats:
        """From when a purchase would have been recorded."""
        return np.maximum(self.asked, self.recorded_since)

    def bought_within(self, days: float) -> float:
        """How many have bought within so many days of asking."""
        return float(self.count[self.happened & (self.bought - self.asked <= days)].sum())

    def curve(self, level: float = 0.95) -> Curve:
        """The share that has bought by an age in days; a purchase that could not have been recorded is not missed."""
        return kaplan_meier(self.left - self.asked, self.happened, self.count, self.began - self.asked, level)
