"""Models that give credit by the place of a touch: what each weighs in its order, as rules of thumb have it."""

from collections.abc import Callable

from winnow.measure.attribution.journeys import Journey

Weights = list[float]
HALF_LIFE = 7.0  # days; common, and short for long sales


def first(journey: Journey) -> Weights:
    return _milestones(journey, {0: 1.0}, rest=0.0)


def last(journey: Journey) -> Weights:
    return _milestones(journey, {len(journey.path) - 1: 1.0}, rest=0.0)


def linear(journey: Journey) -> Weights:
    return [1.0] * len(journey.path)


def u_shaped(journey: Journey) -> Weights:
    """40 % first, 40 % last, 20 % between."""
    return _milestones(journey, _sum((0, 40.0), (len(journey.path) - 1, 40.0)), rest=20.0)


def w_shaped(journey: Journey) -> Weights:
    """30 % each to the first touch, the one that made a lead and the one that made an opportunity; 10 % to the rest."""
    return _milestones(journey, _sum((0, 30.0), (journey.lead, 30.0), (journey.opportunity, 30.0)), rest=10.0)


def full_path(journey: Journey) -> Weights:
    """22.5 % each to those three and to the last before the order; 10 % to the rest."""
    four = (0, 22.5), (journey.lead, 22.5), (journey.opportunity, 22.5), (len(journey.path) - 1, 22.5)
    return _milestones(journey, _sum(*four), rest=10.0)


def time_decay(half_life: float = HALF_LIFE) -> Callable[[Journey], Weights]:
    """2^(−days before the order ÷ half-life)."""

    def weights(journey: Journey) -> Weights:
        ages = journey.ages or (0.0,) * len(journey.path)
        # Beside the newest touch: so that touches of years ago do not all weigh nothing.
        return [2 ** (-(age - min(ages)) / half_life) for age in ages]

    return weights


def _sum(*milestones: tuple[int | None, float]) -> dict[int, float]:
    """Weights by place: one touch may be several milestones, a milestone nobody knows is left out."""
    found: dict[int, float] = {}
    for place, weight in milestones:
        if place is not None:
            found[place] = found.get(place, 0.0) + weight
    return found


def _milestones(journey: Journey, weights: dict[int, float], rest: float) -> Weights:
    """`rest` is divided among the touches that are no milestones; what nobody gets is shared in proportion."""
    others = len(journey.path) - len(weights)
    return [weights.get(place, rest / others if others else 0.0) for place in range(len(journey.path))]
