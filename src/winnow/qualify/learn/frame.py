"""Named columns of equal length: what was known of each prospect when the decision about it was made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]
Column = npt.NDArray[Any]
NUMBERS = (int, float, np.integer, np.floating, Decimal, type(None))


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns by name: numbers (NaN where unknown) or texts (None where unknown).

    Raises ValueError when the columns differ in length.
    """

    columns: Mapping[str, Column]

    def __post_init__(self) -> None:
        tidy = {name: as_column(values) for name, values in self.columns.items()}
        if len({len(values) for values in tidy.values()}) > 1:
            raise ValueError("All columns of a frame need the same length.")
        object.__setattr__(self, "columns", tidy)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.columns)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def take(self, rows: Ints | Bools | slice) -> "Frame":
        """The rows with these numbers, or where the mask holds."""
        return Frame({name: values[rows] for name, values in self.columns.items()})

    def without(self, names: Iterable[str]) -> "Frame":
        """All columns but these."""
        gone = set(names)
        return Frame({name: values for name, values in self.columns.items() if name not in gone})

    def only(self, names: Iterable[str]) -> "Frame":
        """Just these columns, in this order."""
        return Frame({name: self.columns[name] for name in names})


def as_column(values: object) -> Column:
    """Numbers as float64 with NaN, texts as objects with None; blank texts are unknown."""
    found = np.asarray(values)
    if found.dtype.kind in "biuf":
        return found.astype(np.float64, copy=False)
    if found.dtype.kind == "M":
        found = np.datetime_as_string(found.astype("datetime64[s]"))
        return as_column(np.where(found == "NaT", "", found))
    if found.dtype.kind == "O":
        if is_tidy(found):
            return found
        if all(isinstance(value, NUMBERS) for value in found.tolist()):
            return np.array(
                [np.nan if value is None else value for value in found.tolist()], dtype=np.float64
            )
    tidy = np.empty(len(found), dtype=object)
    tidy[:] = [_text(value) for value in found.tolist()]
    return tidy


def is_tidy(texts: Column) -> bool:
    """Whether an object column holds nothing but texts (none blank) and None."""
    return set(map(type, set(texts.tolist()))) <= {str, type(None)} and "" not in set(texts.tolist())


def is_number(values: Column) -> bool:
    return values.dtype.kind == "f"


def is_unknown(values: Column) -> Bools:
    """Where nothing is known."""
    if is_number(values):
        return cast(Bools, ~np.isfinite(values))
    return np.fromiter((value is None for value in values.tolist()), np.bool_, len(values))


def _text(value: object) -> str | None:
    if value is None or (isinstance(value, float) and value != value):
        return None
    return str(value).strip() or None
