"""Nine ways of giving orders back to what brought them. Each divides the same money; none of them proves a cause."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from winnow.measure.attribution import positions
from winnow.measure.attribution.journeys import Journey, by_path
from winnow.measure.attribution.markov import removal_effects
from winnow.measure.attribution.money import split, split_many
from winnow.measure.attribution.shapley import shapley
from winnow.measure.canonical import Unknown

CAUTION = "Correlation, not proof: a channel that is there before orders need not have caused them."
FEWEST_ORDERS = 100  # below, what data-driven models say is chance
NOWHERE = "no known touch"


class Model(StrEnum):
    """How credit is given."""

    FIRST = "first"
    LAST = "last"
    LINEAR = "linear"
    U_SHAPED = "u_shaped"
    W_SHAPED = "w_shaped"
    FULL_PATH = "full_path"
    TIME_DECAY = "time_decay"
    MARKOV = "markov"
    SHAPLEY = "shapley"

    @property
    def is_learned(self) -> bool:
        """Whether the data decide, not a rule."""
        return self in (Model.MARKOV, Model.SHAPLEY)


@dataclass(frozen=True)
class Credit:
    """What a channel is given: integer cents, orders (fractions) and its share of the orders (0 to 1)."""

    channel: str
    cents: int
    orders: float
    share: float


@dataclass(frozen=True)
class Attribution:
    """All money of all orders, divided by one model: `credits` sum to `cents` and `orders`, the largest first."""

    model: Model
    credits: tuple[Credit, ...]
    cents: int
    orders: int
    caution: str = CAUTION


def attribute(
    journeys: Sequence[Journey], model: Model, half_life: float = positions.HALF_LIFE
) -> Attribution | Unknown:
    """Divide the orders of these journeys (one currency) by one model; `half_life` (days) is for time decay.

    Orders whose journey has no touch are given to `NOWHERE`. Unknown without an order, and for the models that learn
    with fewer than `FEWEST_ORDERS`, and for time decay without times.
    """
    orders = sum(journey.orders for journey in journeys)
    if not orders:
        return Unknown("Nothing has been ordered.")
    if model.is_learned and orders < FEWEST_ORDERS:
        return Unknown(f"What brings orders is learned from {FEWEST_ORDERS} orders on; there are {orders}.")
    if model is Model.TIME_DECAY and not _times_are_known(journeys):
        return Unknown("How long before the order each touch was is not known.")
    cents, parts = (
        _by_chain(journeys) if model is Model.MARKOV else _by_weights(journeys, weigher(model, half_life))
    )
    ranked = sorted({**cents, **parts}, key=lambda channel: (-cents[channel], -parts[channel], channel))
    credits = (Credit(channel, cents[channel], parts[channel], parts[channel] / orders) for channel in ranked)
    return Attribution(model, tuple(credits), sum(journey.cents for journey in journeys), orders)


def weigher(model: Model, half_life: float = positions.HALF_LIFE) -> Callable[[Journey], list[float]]:
    """What each touch of a journey weighs in its order; KeyError for Markov's, which only knows totals."""
    return {
        Model.FIRST: positions.first,
        Model.LAST: positions.last,
        Model.LINEAR: positions.linear,
        Model.U_SHAPED: positions.u_shaped,
        Model.W_SHAPED: positions.w_shaped,
        Model.FULL_PATH: positions.full_path,
        Model.TIME_DECAY: positions.time_decay(half_life),
        Model.SHAPLEY: shapley,
    }[model]


def _times_are_known(journeys: Sequence[Journey]) -> bool:
    """Whether any journey of several touches has times; one touch needs none."""
    several = [journey for journey in journeys if len(journey.path) > 1 and journey.orders]
    return not several or any(journey.ages for journey in several)


def _by_weights(
    journeys: Iterable[Journey], weigh: Callable[[Journey], list[float]]
) -> tuple[dict[str, int], dict[str, float]]:
    """(cents, orders) by channel, each journey divided by itself."""
    cents: dict[str, int] = defaultdict(int)
    orders: dict[str, float] = defaultdict(float)
    sold = [journey for journey in journeys if journey.orders]
    weights = [weigh(journey) if journey.path else [1.0] for journey in sold]
    parts = iter(split_many([journey.cents for journey in sold], weights))
    for journey, weighed in zip(sold, weights, strict=True):
        each = journey.orders / sum(weighed)
        for channel, weight in zip(journey.path or (NOWHERE,), weighed, strict=True):
            part = next(parts)
            if weight:
                cents[channel] += part
                orders[channel] += weight * each
    return cents, orders


def _by_chain(journeys: Sequence[Journey]) -> tuple[dict[str, int], dict[str, float]]:
    """(cents, orders) by channel, all touched journeys' money divided by the removal effects."""
    untouched = [journey for journey in journeys if not journey.path]
    cents, orders = _by_weights(untouched, positions.linear)
    effects = {name: effect for name, effect in removal_effects(by_path(journeys)).items() if effect > 0}
    money = sum(journey.cents for journey in journeys if journey.path)
    count = sum(journey.orders for journey in journeys if journey.path)
    if effects:
        for channel, part in zip(effects, split(money, list(effects.values())), strict=True):
            cents[channel] += part
            orders[channel] += count * effects[channel] / sum(effects.values())
    return cents, orders
