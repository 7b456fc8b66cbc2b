"""What a measurement says: a figure, the limit it should keep, and whether it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Bound = Literal["at least", "at most"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; without a limit it only explains others."""

    name: str
    measured: float
    unit: str
    limit: float | None = None
    bound: Bound = "at most"

    @property
    def ok(self) -> bool | None:
        if self.limit is None:
            return None
        return self.measured <= self.limit if self.bound == "at most" else self.measured >= self.limit

    def told(self, database: str) -> dict[str, Any]:
        return {
            "database": database,
            "figure": self.name,
            "measured": _short(self.measured),
            "unit": self.unit,
            "limit": None if self.limit is None else _short(self.limit),
            "bound": None if self.limit is None else self.bound,
            "ok": self.ok,
        }


def quantile(values: Sequence[float], share: float) -> float:
    """The value within which this share of all lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _short(value: float) -> float:
    """Four significant digits: more would be noise."""
    return float(f"{value:.4g}")
