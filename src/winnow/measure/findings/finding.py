"""What a finding is, and the two other things that looking for one can come to."""

from dataclasses import dataclass, field
from typing import Any

from winnow.measure.findings.worth import Range

LEVEL = 0.95  # of every interval
MEASURED, COUNTED, FORECAST, THUMB = "measured", "counted", "forecast", "rule of thumb, grade C"
GRADES = (MEASURED, COUNTED, FORECAST, THUMB)
CORRELATION = "This is what came together, not proof that one made the other."


@dataclass(frozen=True)
class Finding:
    """One finding in plain words.

    `figure` is what it costs where that can be told: money in `unit` (a currency), else "orders", else what was
    counted, with its interval. `ids` is an expression with `prospect_id` and what tells them apart: those behind the
    figure, `count` of them. `grade` says on what it rests; `caution` what it does not say.
    """

    key: str
    title: str
    figure: float
    low: float | None
    high: float | None
    unit: str
    method: str
    ids: Any
    count: int
    caution: str = ""
    grade: str = MEASURED
    orders: Range | None = None
    money: dict[str, Range] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[int, float, float, int]:
        """The costliest sorts last; what is a count, a forecast, or a rule of thumb comes after what is measured."""
        cost = max((value for value, _, _ in self.money.values()), default=0.0)
        orders = self.orders[0] if self.orders else 0.0
        return -GRADES.index(self.grade), cost, orders, self.count


@dataclass(frozen=True)
class Nothing:
    """What was looked for and is not there, or not beyond chance."""

    key: str
    says: str
