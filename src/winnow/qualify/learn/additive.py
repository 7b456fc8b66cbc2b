"""Models that add up: one table of log-odds for each column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from winnow.qualify.learn.coding import Coding
from winnow.qualify.learn.frame import Codes, Floats


@dataclass(frozen=True, slots=True)
class Lesson:
    """Coded rows to learn from, oldest first."""

    codings: tuple[Coding, ...]
    codes: Codes
    sold: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Additive:
    """Log-odds = base + the entries of each column's table."""

    base: float
    tables: tuple[Floats, ...]

    def log_odds(self, codes: Codes) -> Floats:
        total = np.full(len(codes), self.base)
        for place, table in enumerate(self.tables):
            total += table[codes[:, place]]
        return total

    def parts(self, row: Codes) -> Floats:
        """What each column adds for one row of codes."""
        return np.array([table[code] for table, code in zip(self.tables, row.tolist(), strict=True)])

    def mixed(self, share: float, other: "Additive") -> "Additive":
        """This model with a share of the voice and another one, over the same columns, with the rest."""
        tables = [
            share * one + (1 - share) * more for one, more in zip(self.tables, other.tables, strict=True)
        ]
        return Additive(share * self.base + (1 - share) * other.base, tuple(tables))

    def stretched(self, slope: float, shift: float) -> "Additive":
        """The same model with log-odds `slope` times as wide, moved by `shift`."""
        return Additive(slope * self.base + shift, tuple(slope * table for table in self.tables))

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "additive", "base": self.base, "tables": [table.tolist() for table in self.tables]}


def centred(base: float, tables: Sequence[Floats], codes: Codes, weight: Floats) -> Additive:
    """The same model with tables that average to nothing over these rows, so that base is the usual case."""
    share, moved = weight / weight.sum(), []
    for place, table in enumerate(tables):
        mean = float(share @ table[codes[:, place]])
        moved.append(table - mean)
        base += mean
    return Additive(base, tuple(moved))


def mean_of(models: Sequence[Additive]) -> Additive:
    """The mean of models over the same columns."""
    tables = [np.mean(tables, axis=0) for tables in zip(*(model.tables for model in models), strict=True)]
    return Additive(float(np.mean([model.base for model in models])), tuple(tables))
