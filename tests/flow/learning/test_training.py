"""Models: learned from outcomes, put in use only if no worse, held and taken back by people."""

import pytest
from django.db import IntegrityError, transaction

from tests.learning_world import LATER, MONTH, company, order, work
from tests.world import NOW, Cast, inquire
from winnow.flow import learning
from winnow.flow.learning import needed
from winnow.flow.learning.gathering import known_outcomes
from winnow.procedure.queries import in_force
from winnow.qualify.models import LearnedModel, ModelChange
from winnow.qualify.odds import lessons
from winnow.qualify.odds.actions import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(cast) -> Cast:
    company(cast.anna)
    return cast


def states() -> list[tuple[int, str]]:
    return list(LearnedModel.objects.order_by("number").values_list("number", "state"))


def test_too_few_orders_teach_nothing_and_say_how_many_are_needed(cast):
    company(cast.anna, months=2, each=10)
    done = learning.train(LATER)
    assert done.model is None
    assert "59 are needed" in done.said


def test_the_worker_does_not_even_try_below_that(cast):
    company(cast.anna, months=2, each=10)
    assert not learning.train_if_due(LATER, lambda: None)
    assert not ModelChange.objects.exists()


def test_the_first_model_is_in_use_at_once(past):
    done = learning.train(LATER)
    assert done.in_use
    assert states() == [(1, "champion")]


def test_it_tells_who_buys(past):
    model = learning.train(LATER).model
    assert max(one["auc"] for one in model.validation["rivals"].values()) > 0.75


def test_the_same_data_and_seed_give_the_same_model(past):
    one, two = learning.train(LATER).model, learning.train(LATER).model
    assert (one.snapshot, one.data, one.unseen) == (two.snapshot, two.data, two.unseen)


def test_another_seed_looks_at_prospects_at_other_instants(past):
    procedure = in_force(LATER)[1]
    one, two = (known_outcomes(LATER, procedure, seed) for seed in (1, 2))
    assert [each.instant for each in one] != [each.instant for each in two]


def test_who_was_never_worked_on_is_not_learned_from(cast):
    worked, alone = inquire().prospect, inquire().prospect
    work([worked], cast.anna, NOW + MONTH)
    found = [one.prospect for one in known_outcomes(LATER, in_force(LATER)[1], 1)]
    assert found == [worked]
    assert alone not in found


def test_an_order_of_who_was_never_worked_on_teaches_nothing_either(cast):
    alone = inquire().prospect
    order([alone], NOW + MONTH)
    assert known_outcomes(LATER, in_force(LATER)[1], 1) == []


def test_without_newer_orders_a_challenger_does_not_take_over(past):
    learning.train(LATER)
    assert not learning.train(LATER + MONTH).in_use
    assert states() == [(1, "champion"), (2, "challenger")]


def test_a_challenger_that_is_no_worse_takes_over(past, monkeypatch):
    learning.train(LATER)
    monkeypatch.setattr(lessons, "compare", lambda *given: lessons.Comparison(True, "No worse."))
    assert learning.train(LATER + MONTH).said.endswith("is in use now. No worse.")
    assert states() == [(1, "retired"), (2, "champion")]


def test_a_frozen_model_stays(past):
    learning.train(NOW + 8 * MONTH)
    learning.freeze("We compare two desks.", by=past.mia.id, now=NOW + 8 * MONTH)
    done = learning.train(LATER)
    assert not done.in_use
    assert "frozen" in done.said


def test_an_earlier_model_can_be_used_again_and_is_held(past):
    for at in (LATER - MONTH, LATER):
        learning.train(at)
    learning.roll_back(2, "It knows the spring.", by=past.cem.id, now=LATER)
    learning.roll_back(1, "The new one favours fairs.", by=past.cem.id, now=LATER)
    assert states() == [(1, "champion"), (2, "retired")]
    assert LearnedModel.objects.get(number=1).frozen


def test_everything_is_recorded_with_who_and_why(past):
    learning.train(LATER)
    learning.freeze("We compare two desks.", by=past.mia.id, now=LATER)
    change = ModelChange.objects.latest("id")
    assert (change.kind, change.actor, change.reason) == ("frozen", past.mia, "We compare two desks.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_done_without_a_reason(past, reason):
    learning.train(LATER)
    with pytest.raises(NotPossible, match="Say why"):
        learning.freeze(reason, by=past.mia.id, now=LATER)


def test_what_is_in_use_cannot_be_taken_back_into_use(past):
    learning.train(LATER)
    with pytest.raises(NotPossible, match="in use already"):
        learning.roll_back(1, "Try.", by=past.mia.id, now=LATER)


def test_the_database_refuses_a_second_champion(past):
    model = learning.train(LATER).model
    model.pk, model.number, model.state = None, 99, "champion"
    with pytest.raises(IntegrityError), transaction.atomic():
        model.save(force_insert=True)


def test_the_worker_trains_once_in_the_days_of_the_procedure(past):
    days = in_force(LATER)[1].learning.every_days
    tried = [learning.train_if_due(LATER + n * MONTH / 30, lambda: None) for n in (0, 1, days - 1, days)]
    assert tried == [True, False, False, True]


def test_what_is_due_meanwhile_is_not_held_up(past):
    calls = []
    learning.train(LATER, between=lambda: calls.append(1))
    assert calls


def test_without_the_extra_it_says_what_to_install(cast, monkeypatch):
    monkeypatch.setattr(needed, "find_spec", lambda name: None)
    needed.is_here.cache_clear()
    with pytest.raises(learning.Missing, match='extra "ml"'):
        learning.train(LATER)
    assert not learning.train_if_due(LATER, lambda: None)
    assert "ml" in learning.standing(in_force(LATER)[1]).why_none
    needed.is_here.cache_clear()
