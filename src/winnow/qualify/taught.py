"""What all claims have taught until an instant, as values: counted by `queries`, kept as figures, read by the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from winnow.qualify.asking import Known

SHAPE = 1  # of the kept figures, counted up with every change of it: those of another are counted anew


class Worth(NamedTuple):
    """How many made a claim, how many of those are old enough to judge, and how many of these bought.

    Without a choice it is all answers to the question; without a grade all grades.
    """

    question: str
    choice: str
    grade: str
    said: int
    judged: int
    bought: int

    @property
    def young(self) -> int:
        """Those who may still buy, so that they count neither as buyers nor as others."""
        return self.said - self.judged


class Fared(NamedTuple):
    """What became of those who wanted one of our outcomes."""

    asked: int
    bought: int


@dataclass(frozen=True)
class Taught:
    """Everything learned; `days` is how long after an answer a purchase counts. Nothing learned yet: `at` is None."""

    at: datetime | None = None
    days: int = 0
    worths: tuple[Worth, ...] = ()
    seconds: Mapping[str, tuple[int, float]] = field(default_factory=dict)  # question → (timed, median)
    liked: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, Fared] = field(default_factory=dict)

    @cached_property
    def known(self) -> Known:
        """What the order of the questions needs of it."""
        given: dict[str, dict[str, int]] = {}
        for one in self.worths:
            if one.choice and not one.grade:
                given.setdefault(one.question, {})[one.choice] = one.said
        return Known(given, self.seconds)

    def worth(self, question: str, choice: str = "", grade: str = "") -> Worth:
        """One line; zeros if nobody said that."""
        wanted = (question, choice, grade)
        return self._by_claim.get(wanted) or Worth(*wanted, 0, 0, 0)

    @cached_property
    def _by_claim(self) -> dict[tuple[str, str, str], Worth]:
        return {(one.question, one.choice, one.grade): one for one in self.worths}

    @property
    def figures(self) -> dict[str, Any]:
        return {
            "shape": SHAPE, "days": self.days, "worths": [list(one) for one in self.worths],
            "seconds": dict(self.seconds), "liked": dict(self.liked),
            "outcomes": {key: list(one) for key, one in self.outcomes.items()},
        }  # fmt: skip


def taught_by(at: datetime, figures: Mapping[str, Any]) -> Taught:
    """The reverse of `figures`."""
    return Taught(
        at=at,
        days=figures["days"],
        worths=tuple(Worth(*one) for one in figures["worths"]),
        seconds={key: (timed, median) for key, (timed, median) in figures["seconds"].items()},
        liked=figures["liked"],
        outcomes={key: Fared(*one) for key, one in figures["outcomes"].items()},
    )


def median_of(counted: Sequence[tuple[int, int]]) -> tuple[int, float]:
    """From (value, how often): how many there are, and their median."""
    whole = sum(count for _, count in counted)
    lower, upper = (_at(counted, place) for place in ((whole - 1) // 2, whole // 2))
    return whole, (lower + upper) / 2


def _at(counted: Sequence[tuple[int, int]], place: int) -> int:
    for value, count in sorted(counted):
        place -= count
        if place < 0:
            return value
    return 0
