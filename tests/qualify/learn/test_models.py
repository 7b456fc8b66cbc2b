"""Coding, the families of models, and their storage as data."""

import json

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from tests.qualify.learn.companies import company, texts
from winnow.qualify.learn import Frame, Prior
from winnow.qualify.learn.boosting import kept_as_data
from winnow.qualify.learn.coding import encode, learn_codings
from winnow.qualify.learn.families import BOOSTING, LOGISTIC, SCORECARD, blended, model_from
from winnow.qualify.learn.methods import Pupil
from winnow.qualify.learn.rolling import Assumed, beliefs, lesson_of, taught

ASSUMED = Assumed(365.0, None, 0)
FAMILIES = [(SCORECARD,), (LOGISTIC,), (BOOSTING,), (SCORECARD, LOGISTIC), (LOGISTIC, BOOSTING)]


@pytest.fixture(scope="module")
def lesson():
    return lesson_of(company(1500)[0], ASSUMED)


@pytest.fixture(scope="module", params=FAMILIES, ids=" and ".join)
def model(request, lesson):
    return blended(tuple(taught(Pupil(family), lesson, ASSUMED) for family in request.param))


def test_what_each_column_adds_is_the_whole(model, lesson):
    whole = model.log_odds(lesson.codes)
    added = [model.base + model.parts(row).sum() for row in lesson.codes[:200]]
    assert np.abs(whole[:200] - added).max() < 1e-9


def test_a_stored_model_says_the_same(model, lesson):
    again = model_from(json.loads(json.dumps(model.to_dict())))
    assert (again.log_odds(lesson.codes) == model.log_odds(lesson.codes)).all()


def test_trees_kept_as_data_say_what_scikit_learn_says():
    rng = np.random.default_rng(4)
    codes = rng.integers(0, 200, (3000, 6)).astype(np.uint8)
    sold = rng.random(3000) < 0.1 + 0.6 * (codes[:, 0] > codes[:, 1]) * (codes[:, 2] > 90)
    learner = HistGradientBoostingClassifier(max_iter=40, max_leaf_nodes=16, early_stopping=False)
    learner.fit(codes.astype(float), sold)
    kept = kept_as_data(learner, tuple(np.arange(256) for _ in range(6)))
    assert np.abs(kept.log_odds(codes) - learner.decision_function(codes.astype(float))).max() < 1e-9


def test_unknown_rare_and_new_categories_have_codes():
    codings = learn_codings(Frame({"city": texts(["Bonn"] * 60 + ["Ulm"] * 30 + ["Trier"] + [None] * 9)}))
    new = Frame({"city": texts(["Ulm", None, "Trier", "Paris"])})
    assert [codings[0].word(code) for code in encode(codings, new)[:, 0]] == [
        "Ulm", "unknown", "something else", "something else",
    ]  # fmt: skip


def test_numbers_out_of_range_count_as_the_outermost():
    codings = learn_codings(Frame({"n": np.arange(1000.0)}))
    low, lowest, high, highest = encode(codings, Frame({"n": np.array([0.0, -1e9, 999.0, 1e9])}))[:, 0]
    assert (low, high) == (lowest, highest)


def test_prose_counts_by_its_length_and_dates_by_their_parts():
    prose = texts([f"we would like to know more about number {k} and others" for k in range(60)])
    day = texts([f"2025-{1 + k % 12:02}-{1 + k % 28:02}" for k in range(60)])
    found = learn_codings(Frame({"message": prose, "came": day}))
    assert {coding.name for coding in found} == {"message (length)", "came (month)", "came (weekday)"}


def test_a_column_that_never_differs_is_left_out():
    assert learn_codings(Frame({"same": np.ones(50), "nothing": np.full(50, np.nan)})) == ()


def test_the_written_scorecard_is_a_table_on_its_points():
    history, odds = company(60)
    history = history.with_frame(Frame({**history.frame.columns, "points": odds * 10}))
    prior = Prior("points", 0.0, 0.1)
    lesson = lesson_of(history, Assumed(365.0, prior, 0))
    said = beliefs(lesson.codings, prior).log_odds(lesson.codes)
    assert np.abs(said - odds[history.in_time()]).max() < 0.05


def test_what_rules_and_data_say_is_mixed_by_how_much_the_rules_still_count():
    history, odds = company(300)
    history = history.with_frame(Frame({**history.frame.columns, "points": odds * 10}))
    told = {}
    for worth in (1e-9, 1e9, history.orders):
        assumed = Assumed(365.0, Prior("points", 0.0, 0.1, worth=worth), 0)
        lesson = lesson_of(history, assumed)
        told[worth] = taught(Pupil(SCORECARD), lesson, assumed).log_odds(lesson.codes)
    data, rules, half = told.values()
    assert np.abs(half - (data + rules) / 2).max() < 1e-6
    assert np.corrcoef(rules, odds[history.in_time()])[0, 1] > 0.999
