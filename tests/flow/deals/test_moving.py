"""An opportunity follows its prospect, and moves by what the buyer has done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.deals_world import opportunity, refused
from tests.world import NOW, people
from winnow.deals.models import Opportunity, Step
from winnow.flow.deals.moving import Advance, Leaves, Sized, TakesPart, Timeline, Wants, tell
from winnow.flow.finish import Rest, nurture
from winnow.flow.work import Dispose, dispose
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Event
from winnow.prospects.words import Grade

LATER = NOW + timedelta(days=3)
EVIDENCE = "Mail of Tuesday by their head of purchasing"


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def deal(cast):
    return opportunity(cast)


def again(deal):
    return Opportunity.objects.get(pk=deal.pk)


def last(deal):
    return Event.objects.filter(prospect=deal.pk).order_by("-id").first()


def test_an_accepted_lead_has_an_opportunity_at_the_first_stage(deal):
    assert (deal.stage, deal.opened_at, deal.currency) == ("wants", NOW, "EUR")


def test_it_moves_with_evidence_which_is_kept(cast, deal):
    tell([Advance(deal.pk, LATER, cast.anna.id, "asked", EVIDENCE, Grade.CORROBORATED)], now=LATER)
    moved, step = again(deal), Step.objects.get()
    assert (moved.stage, moved.stage_at, moved.progress_at) == ("asked", LATER, LATER)
    assert (step.evidence, step.grade, step.by_id) == (EVIDENCE, "corroborated", cast.anna.id)
    assert (last(deal).kind, last(deal).data["from"]) == ("deal", "wants")


@pytest.mark.parametrize(
    ("stage", "evidence", "grade", "said"),
    [
        ("asked", " yes ", Grade.STATED, "What shows it"),
        ("won", EVIDENCE, Grade.STATED, "no such stage"),
        ("wants", EVIDENCE, Grade.STATED, "there already"),
        ("agreed", EVIDENCE, Grade.PURCHASE_ORDER, "record the order"),
    ],
)
def test_it_does_not_move_without_what_shows_it(cast, deal, stage, evidence, grade, said):
    with refused(said):
        tell([Advance(deal.pk, LATER, cast.anna.id, stage, evidence, grade)], now=LATER)
    assert again(deal).stage == "wants"


def test_going_back_is_no_progress(cast, deal):
    tell([Advance(deal.pk, NOW, cast.anna.id, "asked", EVIDENCE)], now=NOW)
    tell([Advance(deal.pk, LATER, cast.anna.id, "decider", "They had not asked after all")], now=LATER)
    assert (again(deal).stage, again(deal).progress_at) == ("decider", NOW)


def test_a_full_stage_takes_no_more(cast, deal):
    text = default_text().replace('text = "Asked for our', 'most = 1, text = "Asked for our')
    publish(text, now=NOW, by=cast.ada, reason="Fewer at once")
    other = opportunity(cast, LATER)
    tell([Advance(deal.pk, LATER, cast.anna.id, "asked", EVIDENCE)], now=LATER)
    with refused("let one go"):
        tell([Advance(other.pk, LATER, cast.anna.id, "asked", EVIDENCE)], now=LATER)


def test_what_it_is_worth_lies_within_its_range(cast, deal):
    tell([Sized(deal.pk, NOW, cast.anna.id, Decimal(900), Decimal(500), margin=Decimal(200))], now=NOW)
    sized = again(deal)
    assert (sized.low, sized.amount, sized.high, sized.margin) == (500, 900, 900, 200)
    with refused("between"):
        tell([Sized(deal.pk, NOW, cast.anna.id, Decimal(900), Decimal(950))], now=NOW)
    with refused("margin"):
        tell([Sized(deal.pk, NOW, cast.anna.id, Decimal(900), margin=Decimal(901))], now=NOW)


def test_products_of_the_catalogue_add_up_and_keep_their_price(cast, deal):
    text = default_text() + '\n[[deals.products]]\nkey = "starter"\ntext = "Starter set"\nprice = 950\n'
    publish(text, now=NOW, by=cast.ada, reason="A catalogue")
    tell([Sized(deal.pk, LATER, cast.anna.id, lines=(("starter", 3, None),))], now=LATER)
    assert again(deal).amount == 2850
    assert [(line.text, line.price) for line in deal.lines.all()] == [("Starter set", 950)]
    with refused("no such product"):
        tell([Sized(deal.pk, LATER, cast.anna.id, lines=(("rocket", 1, None),))], now=LATER)


def test_when_they_decide_is_a_claim_with_evidence(cast, deal):
    with refused("How do we know"):
        tell([Timeline(deal.pk, NOW, cast.anna.id, date(2026, 4, 1))], now=NOW)
    tell([Timeline(deal.pk, NOW, cast.anna.id, date(2026, 4, 1), EVIDENCE, Grade.CORROBORATED)], now=NOW)
    assert (again(deal).decides_by, again(deal).decides_grade) == (date(2026, 4, 1), "corroborated")


def test_people_take_part_and_leave(cast, deal):
    tell([TakesPart(deal.pk, NOW, cast.anna.id, "Ida Ott", "decides")], now=NOW)
    tell([TakesPart(deal.pk, NOW, cast.anna.id, "Ida Ott", "decides", "Signs up to 50,000")], now=NOW)
    assert [(one.name, one.note) for one in deal.participants.all()] == [("Ida Ott", "Signs up to 50,000")]
    tell([Leaves(deal.pk, NOW, cast.anna.id, deal.participants.get().pk)], now=NOW)
    assert not deal.participants.exists()


def test_what_they_want_is_an_outcome_that_we_deliver(cast, deal):
    with refused("not an outcome"):
        tell([Wants(deal.pk, NOW, cast.anna.id, "the_moon")], now=NOW)
    tell([Wants(deal.pk, NOW, cast.anna.id, words="Half the paper", competitors="Rival")], now=NOW)
    assert (again(deal).wanted_words, again(deal).competitors) == ("Half the paper", "Rival")


def test_a_conversation_is_progress_and_a_try_is_none(cast, deal):
    dispose([Dispose(deal.pk, "no_answer", LATER, cast.anna.id)], now=LATER)
    assert again(deal).progress_at == NOW
    dispose([Dispose(deal.pk, "talked", LATER, cast.anna.id)], now=LATER)
    assert again(deal).progress_at == LATER


def test_one_in_nurture_is_not_worked_on(cast, deal):
    nurture([Rest(deal.pk, NOW, cast.cem.id, "Next year")], now=NOW)
    with refused("open opportunity"):
        tell([Sized(deal.pk, NOW, cast.anna.id, Decimal(1))], now=NOW)


@pytest.mark.parametrize(
    "wrong", [{"amount": -1}, {"amount": 5, "low": 6, "high": 7}, {"low": 1}, {"doubted_at": NOW}]
)
def test_the_database_refuses_what_cannot_be(deal, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Opportunity.objects.filter(pk=deal.pk).update(**wrong)


def test_the_database_refuses_one_that_is_won_without_an_order(deal):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(deal.prospect).objects.filter(pk=deal.pk).update(
            state="closed", outcome="bought", closed_at=NOW, next_action="", next_note="", queue="", due_at=None,
            available_at=None, check_at=None,
        )  # fmt: skip
