"""Nine ways of giving orders back to what brought them. Each divides the same money; none of them proves a cause."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from winnow.measure.attribution import positions
from winnow.measure.attribution.journeys import Journey, alike, by_path
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
    return _attributed(journeys, _Sold(journeys), model, half_life)


def by_all_models(
    journeys: Sequence[Journey], half_life: float = positions.HALF_LIFE
) -> dict[Model, Attribution | Unknown]:
    """The same by each model: those that do not ask for times divide what went the same way together."""
    bought = [journey for journey in journeys if journey.orders]
    together = [*alike(bought), *(journey for journey in journeys if not journey.orders)]
    sold = _Sold(together)
    return {
        model: attribute(bought, model, half_life)
        if model is Model.TIME_DECAY
        else _attributed(together, sold, model, half_life)
        for model in Model
    }


class _Sold:
    """The journeys that led to orders, and their touches one after the other as numbers of channels."""

    def __init__(self, journeys: Iterable[Journey]) -> None:
        self.journeys = [journey for journey in journeys if journey.orders]
        self.cents = [journey.cents for journey in self.journeys]
        names = [journey.path or (NOWHERE,) for journey in self.journeys]
        self.channels = sorted({name for path in names for name in path})
        number = {name: place for place, name in enumerate(self.channels)}
        self.sizes = np.array([len(path) for path in names], np.int64)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.touched = np.array([number[name] for path in names for name in path], np.int64)
        self.orders = np.array([journey.orders for journey in self.journeys], float)

    def divided(self, weigh: Callable[[Journey], list[float]]) -> tuple[dict[str, int], dict[str, float]]:
        """(cents, orders) by channel, each journey divided by itself."""
        if not self.journeys:
            return defaultdict(int), defaultdict(float)
        weights = [weigh(journey) if journey.path else [1.0] for journey in self.journeys]
        flat = np.array([weight for each in weights for weight in each])
        each = np.repeat(self.orders / np.add.reduceat(flat, self.starts), self.sizes)
        count = len(self.channels)
        cents = np.zeros(count, np.int64)
        np.add.at(cents, self.touched, np.array(split_many(self.cents, weights), np.int64))
        orders = np.bincount(self.touched, flat * each, count)
        given = np.flatnonzero(np.bincount(self.touched, flat != 0, count))
        names = [self.channels[place] for place in given]
        return (
            defaultdict(int, zip(names, cents[given].tolist(), strict=True)),
            defaultdict(float, zip(names, orders[given].tolist(), strict=True)),
        )


def _attributed(
    journeys: Sequence[Journey], sold: _Sold, model: Model, half_life: float
) -> Attribution | Unknown:
    orders = sum(journey.orders for journey in sold.journeys)
    if not orders:
        return Unknown("Nothing has been ordered.")
    if model.is_learned and orders < FEWEST_ORDERS:
        return Unknown(f"What brings orders is learned from {FEWEST_ORDERS} orders on; there are {orders}.")
    if model is Model.TIME_DECAY and not _times_are_known(journeys):
        return Unknown("How long before the order each touch was is not known.")
    cents, parts = (
        _by_chain(journeys) if model is Model.MARKOV else sold.divided(_for_places(model, half_life))
    )
    ranked = sorted({**cents, **parts}, key=lambda channel: (-cents[channel], -parts[channel], channel))
    credits = (Credit(channel, cents[channel], parts[channel], parts[channel] / orders) for channel in ranked)
    return Attribution(model, tuple(credits), sum(sold.cents), orders)


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


def _for_places(model: Model, half_life: float) -> Callable[[Journey], list[float]]:
    """The same for journeys as long and with the same milestones, where a model looks at nothing else."""
    weigh = weigher(model, half_life)
    if model in (Model.TIME_DECAY, Model.SHAPLEY):
        return weigh
    known: dict[tuple[int, int | None, int | None], list[float]] = {}

    def weights(journey: Journey) -> list[float]:
        key = len(journey.path), journey.lead, journey.opportunity
        if key not in known:
            known[key] = weigh(journey)
        return known[key]

    return weights


def _by_chain(journeys: Sequence[Journey]) -> tuple[dict[str, int], dict[str, float]]:
    """(cents, orders) by channel, all touched journeys' money divided by the removal effects."""
    untouched = [journey for journey in journeys if not journey.path]
    cents, orders = _Sold(untouched).divided(positions.linear)
    effects = {name: effect for name, effect in removal_effects(by_path(journeys)).items() if effect > 0}
    money = sum(journey.cents for journey in journeys if journey.path)
    count = sum(journey.orders for journey in journeys if journey.path)
    if effects:
        for channel, part in zip(effects, split(money, list(effects.values())), strict=True):
            cents[channel] += part
            orders[channel] += count * effects[channel] / sum(effects.values())
    return cents, orders
