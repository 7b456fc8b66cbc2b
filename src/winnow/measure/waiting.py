"""How long it takes until something happens, when for some it has not happened yet.

Kaplan and Meier's estimate: S(t), the share still waiting after t, is the product over all times tᵢ ≤ t at which
dᵢ of the nᵢ who still waited were answered of (1 − dᵢ ÷ nᵢ). Who is not answered yet counts among nᵢ for as long as
they have waited, and then leaves without an answer. Leaving them out would make slow answers look fast.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Waits:
    """How many were answered after so many minutes, and how many still waited when last seen."""

    answered: Counter[int]
    waiting: Counter[int]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, bool, int]]) -> "Waits":
        """From (minutes, answered or not, how many)."""
        answered: Counter[int] = Counter()
        waiting: Counter[int] = Counter()
        for minutes, is_answered, count in rows:
            (answered if is_answered else waiting)[max(minutes, 0)] += count
        return cls(answered, waiting)

    def __add__(self, other: "Waits") -> "Waits":
        return Waits(self.answered + other.answered, self.waiting + other.waiting)

    @property
    def count(self) -> int:
        return self.answered.total() + self.waiting.total()

    @cached_property
    def curve(self) -> list[tuple[int, float]]:
        """(minutes, share still waiting) at each time at which somebody was answered."""
        at_risk, still = self.count, 1.0
        steps = []
        for minutes in sorted({*self.answered, *self.waiting}):
            if answers := self.answered[minutes]:
                still *= 1 - answers / at_risk
                steps.append((minutes, still))
            at_risk -= answers + self.waiting[minutes]
        return steps

    def quantile(self, share: float) -> int | None:
        """The minutes after which this share is answered; None if it has not been reached yet."""
        left = 1 - share + 1e-12
        return next((minutes for minutes, still in self.curve if still <= left), None)

    def share_within(self, minutes: int) -> float | None:
        """The share answered within so many minutes, as far as can be known; None of nothing."""
        if not self.count:
            return None
        return 1 - next((still for at, still in reversed(self.curve) if at <= minutes), 1.0)
