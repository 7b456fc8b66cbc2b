"""Made-up companies whose truth is known: what assignment by profit brings beside simpler ways."""

from functools import cache

import numpy as np
import pytest

from winnow.bench.routing_firm import Firm, firm, round_robin, weighted_random
from winnow.route.assign.market import Ints, Market
from winnow.route.assign.prices import Counter
from winnow.route.assign.solve import best

LOADS = (0.8, 1.0, 1.3)


@cache
def company(load: float) -> Firm:
    return firm(500, 10, 4, load=load)


def online(made: Firm, market: Market) -> Ints:
    counter = Counter(market, made.usual, len(made.coming))
    pairs = zip(made.coming.of, made.coming.worth, strict=True)
    return np.array([counter.give(int(of), float(worth)) for of, worth in pairs])


@pytest.mark.parametrize("load", LOADS)
def test_a_batch_brings_what_the_best_there_is_would(load: float) -> None:
    made = company(load)
    assert best(made.coming, made.known).gap <= 0.02


@pytest.mark.parametrize("load", LOADS)
def test_one_by_one_brings_92_of_100_of_what_who_knows_all_arrivals_would(load: float) -> None:
    made = company(load)
    brought = made.known.profit(made.coming, online(made, made.known))
    assert brought >= 0.92 * best(made.coming, made.known).bound


@pytest.mark.parametrize("load", LOADS)
def test_by_the_truth_nobody_knows_it_brings_more_than_turns_and_than_chance(load: float) -> None:
    made = company(load)
    others = round_robin(made.coming, made.known), weighted_random(made.coming, made.known, 1)
    simple = max(made.true.profit(made.coming, owner) for owner in others)
    assert made.true.profit(made.coming, best(made.coming, made.known).owner) > 1.1 * simple
    assert made.true.profit(made.coming, online(made, made.known)) > 1.1 * simple
