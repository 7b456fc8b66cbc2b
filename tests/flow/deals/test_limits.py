"""A desk full of opportunities gets no more handovers; they wait with a manager until there is room."""

import pytest

from tests.deals_world import opportunity
from tests.world import NOW, inquire, people
from winnow.flow.finish import Rest, nurture
from winnow.flow.verdicts import Decide, answer, decide
from winnow.flow.waiting import hand_on
from winnow.procedure.actions import default_text, publish
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect
from winnow.prospects.words import Verdict
from winnow.qualify.actions import Said


@pytest.fixture
def cast(db):
    cast = people()
    publish(
        default_text().replace("most_open = 0", "most_open = 1"), now=NOW, by=cast.ada, reason="One at a time"
    )
    return cast


def test_a_handover_waits_until_one_is_let_go(cast):
    deal, number = opportunity(cast), inquire(NOW).prospect
    questions = in_force(NOW)[1].qualification.questions
    answer([Said(number, one.key, one.choices[0].key, NOW, cast.ben.id) for one in questions], now=NOW)
    for seller in (cast.ned,):
        seller.is_active = False
        seller.save()
    decide([Decide(number, Verdict.QUALIFIED, NOW, cast.ben.id, despite="Sure")], now=NOW)
    assert Prospect.objects.get(pk=number).owner_id == cast.cem.id
    assert hand_on(NOW) == 0
    nurture([Rest(deal.pk, NOW, cast.cem.id, "Next year")], now=NOW)
    assert hand_on(NOW) == 1
    assert Prospect.objects.get(pk=number).owner_id == cast.anna.id
