"""Who brings most with each of a batch, among those who may take it and have room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from winnow.procedure.schema import Routing
from winnow.route.assign.explore import drawn, is_explored
from winnow.route.assign.known import Choice, Known, Price
from winnow.route.assign.market import Demand, Floats, Ints, Market
from winnow.route.assign.prices import Counter
from winnow.route.assign.relax import Prices
from winnow.route.assign.solve import best
from winnow.route.assign.told import alternatives
from winnow.route.values import Candidate, Wanted

FEW = 20  # prospects that are given out one by one, at the prices for those still to come
LEAST = 1e-6  # what anybody makes of a prospect


@dataclass(frozen=True)
class Ask:
    """One prospect and who may take it: all for whom nothing is in `barriers`."""

    wanted: Wanted
    barriers: Mapping[int, str]
    kind: str = ""  # what people differ in, as a niche or skill


def choose(
    asks: Sequence[Ask], people: Sequence[Candidate], room: Mapping[int, int], known: Known, routing: Routing
) -> list[Choice | None]:
    """A choice for each; None where nobody who may take it has room."""
    if not asks:
        return []
    batch = _Batch(asks, people, known, routing)
    left = np.array([max(room[one.id], 0) for one in people], np.int64)
    owner = np.full(len(asks), -1, np.int64)
    odds = batch.explore(owner, left)
    rest = np.flatnonzero(owner < 0)
    market = Market(batch.gain, left)
    # Fewer prospects than people cannot be shared evenly: then tolls, where they are known, keep the band over time.
    too_few = not routing.fairness or bool(known.prices) or len(rest) < np.count_nonzero(left)
    if len(rest) <= 1 or (len(rest) <= FEW and too_few):
        prices = batch.one_by_one(rest, owner, left, [max(room[one.id], 1) for one in people])
    else:
        plan = best(batch.demand.among(owner < 0), market, routing.fairness)
        owner[rest], prices = plan.owner, plan.prices
        left = left - np.bincount(plan.owner[plan.owner >= 0], minlength=len(left))
    return batch.choices(owner, prices, left, odds)


def priced(
    asks: Sequence[Ask],
    people: Sequence[Candidate],
    room: Mapping[int, int],
    known: Known,
    routing: Routing,
    coming: int,
) -> dict[int, Price]:
    """What a place on each desk will be worth if `coming` more prospects like these come; `room` is what there will be
    for them. With a fairness band, the toll that keeps everybody within it as well."""
    batch = _Batch(asks, people, known, routing)
    left = np.array([max(room[one.id], 0) for one in people], np.int64)
    counter = Counter(Market(batch.gain, left), batch.demand, coming, routing.fairness)
    found = zip(people, counter.prices.place.tolist(), counter.prices.toll.tolist(), strict=True)
    return {one.id: Price(place, toll) for one, place, toll in found}


@dataclass
class _Batch:
    """The prospects as a demand, and the people as a market."""

    asks: Sequence[Ask]
    people: Sequence[Candidate]
    known: Known
    routing: Routing
    demand: Demand = field(init=False)
    gain: Floats = field(init=False)

    def __post_init__(self) -> None:
        classes: dict[tuple[int, str], int] = {}
        of = [classes.setdefault((id(ask.barriers), ask.kind), len(classes)) for ask in self.asks]
        first = dict(reversed(list(zip(of, self.asks, strict=True))))
        self.gain = np.array([self._gains(first[number]) for number in range(len(classes))])
        self.demand = Demand(np.array(of, np.int64), worths([ask.wanted for ask in self.asks]))

    def _gains(self, ask: Ask) -> list[float]:
        return [
            max(self.known.factors.of(one.id, one.team, ask.kind).mean, LEAST)
            if ask.barriers.get(one.id, "other role") == ""
            else 0.0
            for one in self.people
        ]

    def explore(self, owner: Ints, left: Ints) -> dict[int, float]:
        """Give a share of the prospects out to learn from; returns the odds of each draw."""
        odds: dict[int, float] = {}
        for place, ask in enumerate(self.asks):
            number, kind = ask.wanted.number or place, ask.kind
            if not is_explored(self.known.seed, number, self.routing.explore):
                continue
            may = [int(one) for one in np.flatnonzero((self.gain[self.demand.of[place]] > 0) & (left > 0))]
            if len(may) > 1:
                people = [self.people[one] for one in may]
                estimates = [self.known.factors.of(one.id, one.team, kind) for one in people]
                owner[place], odds[place] = drawn(self.known.seed, number, may, estimates)
                left[owner[place]] -= 1
        return odds

    def one_by_one(self, rest: Ints, owner: Ints, left: Ints, size: Sequence[int]) -> Prices:
        """Each to who bids most beyond the price of the place, the one of most worth first."""
        prices, places = self._prices(left, size), self._places(size)
        for place in rest[np.argsort(-self.demand.worth[rest], kind="stable")]:
            gain = np.where(left > 0, self.gain[self.demand.of[place]], 0)
            bids = prices.bids(self.demand.worth[[place]], gain)[0]
            if gain.any():
                alike = np.flatnonzero(bids >= bids.max() - 1e-9)
                owner[place] = alike[(left[alike] / places[alike]).argmax()]
                left[owner[place]] -= 1
                prices = self._prices(left, size)
        return prices

    def _prices(self, left: Ints, size: Sequence[int]) -> Prices:
        """The known prices; where none is known, one that rises as the desk fills, as if its last place were worth
        a usual prospect and its first almost nothing (Mehta and others, 2007)."""
        usual = float((self.demand.worth[:, None] * self.gain[self.demand.of]).max(axis=1).mean())
        rising = usual * np.exp(-left / self._places(size))
        known = self.known.prices
        place = [
            known[one.id].place if one.id in known else rise
            for one, rise in zip(self.people, rising, strict=True)
        ]
        toll = [known[one.id].toll if one.id in known else 0.0 for one in self.people]
        return Prices(np.array(place), np.array(toll))

    def _places(self, size: Sequence[int]) -> Floats:
        """All places of each desk, the taken ones as well."""
        return np.array([max(one.capacity, have) for one, have in zip(self.people, size, strict=True)], float)

    def choices(
        self, owner: Ints, prices: Prices, left: Ints, odds: Mapping[int, float]
    ) -> list[Choice | None]:
        """With what each brings, and the best others."""
        others = alternatives(self.demand, self.gain, owner, prices, left)
        ids = [one.id for one in self.people]
        return [
            None
            if person < 0
            else Choice(
                ids[person],
                float(self.demand.worth[place] * self.gain[self.demand.of[place], person]),
                tuple((ids[other], less, code) for other, less, code in others[place]),
                odds.get(place, 0.0),
                self.known.prices[ids[person]].place if ids[person] in self.known.prices else 0.0,
            )
            for place, person in enumerate(owner)
        ]


def worths(batch: Sequence[Wanted]) -> Floats:
    """The worth of each, in money for the hours that a usual prospect takes; unknown worths and hours are usual."""
    worth = np.array([one.worth for one in batch], float)
    hours = np.array([one.hours for one in batch], float)
    usual, long = worth[worth > 0], hours[hours > 0]
    worth = np.where(worth > 0, worth, usual.mean() if len(usual) else 1.0)
    if not len(long):
        return worth
    return np.asarray(worth * long.mean() / np.where(hours > 0, hours, long.mean()))
