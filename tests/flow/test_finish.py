"""Ends: each demands what the procedure says; what was closed or resting can be taken up again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import NOW
from winnow.flow.finish import Bought, Close, Reopen, Rest, close, nurture, order, reopen
from winnow.flow.scene import Refused
from winnow.prospects.lifecycle import NotAllowed
from winnow.prospects.models import Event, Prospect
from winnow.prospects.words import Outcome


def row(number: int) -> Prospect:
    return Prospect.objects.get(id=number)


def test_everything_that_is_missing_is_said_at_once(cast, one):
    with pytest.raises(Refused) as said:
        close([Close(one, Outcome.BOUGHT_ELSEWHERE, NOW, cast.ben.id)], now=NOW)
    assert "Choose a reason" in str(said.value)
    assert "who won instead" in str(said.value)


def test_nobody_is_a_customer_without_an_order(cast, one):
    with pytest.raises(Refused, match="Record the order"):
        close([Close(one, Outcome.BOUGHT, NOW, cast.ben.id)], now=NOW)


def test_one_purchase_order_is_recorded_once(cast, one):
    bought = Bought(one, Decimal(10), "EUR", NOW, cast.ben.id, po_number="PO-1")
    order([bought], now=NOW)
    with pytest.raises(Refused, match="recorded already"):
        order([bought], now=NOW)


def test_a_closed_one_is_taken_up_again_with_an_owner_and_a_clock(cast, one):
    close([Close(one, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)
    reopen([Reopen(one, NOW, cast.cem.id, "They called")], now=NOW)
    assert (row(one).state, row(one).owner_id, row(one).outcome) == ("working", cast.ben.id, "")


def test_one_in_nurture_is_taken_up_before_its_day(cast, one):
    nurture([Rest(one, NOW, cast.ben.id, "Later", NOW + timedelta(days=90))], now=NOW)
    reopen([Reopen(one, NOW, cast.mia.id, "They called")], now=NOW)
    assert row(one).state == "working"
    assert Event.objects.latest("id").kind == "recycled"


def test_one_on_a_desk_cannot_be_taken_up_again(cast, one):
    with pytest.raises(NotAllowed):
        reopen([Reopen(one, NOW, cast.ben.id, "Twice")], now=NOW)


def test_who_asked_not_to_be_contacted_is_not_taken_up_again(cast, one):
    close([Close(one, Outcome.DO_NOT_CONTACT, NOW, cast.ben.id, "asked")], now=NOW)
    with pytest.raises(Refused, match="asked not to be contacted"):
        reopen([Reopen(one, NOW, cast.cem.id, "Try once more")], now=NOW)
