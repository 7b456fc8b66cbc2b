"""Several dates and no word on which is that of the inquiry: the earliest is, and later ones tell what followed."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from winnow.cli.cut_columns import Typed

FILLED = 0.8  # of the rows, to be the date of the inquiry
MOSTLY = 0.5  # of the rows in which both dates stand


def later_than_the_first(columns: Mapping[str, Typed]) -> dict[str, str]:
    """Columns of dates that mostly lie after the earliest one, each with the reason why it is not used."""
    days = {name: _instants(column) for name, column in columns.items() if column.kind == "date"}
    filled = [name for name, values in days.items() if (~np.isnat(values)).mean() >= FILLED]
    if len(days) < 2 or not filled:
        return {}
    first = min(filled, key=lambda name: np.median(days[name][~np.isnat(days[name])].astype(np.int64)))
    return {
        name: f"Holds dates later than “{first}”, so it probably tells what happened after the inquiry."
        for name, values in days.items()
        if name != first and _share_later(values, days[first]) > MOSTLY
    }


def _instants(column: Typed) -> npt.NDArray[np.datetime64]:
    return np.array([value or "NaT" for value in column.values.tolist()], dtype="datetime64[s]")


def _share_later(values: npt.NDArray[np.datetime64], first: npt.NDArray[np.datetime64]) -> float:
    both = ~np.isnat(values) & ~np.isnat(first)
    return float((values[both] > first[both]).mean()) if both.any() else 0.0
