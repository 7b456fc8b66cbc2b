"""A deal that was laid aside, or ended, and is wanted again: it is a seller's work, not the qualifying desk's."""

from datetime import timedelta

import pytest

from tests.world import NOW, Cast, inquire
from winnow.flow.finish import Rest, nurture
from winnow.flow.tick import tick
from winnow.flow.verdicts import Decide, answer, decide
from winnow.flow.work import Reassign, reassign
from winnow.prospects.models import Prospect
from winnow.prospects.words import Verdict
from winnow.qualify.actions import Said

pytestmark = pytest.mark.django_db


def an_opportunity_of_anna(cast: Cast) -> int:
    number = inquire().prospect
    reassign([Reassign(number, NOW, cast.cem.id, "Hers", cast.anna.id)], now=NOW)
    said = [("need", "problem_now"), ("desired_outcome", "ours"), ("money", "budget_set"), ("authority", "decides"),
            ("time", "now")]  # fmt: skip
    answer([Said(number, question, choice, NOW, cast.anna.id) for question, choice in said], now=NOW)
    decide([Decide(number, Verdict.QUALIFIED, NOW, cast.anna.id)], now=NOW)
    return number


def test_a_deal_comes_back_from_nurture_to_a_seller(cast: Cast) -> None:
    number = an_opportunity_of_anna(cast)
    nurture([Rest(number, NOW, cast.anna.id, "Next year", NOW + timedelta(days=30))], now=NOW)
    tick(NOW + timedelta(days=31), worker="one")
    row = Prospect.objects.get(id=number)
    assert (row.stage, row.state, row.owner_id) == ("opportunity", "working", cast.anna.id)


def test_a_deal_whose_prospect_inquires_again_goes_back_to_a_seller(cast: Cast) -> None:
    number = an_opportunity_of_anna(cast)
    nurture([Rest(number, NOW, cast.anna.id, "Next year", NOW + timedelta(days=30))], now=NOW)
    person = Prospect.objects.get(id=number).person
    later = NOW + timedelta(days=7)
    assert inquire(now=later, email=person.email).owner == cast.anna.id
