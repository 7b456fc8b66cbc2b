"""Which question to put next: the one expected to change the verdict most for the seconds it takes.

The verdict is a chance as long as questions are open. Each open question is taken to be answered as it was answered so
far, by whom is not known, merely stated; so its answers make a distribution over the three verdicts. How far one answer
moves that distribution is half the sum of the absolute differences (total variation). A question is worth what its
answers move it on average, divided by the seconds that it takes. Few answers are shrunk towards all being equally
likely, few measured times towards the usual.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from winnow.procedure.asked import Qualification, Question
from winnow.prospects.words import Grade
from winnow.qualify.answers import Given, chosen, times

AS_IF_ANSWERED = 10  # answers, evenly over the choices, that count beside those seen
USUAL_SECONDS = 45.0  # of a question
AS_IF_TIMED = 5  # answers that took the usual seconds


@dataclass(frozen=True, slots=True)
class Known:
    """What the answers of others have taught: how often each choice was given, and what a question takes."""

    given: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # question → choice → prospects
    seconds: Mapping[str, tuple[int, float]] = field(default_factory=dict)  # question → (timed, median)


NOTHING = Known()


class Prospective(NamedTuple):
    """An open question: how far its answer is expected to move the verdict (0 to 1), and in how many seconds."""

    question: Question
    change: float
    seconds: float

    @property
    def rate(self) -> float:
        """The expected change for a minute of asking."""
        return 60 * self.change / self.seconds


class Outlook(NamedTuple):
    """The chances of the three verdicts once everything is answered."""

    qualified: float
    nurture: float
    disqualified: float

    def apart(self, other: "Outlook") -> float:
        return sum(abs(mine - its) for mine, its in zip(self, other, strict=True)) / 2


def chances(question: Question, known: Known = NOTHING) -> dict[str, float]:
    """How likely each choice is to be given; they sum to 1."""
    seen = known.given.get(question.key, {})
    counts = [seen.get(one.key, 0) for one in question.choices]
    even = AS_IF_ANSWERED / len(counts)
    whole = sum(counts) + AS_IF_ANSWERED
    return {one.key: (count + even) / whole for one, count in zip(question.choices, counts, strict=True)}


def seconds_of(question: str, known: Known = NOTHING) -> float:
    """The seconds that a question takes, few measurements being drawn towards the usual."""
    timed, median = known.seconds.get(question, (0, 0.0))
    return (timed * median + AS_IF_TIMED * USUAL_SECONDS) / (timed + AS_IF_TIMED)


def ranked(
    answers: Mapping[str, Given], qualification: Qualification, known: Known = NOTHING
) -> list[Prospective]:
    """The open questions, the one to put next first; ties go to required ones, then to the procedure's order."""
    given = {one.key: chosen(one, answers) for one in qualification.questions}
    so_far = [(one, choice) for one in qualification.questions if (choice := given[one.key])]
    weights = {one.key: qualification.grade_weight.get(answers[one.key].grade, 1.0) for one, _ in so_far}
    points = sum(times(choice.points, weights[one.key]) for one, choice in so_far)
    gates = {choice.gate for _, choice in so_far}
    standing = _Standing(qualification.qualified_at - points, "disqualify" in gates, "nurture" in gates)
    open_ones = [one for one in qualification.questions if given[one.key] is None]
    changes = _changes([_open(one, qualification, known) for one in open_ones], standing)
    found = [
        Prospective(one, change, seconds_of(one.key, known))
        for one, change in zip(open_ones, changes, strict=True)
    ]
    return sorted(found, key=lambda one: (-round(one.rate, 9), not one.question.required))


def next_question(
    answers: Mapping[str, Given], qualification: Qualification, found: Sequence[Prospective]
) -> Question | None:
    """Of those `ranked`, the one to put next; None if all are answered, or if an answer already disqualifies."""
    chosen_ones = (chosen(one, answers) for one in qualification.questions)
    if any(choice and choice.gate == "disqualify" for choice in chosen_ones):
        return None
    return found[0].question if found else None


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the given answers leave the verdict."""

    lacking: int  # points that a lead still needs
    disqualified: bool
    nurture: bool


class _Answerable(NamedTuple):
    """One open question: (chance, gate, points) of each choice."""

    choices: tuple[tuple[float, str, int], ...]

    @property
    def not_disqualified(self) -> float:
        return 1 - sum(chance for chance, gate, _ in self.choices if gate == "disqualify")

    @property
    def passing(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for chance, gate, points in self.choices:
            if gate == "pass":
                found[points] = found.get(points, 0.0) + chance
        return found


def _open(question: Question, qualification: Qualification, known: Known) -> _Answerable:
    likely, weight = chances(question, known), qualification.grade_weight.get(Grade.STATED, 1.0)
    return _Answerable(
        tuple((likely[one.key], one.gate, times(one.points, weight)) for one in question.choices)
    )


def _changes(questions: Sequence[_Answerable], standing: _Standing) -> list[float]:
    """How far each question's answer is expected to move the verdict; the others stay open."""
    before = list(accumulate((one.passing for one in questions), _both, initial={0: 1.0}))
    after = list(accumulate((one.passing for one in reversed(questions)), _both, initial={0: 1.0}))[::-1]
    safe = [one.not_disqualified for one in questions]
    found = []
    for place, one in enumerate(questions):
        kept = _product(safe[:place]) * _product(safe[place + 1 :])
        others = _Tail(before[place], after[place + 1])
        looks = [
            (chance, _outlook(standing, kept, others, gate, points)) for chance, gate, points in one.choices
        ]
        now = Outlook(*(sum(chance * look[at] for chance, look in looks) for at in range(3)))
        found.append(sum(chance * look.apart(now) for chance, look in looks))
    return found


def _outlook(standing: _Standing, kept: float, others: "_Tail", gate: str, points: int) -> Outlook:
    """The verdict's chances if one question has this answer and the others stay open."""
    if standing.disqualified or gate == "disqualify":
        return Outlook(0.0, 0.0, 1.0)
    if standing.nurture or gate == "nurture":
        return Outlook(0.0, kept, 1 - kept)
    qualified = others.at_least(standing.lacking - points)
    return Outlook(qualified, kept - qualified, 1 - kept)


class _Tail:
    """The chance that two independent sums of points, all gates passed, come to a number or more."""

    def __init__(self, one: Mapping[int, float], other: Mapping[int, float]) -> None:
        self.one = one
        self.points = sorted(other)
        self.beyond = [*accumulate((other[point] for point in reversed(self.points)), initial=0.0)][::-1]

    def at_least(self, wanted: int) -> float:
        return sum(
            chance * self.beyond[bisect_left(self.points, wanted - points)]
            for points, chance in self.one.items()
        )


def _both(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    """The distribution of the sum of two independent numbers of points."""
    found: dict[int, float] = {}
    for points, chance in one.items():
        for more, its in other.items():
            found[points + more] = found.get(points + more, 0.0) + chance * its
    return found


def _product(factors: Sequence[float]) -> float:
    found = 1.0
    for one in factors:
        found *= one
    return found
