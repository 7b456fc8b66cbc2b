"""What is known when profit decides: people's records, the prices of their places, and the seed of chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from winnow.route.assign.factors import Factors, factors


class Price(NamedTuple):
    """What a place on a person's desk is worth to others (money), and the toll of the fairness band a unit of worth."""

    place: float = 0.0
    toll: float = 0.0


@dataclass(frozen=True)
class Known:
    """Without anything known everybody makes the same of a prospect, and a place costs more as the desk fills.

    `prices` are in the unit of the worths that they are bid against.
    """

    factors: Factors = field(default_factory=lambda: factors(()))
    prices: Mapping[int, Price] = field(default_factory=dict)
    seed: int = 0


class Choice(NamedTuple):
    """Who gets a prospect, what that brings, the best others, and the probability of the draw if it was explored.

    `place` is what the place on the desk is worth to others who are expected, where that is known.
    """

    owner: int
    brings: float
    alternatives: tuple[tuple[int, float, str], ...] = ()
    explored: float = 0.0
    place: float = 0.0
