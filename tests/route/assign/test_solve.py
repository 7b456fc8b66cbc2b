"""The assignment that brings most: against an exact oracle, within capacity, with or without a fairness band."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from winnow.route.assign import solve
from winnow.route.assign.even import banded, even_shares
from winnow.route.assign.market import Demand, Market
from winnow.route.assign.prices import Counter
from winnow.route.assign.solve import Plan, best


def made(seed: int, prospects: int = 60, people: int = 6, classes: int = 5) -> tuple[Demand, Market]:
    """A small market; some classes nobody may take, some people have no room."""
    rng = np.random.default_rng(seed)
    gain = rng.gamma(9, 1 / 9, (classes, people)) * (rng.random((classes, people)) < 0.6)
    room = rng.integers(0, 2 * prospects // people, people)
    return Demand(rng.integers(0, classes, prospects), rng.lognormal(5, 1, prospects)), Market(gain, room)


def oracle(demand: Demand, market: Market) -> float:
    """The optimum by the Hungarian method over single places."""
    places = np.repeat(np.arange(len(market.room)), market.room)
    value = demand.worth[:, None] * market.gain[demand.of][:, places]
    rows, columns = linear_sum_assignment(value, maximize=True)
    return float(value[rows, columns].sum())


def offences(demand: Demand, market: Market, owner: np.ndarray) -> list[str]:
    taken = owner >= 0
    counts = np.bincount(owner[taken], minlength=len(market.room))
    found = ["over capacity"] if (counts > market.room).any() else []
    return found + (["barred"] if (market.gain[demand.of[taken], owner[taken]] <= 0).any() else [])


seeds = st.integers(0, 10_000)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_small_batch_is_assigned_exactly(seed: int) -> None:
    demand, market = made(seed)
    assert best(demand, market).profit == pytest.approx(oracle(demand, market))


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_groups_come_as_near_as_they_say(seed: int) -> None:
    demand, market = made(seed, prospects=300)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "SMALL", 0)
        patch.setattr(solve, "COARSE", 10)
        plan = best(demand, market)
    top = oracle(demand, market)
    assert plan.profit <= top * (1 + 1e-9) <= plan.bound * (1 + 2e-9)
    assert plan.profit > 0.98 * top


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_few_pairs_looked_at_come_as_near_as_they_say(seed: int) -> None:
    demand, market = made(seed, prospects=300, people=40, classes=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "SMALL", 0)
        patch.setattr(solve, "PAIRS", 0)
        plan = best(demand, market)
    top = oracle(demand, market)
    assert plan.profit <= top * (1 + 1e-9) <= plan.bound * (1 + 2e-9)
    assert plan.profit > 0.97 * top


@settings(max_examples=15, deadline=None)
@given(seeds, st.sampled_from([0.0, 0.5, 0.9]))
def test_nobody_gets_more_than_there_is_room_for_nor_what_they_may_not_take(
    seed: int, fairness: float
) -> None:
    demand, market = made(seed)
    assert offences(demand, market, best(demand, market, fairness).owner) == []


@settings(max_examples=15, deadline=None)
@given(seeds, st.sampled_from([0.3, 0.8]))
def test_a_band_is_held_or_said_to_be_missed(seed: int, fairness: float) -> None:
    demand, market = made(seed)
    plan = best(demand, market, fairness)
    even = even_shares(demand, best(demand, market).owner, market)
    within = banded(market, even, fairness)
    given_now = market.given(demand, plan.owner)
    slack = 1e-6 * (given_now.max() + 1)
    out = np.flatnonzero((given_now < within.low - slack) | (given_now > within.high + slack))
    assert set(out) <= set(plan.shares.outside)


def test_where_prospects_are_many_the_band_is_held() -> None:
    rng = np.random.default_rng(5)
    gain = rng.gamma(9, 1 / 9, (3, 8))
    demand = Demand(rng.integers(0, 3, 800), rng.lognormal(5, 0.7, 800))
    plan = best(demand, Market(gain, np.full(8, 110)), 0.8)
    assert list(plan.shares.outside) == []
    assert (plan.shares.given >= 0.8 * plan.shares.even * (1 - 1e-9)).all()


def test_a_band_costs_profit_and_never_makes_anybody_wait_who_could_be_served() -> None:
    demand, market = made(3, prospects=200)
    free, fair = best(demand, market), best(demand, market, 0.8)
    assert fair.profit <= free.profit
    left = market.room - np.bincount(fair.owner[fair.owner >= 0], minlength=6)
    waiting = demand.of[fair.owner < 0]
    assert not (market.gain[waiting] * (left > 0)).any()


def test_alike_people_get_alike_worth() -> None:
    rng = np.random.default_rng(1)
    demand = Demand(np.zeros(400, np.int64), rng.lognormal(5, 1, 400))
    market = Market(np.ones((1, 4)), np.full(4, 100))
    given_now = market.given(demand, best(demand, market).owner)
    assert given_now.max() < 1.05 * given_now.min()


@pytest.mark.parametrize("fairness", [0.0, 0.7])
def test_the_same_batch_is_always_assigned_alike(fairness: float) -> None:
    demand, market = made(11, prospects=500, people=20)
    first, again = best(demand, market, fairness), best(demand, market, fairness)
    assert (first.owner == again.owner).all()


def test_nobody_to_assign_or_nobody_to_take_is_no_error() -> None:
    nothing = Demand(np.array([], np.int64), np.array([], float))
    market = Market(np.ones((1, 2)), np.array([1, 1]))
    assert len(best(nothing, market).owner) == 0
    barred: Plan = best(
        Demand(np.array([0]), np.array([5.0])), Market(np.zeros((1, 2)), np.array([1, 1])), 0.5
    )
    assert list(barred.owner) == [-1]


# One by one


@settings(max_examples=6, deadline=None)
@given(seeds, st.sampled_from([0.0, 0.5]), st.booleans())
def test_one_by_one_never_beats_who_knows_what_comes(seed: int, fairness: float, may_wait: bool) -> None:
    demand, market = made(seed, prospects=30)
    sample, _ = made(seed + 1, prospects=30)
    counter = Counter(market, sample, len(demand), fairness, may_wait)
    owner = np.array(
        [counter.give(int(of), float(worth)) for of, worth in zip(demand.of, demand.worth, strict=True)]
    )
    assert market.profit(demand, owner) <= oracle(demand, market) * (1 + 1e-9)
    assert offences(demand, market, owner) == []


def test_a_scarce_specialist_is_kept_for_those_who_need_one() -> None:
    # The first makes most of every prospect; and only they may take a special one, and those come last.
    market = Market(np.array([[0.99, 0.98], [1.0, 0.0]]), np.array([10, 10]))
    of = np.array([0] * 10 + [1] * 12)
    demand = Demand(of, np.full(22, 100.0))
    counter = Counter(market, demand, 22)
    owner = [counter.give(int(one), 100.0) for one in of]
    assert owner[:10] == [1] * 10
    assert owner[10:20] == [0] * 10
