"""Simulated effects, young cohorts and written scorecards: does the estimator find what was put in?"""

import numpy as np
import pytest
from scipy.special import expit

from tests.qualify.learn.companies import EFFECT, START, company, texts
from winnow.qualify.learn import Frame, History, Prior, fit
from winnow.qualify.learn.censor import arrival, weights, within
from winnow.qualify.learn.coding import encode
from winnow.qualify.learn.families import BOOSTING, LOGISTIC, SCORECARD
from winnow.qualify.learn.measures import area
from winnow.qualify.learn.methods import Pupil
from winnow.qualify.learn.rolling import Assumed, lesson_of, taught


@pytest.fixture(scope="module")
def learned():
    history, _ = company(12_000, seed=3)
    assumed = Assumed(365.0, None, 0)
    lesson = lesson_of(history, assumed)
    return lesson, taught(Pupil(LOGISTIC), lesson, assumed)


def effect(learned, column, word):
    lesson, model = learned
    place = [coding.name for coding in lesson.codings].index(column)
    words = [lesson.codings[place].word(code) for code in range(lesson.codings[place].size)]
    return model.tables[place][words.index(word)]


@pytest.mark.parametrize("source", ["referral", "trade show", "list"])
def test_the_effect_of_a_source_is_recovered(learned, source):
    found = effect(learned, "source", source) - effect(learned, "source", "web")
    assert abs(found - EFFECT[source]) < 0.2


def test_the_effect_of_an_answer_is_recovered(learned):
    found = effect(learned, "asked for a date", "yes") - effect(learned, "asked for a date", "no")
    assert abs(found - 0.8) < 0.15


def test_a_rise_that_levels_off_is_recovered(learned):
    lesson, model = learned
    place = [coding.name for coding in lesson.codings].index("size")
    table, middles = model.tables[place][1:], lesson.codings[place].middles
    rise = np.interp(80, middles, table) - np.interp(20, middles, table)
    beyond = np.interp(140, middles, table) - np.interp(80, middles, table)
    assert abs(rise - 1.5) < 0.35
    assert abs(beyond) < 0.5


def test_noise_is_given_next_to_no_effect(learned):
    lesson, model = learned
    place = [coding.name for coding in lesson.codings].index("noise")
    assert np.ptp(model.tables[place]) < 0.2


@pytest.mark.parametrize("family", [SCORECARD, LOGISTIC, BOOSTING])
def test_every_family_ranks_new_prospects_nearly_as_well_as_the_truth(family):
    past, _ = company(5_000, seed=1)
    new, odds = company(5_000, seed=2)
    assumed = Assumed(365.0, None, 0)
    lesson = lesson_of(past, assumed)
    score = taught(Pupil(family), lesson, assumed).log_odds(encode(lesson.codings, new.frame))
    assert area(odds, new.sold) - area(score, new.sold) < 0.03


def test_probabilities_come_true():
    history, odds = company(6_000, seed=5)
    scorer = fit(history)
    chance = scorer.score(history.frame).probability
    assert abs(chance.mean() - expit(odds).mean()) < 0.02
    assert all(abs(part.said - part.came) < 0.08 for part in scorer.reliability)


# Young prospects


def cohorts(seed=0, rows=6_000):
    """Orders come after 60 days on average (in some cases after the horizon); half of the cohort is young."""
    rng = np.random.default_rng(seed)
    good = rng.random(rows) < 0.5
    chance = np.where(good, 0.4, 0.15)
    buys = rng.random(rows) < chance
    days = rng.exponential(60.0, rows)
    age = rng.uniform(0.0, 400.0, rows)
    sold = buys & (days <= age)
    decided = START + ((400.0 - age) * 86_400).astype("timedelta64[s]")
    frame = Frame({"kind": texts(np.where(good, "good", "poor")), "noise": rng.normal(size=rows)})
    return History(
        frame, sold, decided=decided, observed_days=age, days_to_order=np.where(sold, days, np.nan)
    )  # fmt: skip


HORIZON = 180.0
SHARE_IN_TIME = 1 - np.exp(-HORIZON / 60.0)


