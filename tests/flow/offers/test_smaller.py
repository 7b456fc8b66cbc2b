"""Start with less: an offer of its own beside the larger one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.deals_world import opportunity, refused
from tests.offers_world import PAGE, offered, says
from tests.world import NOW
from winnow.flow.offers.answering import answer
from winnow.flow.offers.making import Make, handed_out, make_both
from winnow.flow.offers.slow import Less, slow
from winnow.flow.offers.smaller import draft_of
from winnow.offers import queries
from winnow.offers.content import Line, read
from winnow.offers.models import Offer
from winnow.procedure.queries import in_force
from winnow.prospects.models import Order

WHOLE = replace(PAGE, less="", less_price=Decimal(0))
SMALL = replace(WHOLE, title="One set first", lines=(Line("Starter set", 1, Decimal(950), "starter"),))


@pytest.fixture
def deal(cast):
    return opportunity(cast)


@pytest.fixture
def whole(cast, deal):
    return offered(cast, deal.pk, WHOLE)


@pytest.fixture
def small(cast, deal, whole):
    return offered(cast, deal.pk, SMALL, "two", smaller_of=whole.pk)


def test_the_form_makes_both_at_once_and_twice_makes_no_more(cast, deal):
    for _ in "12":
        whole = make_both(Make("one", deal.pk, NOW, cast.anna.pk, "nonce", PAGE), now=NOW)
    small = Offer.objects.get(smaller_of=whole)
    assert (queries.page_of(whole).total, queries.page_of(small).total) == (1_900, 400)
    assert queries.page_of(whole).content["less"] == ""
    assert Offer.objects.count() == 2


def test_it_begins_with_one_of_the_first_thing(whole):
    assert draft_of(in_force(NOW)[1], whole).lines == (Line("Starter set", 1, Decimal(950), "starter"),)


def test_it_costs_less_and_belongs_to_a_larger_one_that_stands(cast, deal, whole, small):
    with refused("costs less"):
        offered(cast, deal.pk, WHOLE, "three", smaller_of=whole.pk)
    with refused("no larger offer"):
        offered(cast, deal.pk, SMALL, "three", smaller_of=small.pk)
    answer(says(whole), now=NOW)
    with refused("is over"):
        offered(cast, deal.pk, SMALL, "three", smaller_of=whole.pk)


def test_what_was_ordered_small_may_be_ordered_whole_after(whole, small):
    answer(says(small), now=NOW)
    answer(says(whole, po_number="PO 2"), now=NOW)
    assert sorted(Order.objects.values_list("amount", flat=True)) == [950, 1_900]


def test_what_was_ordered_whole_is_not_offered_small_any_more(whole, small):
    answer(says(whole), now=NOW)
    small.refresh_from_db()
    assert small.revoked_at == NOW


def test_both_are_measured(cast, whole, small):
    handed_out(whole.pk, by=cast.anna.pk, now=NOW)
    answer(says(small), now=NOW)
    found = slow(NOW)
    assert found.less == Less(1, 0, 1, 0)
    assert [way.sent for way in found.ways] == [1, 1]
    assert read(queries.page_of(small).content).title == "One set first"
