"""What a person makes of prospects, beside what was expected of them: estimated with shrinkage.

Orders are counted against the orders that the score expected. A cell (a team, a person, a person with one kind of
prospect) is drawn towards the level above it, the more the less is known of it and the less such cells differ
(gamma-Poisson empirical Bayes; the spread between cells by moments, as DerSimonian and Laird do). A new person is
thereby what the team is.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Record:
    """What a person was given of one kind of prospect: the orders expected (sum of probabilities) and received."""

    person: int
    team: str
    kind: str
    expected: float
    orders: float


class Estimate(NamedTuple):
    """How many orders the person gets for each that is expected, and the standard deviation of not knowing it."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class Factors:
    """Estimates by person and kind, by person, by team; `spread` are the standard deviations between them."""

    by_kind: Mapping[tuple[int, str], Estimate]
    by_person: Mapping[int, Estimate]
    by_team: Mapping[str, Estimate]
    firm: Estimate
    spread: tuple[float, float, float]  # of teams, of people in a team, of kinds with a person

    def of(self, person: int, team: str, kind: str) -> Estimate:
        """The estimate for a person with a kind; of a cell never seen, that of the level above, less sure."""
        if (person, kind) in self.by_kind:
            return self.by_kind[person, kind]
        teams, people, kinds = self.spread
        if person in self.by_person:
            return _unseen(self.by_person[person], kinds)
        above = self.by_team[team] if team in self.by_team else _unseen(self.firm, teams)
        return _unseen(_unseen(above, people), kinds)


def factors(records: Iterable[Record]) -> Factors:
    """Estimates of all levels. Without records everybody's factor is 1."""
    rows = [one for one in records if one.expected > 0]
    firm = _firm(rows)
    teams, between = _level(_sums((one.team, one) for one in rows), lambda team: firm)
    team_of = {one.person: one.team for one in rows}
    people, within = _level(_sums((one.person, one) for one in rows), lambda who: teams[team_of[who]])
    cells = _sums(((one.person, one.kind), one) for one in rows)
    by_kind, kinds = _level(cells, lambda cell: people[cell[0]])
    return Factors(by_kind, people, teams, firm, (between, within, kinds))


def _firm(rows: list[Record]) -> Estimate:
    expected = sum(one.expected for one in rows)
    mean = sum(one.orders for one in rows) / expected if expected else 1.0
    return Estimate(mean or 1.0, 0.0)


def _sums(rows: Iterable[tuple[K, Record]]) -> dict[K, tuple[float, float]]:
    sums: dict[K, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for cell, one in rows:
        sums[cell][0] += one.expected
        sums[cell][1] += one.orders
    return {cell: (expected, orders) for cell, (expected, orders) in sums.items()}


def _level(
    sums: Mapping[K, tuple[float, float]], above: Callable[[K], Estimate]
) -> tuple[dict[K, Estimate], float]:
    """The estimate of each cell, drawn towards the one above it, and the spread between cells."""
    means = {cell: above(cell).mean for cell in sums}
    spread = _spread([(expected * means[cell], orders) for cell, (expected, orders) in sums.items()])
    found = {
        cell: _drawn(expected * means[cell], orders, means[cell], spread)
        for cell, (expected, orders) in sums.items()
    }
    return found, spread


def _spread(cells: list[tuple[float, float]]) -> float:
    """The standard deviation of the true factors, by moments: what exceeds the chance of counting orders."""
    weight = sum(expected**2 for expected, _ in cells)
    excess = sum((orders - expected) ** 2 - expected for expected, orders in cells)
    return sqrt(max(excess, 0.0) / weight) if weight else 0.0


def _drawn(expected: float, orders: float, mean: float, spread: float) -> Estimate:
    """The mean and deviation of a gamma factor around 1 with this spread, after these orders; times the mean."""
    if not spread:
        return Estimate(mean, 0.0)
    prior = 1 / spread**2
    return Estimate(
        mean * (prior + orders) / (prior + expected), mean * sqrt(prior + orders) / (prior + expected)
    )


def _unseen(above: Estimate, spread: float) -> Estimate:
    return Estimate(above.mean, sqrt(above.deviation**2 + (above.mean * spread) ** 2))