def test_young_prospects_bias_neither_the_rate_nor_the_effects():
    found = []
    for seed in range(5):
        scorer = fit(cohorts(seed), horizon_days=int(HORIZON))
        kinds = Frame({"kind": texts(["good", "poor"]), "noise": np.zeros(2)})
        found.append(scorer.score(kinds).probability)
    assert np.mean(found, axis=0) == pytest.approx(np.array([0.4, 0.15]) * SHARE_IN_TIME, abs=0.03)


def test_counting_the_young_as_lost_would_be_biased():
    history = cohorts()
    naive = fit(History(history.frame, history.sold, history.decided))
    chance = naive.score(Frame({"kind": texts(["good"]), "noise": np.zeros(1)})).probability[0]
    assert chance < 0.4 * SHARE_IN_TIME - 0.04


def test_the_curve_of_arrival_is_recovered():
    history = within(cohorts(rows=20_000), HORIZON)
    curve = arrival(history, HORIZON)
    days = np.array([30.0, 60.0, 120.0])
    assert curve.by(days) == pytest.approx((1 - np.exp(-days / 60)) / SHARE_IN_TIME, abs=0.03)


def test_a_prospect_counts_more_the_longer_it_has_been_watched():
    history = within(cohorts(), HORIZON)
    weight = weights(history, HORIZON)
    unsold = history.sold == 0
    order = np.argsort(history.observed_days[unsold])
    assert (np.diff(weight[unsold][order]) >= -1e-12).all()
    assert weight[unsold].max() == 1.0
    assert (weight[~unsold] == 1.0).all()


def test_the_scorer_says_that_the_young_count_partly():
    assert any("young" in sentence for sentence in fit(cohorts(), horizon_days=int(HORIZON)).why)


# The written scorecard


def ranks(prior, rows):
    """The mean area under the curve on new prospects, over a few draws."""
    new, odds = company(3_000, seed=99)
    points = np.random.default_rng(0).normal(size=3_000) * 0.8 + odds
    found = []
    for seed in range(6):
        history, truth = company(rows, seed=seed)
        written = truth + np.random.default_rng(seed + 50).normal(size=rows) * 0.8
        frame = Frame({**history.frame.columns, "points": written})
        scorer = fit(history.with_frame(frame), prior=prior)
        frame = Frame({**new.frame.columns, "points": points})
        found.append(area(scorer.score(frame).probability, new.sold))
    return float(np.mean(found)), area(points, new.sold)


def test_with_no_orders_the_rules_rule():
    _, odds = company(40)
    frame = Frame({"points": odds})
    scorer = fit(History(frame, np.zeros(40)), prior=Prior("points"))
    assert scorer.method == "written scorecard"
    assert area(scorer.score(frame).probability, odds > 0) > 0.999


def test_at_both_ends_the_mixture_is_no_worse_than_either():
    few, rules = ranks(Prior("points"), 40)
    assert few > rules - 0.03
    many_with, _ = ranks(Prior("points"), 900)
    many_without, _ = ranks(None, 900)
    assert many_with > many_without - 0.01


def test_rules_and_few_prospects_together_rank_better_than_either():
    alone, rules = ranks(None, 60)
    both, _ = ranks(Prior("points"), 60)
    assert both > max(alone, rules) + 0.005


def test_points_that_mean_the_opposite_lose_their_voice_as_orders_say_so():
    new, odds = company(3_000, seed=99)
    found = {}
    for known in (True, False):
        history, truth = company(300, seed=4)
        columns = history.frame.columns | ({"points": -truth} if known else {})
        scorer = fit(history.with_frame(Frame(columns)), prior=Prior("points") if known else None)
        asked = Frame(new.frame.columns | ({"points": -odds} if known else {}))
        found[known] = area(scorer.score(asked).probability, new.sold)
    assert found[True] > found[False] - 0.02


def test_the_rules_fade_with_orders_and_never_jump():
    assumed = Assumed(365.0, Prior("points", worth=30.0), 0)
    trust = [assumed.trust(orders) for orders in range(500)]
    assert trust[0] == 1.0
    assert trust[30] == 0.5
    assert max(-np.diff(trust)) < 0.04
    assert (np.diff(trust) < 0).all()
