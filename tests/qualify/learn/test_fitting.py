"""From past prospects to a scorer: what is always true of it."""

import json
from itertools import pairwise

import numpy as np
import pytest
from scipy.special import logit

from tests.qualify.learn.companies import company, texts
from winnow.qualify import Frame, History, Prior, Scorer, fit


@pytest.fixture(scope="module")
def history():
    return company(900)[0]


@pytest.fixture(scope="module")
def scorer(history):
    return fit(history)


def test_the_waterfall_ends_at_the_probability_exactly(scorer, history):
    scores = scorer.score(history.frame)
    for row in range(0, 200, 10):
        steps = scores.explain(row)
        assert steps[0].before == 0.0
        assert all(one.after == two.before for one, two in pairwise(steps))
        assert abs(steps[-1].after - logit(scores.probability[row])) < 1e-9
        assert np.isclose(np.prod([step.times for step in steps]), np.exp(steps[-1].after), rtol=1e-9)


def test_steps_are_said_in_words(scorer, history):
    asked = history.frame["asked for a date"].tolist().index("yes")
    said = {step.said: step for step in scorer.score(history.frame).explain(asked)}
    assert str(said["asked for a date: yes"]).startswith("asked for a date: yes: ×1.")


def test_one_row_scores_as_it_does_among_many(scorer, history):
    many = scorer.score(history.frame).probability
    one = [scorer.score(history.frame.take(slice(k, k + 1))).probability[0] for k in range(5)]
    assert np.abs(many[:5] - one).max() < 1e-12


def test_the_same_seed_gives_the_same_scorer(scorer, history):
    assert fit(history).to_dict() == scorer.to_dict()


def test_a_stored_scorer_is_plain_data_and_says_the_same(scorer, history):
    stored = json.dumps(scorer.to_dict())
    again = Scorer.from_dict(json.loads(stored))
    assert (again.score(history.frame).probability == scorer.score(history.frame).probability).all()
    assert again.to_dict() == scorer.to_dict()


def test_out_of_time_predictions_follow_time(scorer, history):
    shown = scorer.out_of_time
    newest = history.decided[shown.rows]
    for block in range(1, shown.block.max() + 1):
        assert newest[shown.block == block].min() >= newest[shown.block == block - 1].max()
    assert (shown.sold == history.sold[shown.rows]).all()
    assert shown.probability.min() > 0
    assert shown.probability.max() < 1


def test_without_time_every_prospect_is_predicted_once(history):
    shown = fit(History(history.frame, history.sold)).out_of_time
    assert sorted(shown.rows.tolist()) == list(range(len(history)))


def test_columns_it_uses_must_be_there(scorer, history):
    with pytest.raises(KeyError):
        scorer.score(history.frame.without(["source"]))


@pytest.mark.parametrize("rows", [0, 1, 2, 5, 20, 60])
def test_any_handful_gives_a_scorer_that_scores(history, rows):
    scorer = fit(history.take(slice(0, rows)))
    chance = scorer.score(history.frame.take(slice(0, 3))).probability
    assert np.isfinite(chance).all()


@pytest.mark.parametrize("sold", [0.0, 1.0])
def test_one_kind_of_outcome_teaches_nothing(history, sold):
    scorer = fit(History(history.frame, np.full(len(history), sold)))
    assert scorer.method == "usual rate"
    assert "nothing can be learned yet" in scorer.why[0]


def test_fields_that_say_nothing_are_said_to_say_nothing():
    rng = np.random.default_rng(1)
    frame = Frame({"a": rng.normal(size=900), "b": texts(rng.choice(list("xyz"), 900))})
    scorer = fit(History(frame, rng.random(900) < 0.3))
    assert scorer.method == "usual rate"
    assert "do not say who buys" in scorer.why[0]


def test_leaks_are_refused_before_anything_is_learned(history):
    frame = Frame({**history.frame.columns, "status": texts(np.where(history.sold > 0, "won", "lost"))})
    scorer = fit(history.with_frame(frame))
    assert [each.column for each in scorer.refused] == ["status"]
    assert "status" not in scorer.used


def test_few_orders_promise_nothing_and_say_so(history):
    assert any("can be promised" in sentence for sentence in fit(history.take(slice(0, 150))).why)


def test_margin_and_hours_are_learned_where_they_are_known(history):
    size = np.nan_to_num(history.frame["size"], nan=40.0)
    margin = np.where(history.sold > 0, 100 + 10 * size, np.nan)
    hours = np.where(history.frame["source"] == "referral", 2.0, 6.0)
    told = History(history.frame, history.sold, history.decided, margin=margin, hours=hours)
    scorer = fit(told)
    scores = scorer.score(history.frame)
    assert np.corrcoef(scores.margin, size)[0, 1] > 0.9
    assert abs(np.median(scores.hours[hours == 2.0]) - 2.0) < 1.0
    assert len(scorer.margin.reliability) == 5
    assert np.isnan(fit(history).score(history.frame).margin).all()


def test_a_learned_score_no_better_than_the_rules_is_not_used(history):
    _, odds = company(900)
    frame = Frame({"points": odds, "coin": np.random.default_rng(0).random(900)})
    scorer = fit(History(frame, history.sold, history.decided), prior=Prior("points", worth=1.0))
    assert scorer.method in ("written scorecard", "scorecard and logistic")


def test_a_newest_block_too_young_to_tell_is_no_trouble(history):
    age = np.linspace(400.0, 0.0, len(history))
    sold = np.where(age < 60, 0.0, history.sold)
    days = np.where(sold > 0, 50.0, np.nan)
    young = History(history.frame, sold, history.decided, observed_days=age, days_to_order=days)
    assert np.isfinite(fit(young).score(history.frame).probability).all()


def test_when_nobody_was_watched_long_enough_it_says_so(history):
    days = np.where(history.sold > 0, 10.0, np.nan)
    watched = np.full(len(history), 90.0)
    young = History(history.frame, history.sold, history.decided, observed_days=watched, days_to_order=days)
    assert any("after day 90" in sentence for sentence in fit(young).why)
