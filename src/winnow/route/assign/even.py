"""The fairness band: what an even share is, what keeps within it, and how the last prospects are exchanged."""

from dataclasses import dataclass, field, replace

import numpy as np

from winnow.route.assign.market import Demand, Floats, Ints, Market

EXCHANGES = 8  # for each person, at most
BESIDE, BEYOND = 16, 48  # so many are looked at that would not quite do, and that would

LITTLE = 1e-6

Exchange = tuple[
    float, int, int
]  # how far from the band it leaves, the prospect given away, the one received


@dataclass(frozen=True)
class Shares:
    """What each person was given beside their band; `outside` are those who could not be kept within it."""

    given: Floats
    even: Floats
    low: Floats
    high: Floats

    @property
    def outside(self) -> Ints:
        slack = 1e-9 * max(float(self.given.max(initial=0)), 1.0)
        return np.flatnonzero((self.given < self.low - slack) | (self.given > self.high + slack))


def even_shares(demand: Demand, taken: Ints, market: Market) -> Floats:
    """The worth each person would be given, if every prospect that finds an owner were divided among all who may
    take it, by room. Nobody's share is of more prospects than they have room for."""
    classes = len(market.gain)
    found = taken >= 0
    worth = np.bincount(demand.of[found], demand.worth[found], classes)
    count = np.bincount(demand.of[found], minlength=classes)
    room = np.where(market.gain > 0, np.maximum(market.room, 0)[None, :], 0).astype(float)
    part = room / np.maximum(room.sum(axis=1), 1)[:, None]
    fits = np.minimum(1, np.maximum(market.room, 0) / np.maximum(count @ part, 1e-12))
    shares: Floats = (worth @ part) * fits
    return shares


def banded(market: Market, even: Floats, fairness: float) -> Market:
    """The market with a band of `fairness` to `2 - fairness` times the even share."""
    return replace(market, low=even * fairness, high=even * (2 - fairness))


def exchange(demand: Demand, owner: Ints, market: Market) -> Ints:
    """Prospects of one class change hands until everybody is within the band, or nothing helps any more.

    Whole prospects cannot be divided, so the program's exact band is missed by a prospect here and there.
    """
    if market.low is None or market.high is None:
        return owner
    owner, given = owner.copy(), market.given(demand, owner)
    desk = _Desks(demand, owner, given, market, market.low, market.high)
    wrong = np.flatnonzero((given < market.low) | (given > market.high))
    for person in wrong:
        for _ in range(EXCHANGES):
            if not desk.improve(int(person)):
                break
    return owner


@dataclass
class _Desks:
    """Owners and what they were given, while prospects change hands."""

    demand: Demand
    owner: Ints
    given: Floats
    market: Market
    low: Floats
    high: Floats
    bounds: Ints = field(init=False)
    cheapest_first: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.bounds = self.demand.bounds(len(self.market.gain))
        self.cheapest_first = np.argsort(self.demand.worth, kind="stable")

    def improve(self, person: int) -> bool:
        """The exchange that brings the person nearest to the band and takes nobody else further out of theirs."""
        missed = max(self.low[person] - self.given[person], self.given[person] - self.high[person])
        if missed <= 0:
            return False
        own = np.flatnonzero(self.owner == person)
        best = self._of_one_class(own, person)
        if best is None or best[0] >= missed:
            best = self._of_any_class(own, person)
        if best is None or best[0] >= missed:
            return False
        _, mine, other = best
        self._swap(mine, other)
        return True

    def _of_one_class(self, own: Ints, person: int) -> Exchange | None:
        found = []
        for of in np.unique(self.demand.of[own]):
            mates = self.demand.order[self.bounds[of] : self.bounds[of + 1]][::-1]
            others = mates[(self.owner[mates] >= 0) & (self.owner[mates] != person)]
            found.append(self._nearest(own[self.demand.of[own] == of], others, person))
        return min((one for one in found if one), default=None)

    def _of_any_class(self, own: Ints, person: int) -> Exchange | None:
        may = (self.owner >= 0) & (self.owner != person) & (self.market.gain[self.demand.of, person] > 0)
        return self._nearest(own, self.cheapest_first[may[self.cheapest_first]], person)

    def _nearest(self, own: Ints, others: Ints, person: int) -> Exchange | None:
        """The exchange that both may make, that puts nobody out, and leaves the person nearest to the band.

        `others` are the cheapest first: only those near what would just do are looked at.
        """
        if not len(others) or not len(own):
            return None
        near = self._near(own, others, person)
        rise = self.demand.worth[near] - self.demand.worth[own][:, None]  # for the person
        whose = self.owner[near]
        after = self.given[whose] - rise
        fine = self.market.gain[self.demand.of[own][:, None], whose] > 0
        fine &= after >= np.minimum(self.low[whose], self.given[whose])
        fine &= after <= np.maximum(self.high[whose], self.given[whose])
        own_after = self.given[person] + rise
        missed = np.maximum(self.low[person] - own_after, 0) + np.maximum(own_after - self.high[person], 0)
        missed = np.where(fine, missed + LITTLE * np.abs(rise), np.inf)  # of what suffices, the least
        row, column = divmod(int(missed.argmin()), near.shape[1])
        left = float(missed[row, column])
        return (left, int(own[row]), int(near[row, column])) if np.isfinite(left) else None

    def _near(self, own: Ints, others: Ints, person: int) -> Ints:
        """For each of the person's own, those among the others whose worth is next to what would bring the person
        just into the band; more of them on the side where it does."""
        lacking = max(self.low[person] - self.given[person], 0.0)
        lacking -= max(self.given[person] - self.high[person], 0.0)
        at = np.searchsorted(self.demand.worth[others], self.demand.worth[own] + lacking)
        step = np.arange(-BESIDE, BEYOND) if lacking >= 0 else np.arange(-BEYOND, BESIDE)
        return np.asarray(others[np.clip(at[:, None] + step, 0, len(others) - 1)])

    def _swap(self, own: int, other: int) -> None:
        mine, theirs = int(self.owner[own]), int(self.owner[other])
        rise = float(self.demand.worth[other] - self.demand.worth[own])
        self.given[mine] += rise
        self.given[theirs] -= rise
        self.owner[own], self.owner[other] = theirs, mine
