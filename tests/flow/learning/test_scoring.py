"""Odds: everybody who is open has them by the model in use, and whoever changes gets new ones."""

import math

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.learning_world import LATER, company
from tests.world import Cast, inquire, people
from winnow.flow import learning
from winnow.prospects.models import Prospect
from winnow.qualify.models import LearnedModel, Odds

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = people()
    company(cast.anna)
    return cast


@pytest.fixture
def model(cast) -> LearnedModel:
    found = learning.train(LATER).model
    assert found
    all_scored()
    return found


def all_scored() -> int:
    """Rounds until two in a row have nothing to do: events are heeded a round after they are seen."""
    total, idle = 0, 0
    while idle < 2:
        done = learning.score_due(LATER)
        total, idle = total + done, 0 if done else idle + 1
    return total


def test_all_open_prospects_are_scored_by_a_new_model(model):
    assert Odds.objects.count() == Prospect.objects.exclude(state="closed").count()


def test_nobody_is_scored_twice_for_nothing(model):
    assert all_scored() == 0


def test_without_a_model_nobody_is_scored(cast):
    assert learning.score_due(LATER) == 0


def test_a_new_inquiry_has_odds_after_the_next_rounds(model):
    one = inquire(now=LATER, email="new@firmnew.test", country="DK").prospect
    all_scored()
    assert Odds.objects.get(prospect=one).model_id == model.pk


def test_who_resembles_buyers_has_better_odds(model):
    good = inquire(now=LATER, source="partner page").prospect
    poor = inquire(now=LATER, source="price list").prospect
    all_scored()
    odds = dict(Odds.objects.values_list("prospect", "probability"))
    assert odds[good] > 3 * odds[poor]


def test_the_steps_multiply_to_the_odds_exactly(model):
    for one in Odds.objects.all()[:50]:
        product = math.prod(times for _, _, times in one.steps)
        assert product / (1 + product) == pytest.approx(one.probability, abs=1e-9)


def test_another_model_scores_everybody_anew(model):
    learning.train(LATER)
    learning.roll_back(2, "Look at it.", by=None, now=LATER)
    all_scored()
    assert set(Odds.objects.values_list("model__number", flat=True)) == {2}


def test_who_was_missed_is_found_again(model):
    Odds.objects.all()[0].delete()
    learning.look_after()
    all_scored()
    assert Odds.objects.count() == Prospect.objects.exclude(state="closed").count()


def test_a_batch_takes_the_same_statements_whatever_its_size(cast):
    learning.train(LATER)
    learning.score_due(LATER, limit=1)
    counts = []
    for limit in (5, 60):
        with CaptureQueriesContext(connection) as asked:
            assert learning.score_due(LATER, limit=limit) == limit
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_model_that_cannot_be_read_keeps_nobody_waiting_and_is_replaced(model):
    LearnedModel.objects.filter(pk=model.pk).update(data={"kept": "otherwise"}, snapshot="of another version")
    inquire(now=LATER)
    assert learning.score_due(LATER) == 0
    assert "cannot be read" in learning.train(LATER).said
