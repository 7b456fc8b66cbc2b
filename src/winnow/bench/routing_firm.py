"""Companies made up to measure routing in: who may take what, what each truly makes of it, and what is known of that.

Sellers cover some countries of a region and have some niches; truly they sell by a factor of their own for each niche,
which nobody sees: only the orders of the past do, against what the score had expected of them.
"""

from dataclasses import dataclass

import numpy as np

from winnow.route.assign.factors import Record, factors
from winnow.route.assign.market import Bools, Demand, Floats, Ints, Market

NICHES = 5  # the first needs nothing special
BETWEEN_PEOPLE, BETWEEN_NICHES = 0.25, 0.2  # standard deviations of what people make of prospects
CHANCE = 0.15  # of an order, on average
NEW = 0.1  # share of sellers without any history


@dataclass(frozen=True)
class Firm:
    """The truth, and the market as the firm knows it; classes are a country and a niche each."""

    true: Market
    known: Market
    usual: Demand  # what came before
    coming: Demand


def firm(
    prospects: int, sellers: int, seed: int, *, load: float = 1.0, history: int = 400, countries: int = 0
) -> Firm:
    """A company whose sellers have room for 1 / `load` of the prospects, and worked about `history` each before."""
    rng = np.random.default_rng(seed)
    countries = countries or max(2, min(20, sellers // 5))
    may = _may(rng, sellers, countries)
    people = rng.gamma(BETWEEN_PEOPLE**-2, BETWEEN_PEOPLE**2, sellers)
    niches = rng.gamma(BETWEEN_NICHES**-2, BETWEEN_NICHES**2, (NICHES, sellers))
    truth = np.tile(people * niches, (countries, 1))
    room = rng.multinomial(round(prospects / load), rng.dirichlet(np.full(sellers, 20.0)))
    room = room.astype(np.int64)
    seen = _estimated(rng, truth[:NICHES], np.logical_or.reduce(may, axis=0), history)
    allowed = may.reshape(-1, sellers)
    known = np.where(allowed, np.tile(seen, (countries, 1)), 0.0)
    return Firm(
        Market(np.where(allowed, truth, 0.0), room),
        Market(known, room),
        _prospects(rng, prospects, allowed),
        _prospects(rng, prospects, allowed),
    )


def _may(rng: np.random.Generator, sellers: int, countries: int) -> Bools:
    """Country, niche, seller: each covers one to three countries and, beside the first niche, two in five."""
    covers = np.zeros((countries, sellers), bool)
    for person in range(sellers):
        some = min(1 + int(rng.integers(3)), countries)
        covers[rng.permutation(countries)[:some], person] = True
        covers[person % countries, person] = True
    has = rng.random((NICHES, sellers)) < 0.4
    has[0] = True
    for country in range(countries):
        for niche in range(NICHES):
            if not (covers[country] & has[niche]).any():
                has[niche, rng.choice(np.flatnonzero(covers[country]))] = True
    return np.asarray(covers[:, None, :] & has[None, :, :])


def _estimated(rng: np.random.Generator, truth: Floats, may: Bools, history: int) -> Floats:
    """What the records of the past let the firm believe of each niche and seller."""
    sellers = truth.shape[1]
    worked = np.where(rng.random(sellers) < NEW, 0, rng.poisson(history, sellers))
    records = []
    for person in range(sellers):
        niches = np.flatnonzero(may[:, person])
        share = rng.multinomial(int(worked[person]), [1 / len(niches)] * len(niches))
        for niche, number in zip(niches, share, strict=True):
            expected = number * CHANCE
            orders = rng.binomial(number, min(CHANCE * truth[niche, person], 1.0))
            records.append(Record(person, "", str(niche), float(expected), float(orders)))
    found = factors(records)
    return np.array(
        [[found.of(one, "", str(niche)).mean for one in range(sellers)] for niche in range(NICHES)]
    )


def _prospects(rng: np.random.Generator, number: int, allowed: Bools) -> Demand:
    """Chance times margin, over countries of unlike size and niches of which the first is half of all."""
    countries = len(allowed) // NICHES
    country = rng.choice(countries, number, p=rng.dirichlet(np.full(countries, 8.0)))
    niche = rng.choice(NICHES, number, p=[0.5, *[0.5 / (NICHES - 1)] * (NICHES - 1)])
    chance = rng.beta(1.5, 1.5 / CHANCE - 1.5, number)
    return Demand((country * NICHES + niche).astype(np.int64), chance * rng.lognormal(8.5, 0.8, number))


def round_robin(demand: Demand, market: Market) -> Ints:
    """In the order they come, each to the next in turn who may take it and has room."""
    owner, left = np.full(len(demand), -1, np.int64), market.room.copy()
    last = dict.fromkeys(range(len(market.gain)), -1)
    turns = [np.flatnonzero(row > 0) for row in market.gain]
    for place, of in enumerate(demand.of):
        people = turns[of]
        for step in range(1, len(people) + 1):
            at = (last[of] + step) % len(people)
            if left[people[at]] > 0:
                owner[place], last[of] = people[at], at
                left[people[at]] -= 1
                break
    return owner


def weighted_random(demand: Demand, market: Market, seed: int) -> Ints:
    """As Odoo does it: at random among who may take it, weighted by the capacity that is left."""
    rng = np.random.default_rng(seed)
    owner, left = np.full(len(demand), -1, np.int64), market.room.copy()
    turns = [np.flatnonzero(row > 0) for row in market.gain]
    for place, of in enumerate(demand.of):
        weights = np.maximum(left[turns[of]], 0).cumsum()
        if len(weights) and weights[-1] > 0:
            owner[place] = turns[of][np.searchsorted(weights, rng.random() * weights[-1], side="right")]
            left[owner[place]] -= 1
    return owner
