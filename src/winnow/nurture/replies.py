"""What those who were asked "did you buy?" say of all who were asked, with what cannot be known. Pure.

Two phases (Hansen and Hurwitz 1946): some answer the mail by themselves; of the silent ones some are drawn by lot and
called. Whoever answers by mail speaks for themselves, and the called ones who answer speak for all the silent ones of
their stratum: that is the weighting. Where nobody was reached by a call, those who answered speak for the silent ones,
too, which is a guess, and is said. The interval is Wilson’s at the effective number of answers (Kish), (Σw)² ÷ Σw².
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from winnow.nurture.words import Bought

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Stratum:
    """Those who were asked at one age in one state: how many; what the mail, and what the calls, brought."""

    name: str
    asked: int
    by_mail: dict[str, int] = field(default_factory=dict)
    by_call: dict[str, int] = field(default_factory=dict)

    @property
    def silent(self) -> int:
        """Those who did not answer by themselves."""
        return self.asked - sum(self.by_mail.values())

    @property
    def answered(self) -> int:
        return sum(self.by_mail.values()) + sum(self.by_call.values())


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of all who were asked: the share who gave this answer, or would have; None where nobody answered.

    `least` and `most` are what it would be if none, or all, of those who never answered were such. No weighting knows.
    """

    answer: Bought
    counted: int
    share: float | None
    low: float | None
    high: float | None
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Replies:
    """The whole of it."""

    asked: int
    answered: int
    called: int
    guessed: int  # silent ones for whom only those who answered by themselves speak
    estimates: tuple[Estimate, ...]

    @property
    def rate(self) -> float | None:
        return self.answered / self.asked if self.asked else None


def replies(strata: Sequence[Stratum]) -> Replies:
    """Counts and weighted estimates over all strata."""
    asked, answered = sum(one.asked for one in strata), sum(one.answered for one in strata)
    called = sum(sum(one.by_call.values()) for one in strata)
    weights, guessed = _weights(strata)
    whole, squares = _size(strata, weights)
    estimates = tuple(
        _estimate(answer, strata, weights, (whole, squares), asked, answered) for answer in Bought
    )
    return Replies(asked, answered, called, guessed, estimates)


def _weights(strata: Sequence[Stratum]) -> tuple[list[tuple[float, float]], int]:
    """For how many each answer by mail, and each by call, speaks; and how many are spoken for by a guess."""
    silent = sum(one.silent for one in strata if not one.by_call)
    everywhere = sum(sum(one.by_call.values()) for one in strata)
    spoken = sum(sum(one.by_mail.values()) for one in strata)
    lent_call = silent / everywhere if everywhere else 0.0  # strata without calls borrow those of the others
    lent_mail = silent / spoken if spoken and not everywhere else 0.0
    found = []
    for one in strata:
        calls = sum(one.by_call.values())
        found.append((1.0 + lent_mail, (one.silent / calls if calls else 0.0) + lent_call))
    return found, 0 if everywhere else silent


def _size(strata: Sequence[Stratum], weights: Sequence[tuple[float, float]]) -> tuple[float, float]:
    pairs = [
        (count, weight)
        for one, (mail, call) in zip(strata, weights, strict=True)
        for count, weight in ((sum(one.by_mail.values()), mail), (sum(one.by_call.values()), call))
    ]
    return sum(n * w for n, w in pairs), sum(n * w * w for n, w in pairs)


def _estimate(
    answer: Bought, strata: Sequence[Stratum], weights: Sequence[tuple[float, float]], size: tuple[float, float],
    asked: int, answered: int,
) -> Estimate:  # fmt: skip
    counted = sum(one.by_mail.get(answer, 0) + one.by_call.get(answer, 0) for one in strata)
    least = counted / asked if asked else 0.0
    most = (counted + asked - answered) / asked if asked else 1.0
    whole, squares = size
    if not whole:
        return Estimate(answer, counted, None, None, None, least, most)
    such = sum(
        one.by_mail.get(answer, 0) * mail + one.by_call.get(answer, 0) * call
        for one, (mail, call) in zip(strata, weights, strict=True)
    )
    low, high = interval(such / whole, whole * whole / squares)
    return Estimate(answer, counted, such / whole, low, high, least, most)


def interval(share: float, cases: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of so many (effective) cases."""
    z2 = Z95**2
    middle = (share + z2 / (2 * cases)) / (1 + z2 / cases)
    reach = Z95 / (1 + z2 / cases) * sqrt(share * (1 - share) / cases + z2 / (4 * cases * cases))
    return max(0.0, middle - reach), min(1.0, middle + reach)
