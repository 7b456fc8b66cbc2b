"""Firms whose effects of channels, follow-up, campaigns and people are known."""

import numpy as np
import pytest

from winnow.measure.attribution import Journey
from winnow.measure.attribution.journeys import by_path
from winnow.measure.attribution.markov import removal_effects
from winnow.measure.holdout import lift
from winnow.measure.mix import adjusted
from winnow.measure.shares import Share

SEEDS = range(200)
# From start, A, B, C to A, B, C, an order, nothing.
CHAIN = np.array(
    [[0.5, 0.3, 0.2, 0, 0], [0, 0.3, 0.1, 0.1, 0.5], [0.2, 0, 0.1, 0.3, 0.4], [0.1, 0.1, 0, 0, 0.8]]
)


def walks(rng, people):
    """Journeys drawn from the chain."""
    here, paths = np.zeros(people, int), [[] for _ in range(people)]
    walking, orders = np.arange(people), np.zeros(people, bool)
    while len(walking):
        there = (rng.random(len(walking))[:, None] > CHAIN[here[walking]].cumsum(axis=1)).sum(axis=1)
        orders[walking[there == 3]] = True
        here[walking] = there + 1
        walking, there = walking[there < 3], there[there < 3]
        for person, channel in zip(walking, there, strict=True):
            paths[person].append("ABC"[channel])
    return [Journey(tuple(path), int(won), 0, int(not won)) for path, won in zip(paths, orders, strict=True)]


def test_removal_effects_of_a_known_chain_are_found():
    step, ordered = np.zeros((4, 4)), CHAIN[:, 3]
    step[:, 1:] = CHAIN[:, :3]
    whole = np.linalg.solve(np.eye(4) - step, ordered)[0]
    found = removal_effects(by_path(walks(np.random.default_rng(1), 20_000)))
    for place, channel in enumerate("ABC", 1):
        without, to_order = step.copy(), ordered.copy()
        without[place], to_order[place] = 0, 0
        truth = 1 - np.linalg.solve(np.eye(4) - without, to_order)[0] / whole
        assert found[channel] == pytest.approx(truth, abs=0.02)


def test_what_a_campaign_caused_lies_within_the_interval_of_its_hold_out():
    rng = np.random.default_rng(2)
    touched, held = rng.binomial(4_000, 0.07, 200), rng.binomial(1_000, 0.05, 200)
    found = [lift(Share(int(a), 4_000), Share(int(b), 1_000)) for a, b in zip(touched, held, strict=True)]
    assert 0.85 <= np.mean([one.low <= 0.02 <= one.high for one in found]) <= 0.95


def test_follow_up_of_the_better_half_is_not_taken_for_its_effect():
    """Who looks better is called more; the call itself takes 10 % to 15 % and 30 % to 40.4 % (odds × 1.59)."""
    usual, odds = np.array([0.10, 0.30]), 0.15 / 0.85 / (0.10 / 0.90)
    called = usual * odds / (1 - usual + usual * odds)
    given = {"called": np.array([300, 900]), "not": np.array([900, 300])}
    effect = {"called": odds, "not": 1 / odds}
    rng = np.random.default_rng(3)
    held, raw = [], []
    for _ in SEEDS:
        made = {"called": rng.binomial(given["called"], called), "not": rng.binomial(given["not"], usual)}
        found = adjusted(
            {
                who: {"cold": (made[who][0], given[who][0]), "warm": (made[who][1], given[who][1])}
                for who in given
            },
            level=0.9,
        )
        held += [one.odds_low <= effect[who] <= one.odds_high for who, one in found.items()]
        raw.append((made["called"].sum() - made["not"].sum()) / 1_200)
    assert np.mean(raw) > 2 * np.mean(called - usual)
    assert 0.85 <= np.mean(held) <= 0.95


def test_people_alike_are_seldom_told_apart_and_their_intervals_hold():
    rng = np.random.default_rng(4)
    held, told = [], []
    for _ in SEEDS:
        given = rng.integers(10, 150, (4, 3))
        made = rng.binomial(given, [0.05, 0.15, 0.35])
        found = adjusted(
            {str(one): {str(s): (made[one, s], given[one, s]) for s in range(3)} for one in range(4)},
            level=0.9,
        )
        held += [one.odds_low <= 1 <= one.odds_high for one in found.values()]
        told.append(any(one.standing for one in found.values()))
    assert 0.85 <= np.mean(held) <= 0.95
    assert np.mean(told) < 0.13  # of 200 firms in which nobody is better, at 10 %


def test_many_strata_of_few_do_not_bend_what_people_are_held_beside():
    rng = np.random.default_rng(5)
    usual = rng.beta(1, 12, 60)
    held, odds = [], []
    for _ in SEEDS:
        given = rng.integers(0, 4, (5, 60))
        made = rng.binomial(given, usual)
        cells = {str(one): {str(s): (made[one, s], given[one, s]) for s in range(60)} for one in range(5)}
        found = adjusted(cells, level=0.9)
        held += [one.odds_low <= 1 <= one.odds_high for one in found.values()]
        odds += [one.orders / one.expected for one in found.values()]
    assert 0.85 <= np.mean(held) <= 0.95
    assert np.mean(odds) == pytest.approx(1, abs=0.05)
