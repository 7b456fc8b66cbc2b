"""Expected margin of an order, and expected seller's hours: a usual value and what each column adds to it.

Effects are group means drawn towards nothing (as random effects are), fitted column after column; they are
used only when they predicted the newest prospects better than the mean by more than a standard error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from winnow.qualify.learn.calibration import Reliability
from winnow.qualify.learn.coding import Coding, in_groups
from winnow.qualify.learn.frame import Codes, Floats

GROUPS = 8
SWEEPS = 4
DRAWN = 30.0  # rows' worth of nothing that each group's effect begins with
OLDER = 0.7
LEAST = 40
HIGHEST = 0.99  # one huge order says little about the next: values count up to this quantile
PARTS = 5


@dataclass(frozen=True, slots=True)
class Expected:
    """A usual value and tables of what to add; `reliability` on the newest prospects, lowest first."""

    usual: float = float("nan")
    tables: tuple[Floats, ...] = ()
    reliability: tuple[Reliability, ...] = ()

    def of(self, codes: Codes) -> Floats:
        """The expected value of each row, never below nothing; NaN when none was ever known."""
        found = np.full(len(codes), self.usual)
        for place, table in enumerate(self.tables):
            found += table[codes[:, place]]
        return np.maximum(0.0, found) if self.usual >= 0 else found

    def to_dict(self) -> dict[str, Any]:
        usual = None if np.isnan(self.usual) else self.usual
        rows = [[each.rows, each.said, each.came] for each in self.reliability]
        return {"usual": usual, "tables": [table.tolist() for table in self.tables], "reliability": rows}

    @staticmethod
    def from_dict(stored: dict[str, Any]) -> "Expected":
        usual = float("nan") if stored["usual"] is None else stored["usual"]
        tables = tuple(np.asarray(table, np.float64) for table in stored["tables"])
        return Expected(usual, tables, tuple(Reliability(*each) for each in stored["reliability"]))


def expect(codings: Sequence[Coding], codes: Codes, values: Floats | None) -> Expected:
    """What to expect of rows like these (oldest first); rows whose value is not known teach nothing."""
    if values is None or not np.isfinite(values).any():
        return Expected()
    known = np.isfinite(values)
    codes, values = codes[known], values[known]
    older = int(len(values) * OLDER)
    if older < LEAST:
        return Expected(float(values.mean()))
    tried = _effects(codings, codes[:older], values[:older])
    mean, newer = float(values[:older].mean()), values[older:]
    gain = (newer - mean) ** 2 - (newer - tried.of(codes[older:])) ** 2
    if gain.mean() <= gain.std() / np.sqrt(len(gain)):
        plain = Expected(mean)
        return Expected(float(values.mean()), (), _reliability(plain.of(codes[older:]), newer))
    whole = _effects(codings, codes, values)
    return Expected(whole.usual, whole.tables, _reliability(tried.of(codes[older:]), newer))


def _effects(codings: Sequence[Coding], codes: Codes, values: Floats) -> Expected:
    usual = float(values.mean())
    capped = np.minimum(values, np.quantile(values, HIGHEST))
    rest = capped - capped.mean()
    group = [in_groups(coding, codes[:, k], GROUPS) for k, coding in enumerate(codings)]
    tables = [np.zeros(coding.size) for coding in codings]
    for _ in range(SWEEPS):
        for place, table in enumerate(tables):
            rest = rest + table[codes[:, place]]
            of_row = group[place][codes[:, place]]
            count = int(group[place].max()) + 1
            effect = np.bincount(of_row, rest, count) / (np.bincount(of_row, minlength=count) + DRAWN)
            table[:] = effect[group[place]]
            rest = rest - table[codes[:, place]]
    return Expected(usual, tuple(tables))


def _reliability(said: Floats, came: Floats) -> tuple[Reliability, ...]:
    parts = [rows for rows in np.array_split(np.argsort(said, kind="stable"), PARTS) if len(rows)]
    return tuple(Reliability(len(rows), float(said[rows].mean()), float(came[rows].mean())) for rows in parts)
