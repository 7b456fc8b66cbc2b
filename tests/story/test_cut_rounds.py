"""Rounds of train, cut, and only who was worked brings labels: the firm can know what its cut loses, and does."""

import pytest
from django.db.models import Q

from tests.story.cut_firm import Firm
from tests.world import NOW, people
from winnow.doctor.report import examine
from winnow.flow import cutting, learning
from winnow.flow.cut_told import loss_of
from winnow.flow.learning.gathering import known_outcomes
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Prospect
from winnow.qualify.cutting import queries
from winnow.qualify.models import Cut, LearnedModel, Placement

# What a firm can know of its cut is arithmetic; that both databases keep it alike is tested beside each action.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ROUNDS = 3


@pytest.fixture(scope="module")
def firm(django_db_setup, django_db_blocker):
    """Lived once; the tests look at what has become of it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        made = Firm(people(), seed=5)
        now = made.live(1_600, NOW)
        learning.train(now)
        cutting.publish("lose_at_most", 0.1, by=made.cast.cem, now=now, reason="More than we can work")
        made.broken = []
        for _ in range(ROUNDS):
            now = made.live(500, now)
            learning.train(now)
            made.broken.append(examine(now).offending)
        made.until = now
        yield made
        transaction.set_rollback(True)


def thrown() -> set[int]:
    return set(Placement.objects.filter(below=True, sampled=False).values_list("prospect_id", flat=True))


def test_nothing_that_must_never_be_ever_was(firm):
    assert firm.broken == [{}] * ROUNDS


def test_a_good_part_of_every_batch_was_thrown_away_and_nobody_was_dropped(firm):
    assert len(thrown()) > 100
    rows = Prospect.objects.filter(id__in=thrown())
    assert not rows.filter(owner=None).exists()
    assert not rows.filter(state="working", next_action="").exists()
    events = Event.objects.filter(prospect__in=thrown(), kind="nurtured", by="worker")
    assert {one.data["odds"]["cut"] for one in events} <= set(Cut.objects.values_list("pk", flat=True))


def test_what_the_cut_truly_loses_lies_in_the_interval_of_the_honest_sample(firm):
    placed = Placement.objects.values_list("prospect_id", "below")
    sales = [below for number, below in placed if firm.buyers[number]]
    true = sum(sales) / len(sales)
    loss = loss_of(queries.seen(Q()), 0.05, 0.999)  # who is drawn depends on numbers that databases give
    assert loss.low <= true <= loss.high
    assert loss.orders > 100
    assert loss.unlabelled == len(thrown())


def test_what_was_promised_is_kept_in_truth(firm):
    placed = Placement.objects.values_list("prospect_id", "below")
    sales = [below for number, below in placed if firm.buyers[number]]
    assert sum(sales) / len(sales) <= 0.1 + 3 * (0.1 * 0.9 / len(sales)) ** 0.5


def test_who_was_not_worked_teaches_nothing(firm):
    unworked = thrown() - firm.worked
    assert unworked
    learned = {one.prospect for one in known_outcomes(firm.until, in_force(firm.until)[1], 1)}
    assert not learned & unworked


def test_the_honest_sample_was_worked_like_everybody_else(firm):
    sampled = set(Placement.objects.filter(sampled=True).values_list("prospect_id", flat=True))
    assert sampled
    assert sampled <= firm.worked


def test_the_cut_followed_the_newest_model_with_its_promise(firm):
    models = LearnedModel.objects.count()
    assert models == ROUNDS + 1
    assert set(Cut.objects.values_list("lose", flat=True)) == {0.1}
    shares = list(Cut.objects.order_by("id").values_list("share", flat=True))
    assert shares[-1] > shares[0] / 2, "it does not shrink as it sees less and less of those below"
    newest = Cut.objects.get(state="in_force")
    assert newest.line_id is None or newest.model_id != Cut.objects.get(pk=newest.line_id).model_id
