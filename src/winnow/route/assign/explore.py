"""Chance that can be repeated: which prospects are given out to learn from, and to whom."""

from collections.abc import Sequence
from hashlib import blake2b

from winnow.route.assign.factors import Estimate


def chance(seed: int, number: int, about: str) -> float:
    """A number from 0 up to 1, the same for ever for the same seed, prospect and purpose."""
    digest = blake2b(f"{seed}:{number}:{about}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def is_explored(seed: int, number: int, share: float) -> bool:
    """Whether this prospect is of the share that is given out to learn from."""
    return chance(seed, number, "explored") < share


def drawn(seed: int, number: int, people: Sequence[int], known: Sequence[Estimate]) -> tuple[int, float]:
    """One of the people, the likelier the less is known of what they make of it, and how likely it was."""
    weights = [one.deviation**2 for one in known]
    if not sum(weights):
        weights = [1.0] * len(people)
    point = chance(seed, number, "person") * sum(weights)
    for person, weight in zip(people, weights, strict=True):
        point -= weight
        if point < 0:
            return person, weight / sum(weights)
    last = max(place for place, weight in enumerate(weights) if weight)
    return people[last], weights[last] / sum(weights)
