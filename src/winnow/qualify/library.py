"""What each question is worth asking: how well its answers tell buyers from others, what it takes, what to drop.

Taken one buyer and one other at random, how often has the buyer given the answer with more points, ties counting half?
That share (the area under the ROC curve) is 0.5 for a question that says nothing. Its 95 % interval is DeLong's
(Biometrics 44, 1988); one buyer and one other are added, spread evenly over the choices, so that it stays wide for few.
Who was disqualified by the answer itself was not worked and could hardly buy: such answers are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

from winnow.procedure.asked import Question
from winnow.qualify.asking import seconds_of
from winnow.qualify.taught import Taught, Worth

Z95 = NormalDist().inv_cdf(0.975)
LEAST = 15  # buyers, and others, below which nothing is said
USEFUL = 0.55  # a question that is certainly below this tells next to nothing
STOPS = 0.01  # a gate that ends this share of the conversations earns its place


class Rank(NamedTuple):
    """One answer's place in the order of worth, and who gave it."""

    place: float
    buyers: float
    others: float


@dataclass(frozen=True, slots=True)
class Separation:
    """In how many of pairs the buyer's answer is the better one, with its 95 % interval; shares of 1."""

    value: float
    low: float
    high: float
    buyers: int
    others: int


def separation(ranks: Sequence[Rank]) -> Separation | None:
    """How well the order of answers tells buyers from others; None without one of each or with a single answer."""
    buyers, others = sum(one.buyers for one in ranks), sum(one.others for one in ranks)
    if not buyers or not others or len(ranks) < 2:
        return None
    even = 1 / len(ranks)
    padded = [Rank(one.place, one.buyers + even, one.others + even) for one in ranks]
    value, error = _area(padded, buyers + 1, others + 1)
    reach = Z95 * error
    return Separation(value, max(0.0, value - reach), min(1.0, value + reach), round(buyers), round(others))


def _area(ranks: Sequence[Rank], buyers: float, others: float) -> tuple[float, float]:
    """The area and its standard error."""
    above = [_share_below(ranks, one.place, others) for one in ranks]  # of a buyer with this answer
    below = [_share_above(ranks, one.place, buyers) for one in ranks]  # of an other with it
    area = sum(one.buyers * share for one, share in zip(ranks, above, strict=True)) / buyers
    of_buyers = sum(one.buyers * (share - area) ** 2 for one, share in zip(ranks, above, strict=True))
    of_others = sum(one.others * (share - area) ** 2 for one, share in zip(ranks, below, strict=True))
    return area, sqrt(of_buyers / (buyers - 1) / buyers + of_others / (others - 1) / others)


def _share_below(ranks: Sequence[Rank], place: float, others: float) -> float:
    return sum(one.others * _half(place, one.place) for one in ranks) / others


def _share_above(ranks: Sequence[Rank], place: float, buyers: float) -> float:
    return sum(one.buyers * _half(one.place, place) for one in ranks) / buyers


def _half(one: float, other: float) -> float:
    return 0.5 if one == other else float(one > other)


Word = Literal["keep", "drop", "turn", "unproved", "early"]


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the library."""

    question: Question
    asked: Worth
    choices: tuple[Worth, ...]  # in the order of the procedure
    separation: Separation | None
    seconds: float
    timed: int
    liked: int
    stopped: int  # by an answer that does not pass
    word: Word
    because: str

    @property
    def stop_share(self) -> float:
        return self.stopped / self.asked.said if self.asked.said else 0.0


def line(question: Question, taught: Taught) -> Line:
    """What all answers to a question have taught about it."""
    choices = tuple(taught.worth(question.key, one.key) for one in question.choices)
    told = separation(_ranks(question, choices))
    asked, seconds = taught.worth(question.key), seconds_of(question.key, taught.known)
    gated = {one.key for one in question.choices if one.gate != "pass"}
    stopped = sum(one.said for one in choices if one.choice in gated)
    word, because = _advice(told, stopped / asked.said if asked.said else 0.0, seconds)
    timed, liked = taught.seconds.get(question.key, (0, 0.0))[0], taught.liked.get(question.key, 0)
    return Line(question, asked, choices, told, seconds, timed, liked, stopped, word, because)


def _ranks(question: Question, worths: Sequence[Worth]) -> list[Rank]:
    """Answers that pass by their points, below them those for nurture."""
    return [
        Rank(choice.points if choice.gate == "pass" else -1000, worth.bought, worth.judged - worth.bought)
        for choice, worth in zip(question.choices, worths, strict=True)
        if choice.gate != "disqualify"
    ]


def _advice(told: Separation | None, stops: float, seconds: float) -> tuple[Word, str]:
    """What to do with the question, and why."""
    few = min(told.buyers, told.others) if told else 0
    if told is None or few < LEAST:
        seen = f"{told.buyers} buyers and {told.others} others" if told else "no buyer and other to compare"
        return "early", f"Too early to say: {seen} so far, and it takes {LEAST} of each."
    pairs = f"{_of_100(told.value)} of 100 pairs ({_of_100(told.low)} to {_of_100(told.high)})"
    if told.low > 0.5:
        return "keep", f"Tells buyers from others: the buyer gave the better answer in {pairs}."
    if told.high < 0.5:
        return "turn", f"Its points point the wrong way: the buyer gave the better answer in only {pairs}."
    if stops >= STOPS:
        return (
            "keep",
            f"Ends {100 * stops:.0f} % of the conversations early; among the others it tells little.",
        )
    if told.high <= USEFUL:
        return (
            "drop",
            f"Tells nothing, in {pairs}, stops nobody and takes {seconds:.0f} s of every conversation.",
        )
    return "unproved", f"Not proved yet: the buyer gave the better answer in {pairs}; 50 of 100 is chance."


def _of_100(share: float) -> str:
    return f"{100 * share:.0f}"
