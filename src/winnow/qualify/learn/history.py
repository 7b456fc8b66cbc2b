"""What happened to past prospects, and what the company believed before it had any orders to learn from."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from winnow.qualify.learn.frame import Bools, Column, Floats, Frame, Ints


@dataclass(frozen=True, slots=True)
class Prior:
    """The written scorecard as log-odds: `base` + `slope` × the column that holds its points.

    `worth` is how many orders it takes until data and scorecard weigh the same.
    """

    column: str
    base: float = 0.0
    slope: float = 1.0
    worth: float = 30.0

    def log_odds(self, frame: Frame) -> Floats:
        """What the scorecard says of each prospect; its base alone where the points are unknown."""
        return self.base + self.slope * np.nan_to_num(frame[self.column].astype(np.float64), nan=0.0)


@dataclass(frozen=True, slots=True)
class History:
    """Past prospects: what was known at the decision, and what became of them.

    `sold`: 1 bought, 0 not (yet). `decided`: instants (datetime64) or numbers that merely give the order of
    time; None when there is no time. `observed_days`: how long each was watched; None or NaN when to the end.
    `days_to_order`: NaN where none came. `amount`, `margin`: of the order. `hours`: the seller's, spent.
    `known_before`: columns that somebody vouches for, so that the leak guard lets them pass.
    Raises ValueError when the lengths differ or `sold` holds anything but 0 and 1.
    """

    frame: Frame
    sold: Floats
    decided: Column | None = None
    observed_days: Floats | None = None
    days_to_order: Floats | None = None
    amount: Floats | None = None
    margin: Floats | None = None
    hours: Floats | None = None
    ids: Column | None = None
    known_before: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sold", np.asarray(self.sold).astype(np.float64))
        for name in ("observed_days", "days_to_order", "amount", "margin", "hours"):
            values = getattr(self, name)
            if values is not None:
                object.__setattr__(self, name, np.asarray(values).astype(np.float64))
        lengths = {len(values) for values in (self.sold, *self._given().values())}
        if self.frame.columns:
            lengths.add(len(self.frame))
        if len(lengths) > 1:
            raise ValueError("Columns and outcomes need the same length.")
        if not np.isin(self.sold, (0.0, 1.0)).all():
            raise ValueError("Whether a prospect bought is 1 or 0.")

    def __len__(self) -> int:
        return len(self.sold)

    def take(self, rows: Ints | Bools | slice) -> "History":
        """The prospects with these row numbers, or where the mask holds."""
        part: dict[str, Any] = {name: values[rows] for name, values in self._given().items()}
        return replace(self, frame=self.frame.take(rows), sold=self.sold[rows], **part)

    def with_frame(self, frame: Frame) -> "History":
        return replace(self, frame=frame)

    @property
    def orders(self) -> int:
        return int(self.sold.sum())

    @property
    def has_dates(self) -> bool:
        """Whether `decided` tells instants, not only an order."""
        return self.decided is not None and np.asarray(self.decided).dtype.kind == "M"

    def in_time(self) -> Ints:
        """Row numbers, oldest first; as they stand when there is no time."""
        if self.decided is None:
            return np.arange(len(self))
        return np.argsort(self.decided, kind="stable")

    def _given(self) -> dict[str, Column]:
        names = ("decided", "observed_days", "days_to_order", "amount", "margin", "hours", "ids")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}
