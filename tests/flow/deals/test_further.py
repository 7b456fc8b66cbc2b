"""Further opportunities: each on its own, beside those that the person has already."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.deals_world import opportunity, refused
from tests.world import NOW, inquire
from winnow.customers.models import Customer
from winnow.deals.models import Opportunity
from winnow.flow.customers.waking import wake_due
from winnow.flow.deals.further import Further, open_further
from winnow.flow.finish import Bought, Close, Rest, close, nurture, order
from winnow.flow.merge import Merge, merge, unmerge
from winnow.intake.queries import prospects_of
from winnow.measure.snapshot.reading import merged_into
from winnow.people.models import Load
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Event, Order, Prospect
from winnow.prospects.words import Outcome

DAY = timedelta(days=1)


def further(cast, prospect, about="Second plant", **more):
    return open_further([Further(prospect, NOW, cast.anna.pk, about, **more)], now=NOW)[0]


def bought(cast, prospect, amount=900):
    order([Bought(prospect, Decimal(amount), "EUR", NOW, cast.anna.pk)], now=NOW)


@pytest.fixture
def own(cast):
    return opportunity(cast).pk


def test_several_are_open_at_once_each_with_an_owner_and_a_step(cast, own):
    numbers = [further(cast, own), further(cast, own, "Spare parts", amount=Decimal(400))]
    rows = Prospect.objects.in_bulk([own, *numbers])
    assert {row.state for row in rows.values()} == {"working"}
    assert all(row.owner_id == cast.anna.pk and row.due_at for row in rows.values())
    assert [one.about for one in Opportunity.objects.order_by("pk")] == ["", "Second plant", "Spare parts"]
    assert Opportunity.objects.get(pk=numbers[1]).amount == 400
    assert Load.objects.get(user=cast.anna).working == 3


def test_an_order_wins_the_one_that_it_came_from(cast, own):
    number = further(cast, own)
    bought(cast, number)
    rows = Prospect.objects.in_bulk([own, number])
    assert (rows[number].outcome, rows[number].stage) == ("bought", "customer")
    assert (rows[own].state, rows[own].stage) == ("working", "opportunity")
    assert Order.objects.get().prospect_id == number
    assert Customer.objects.get().owner_id == cast.anna.pk


def test_a_customer_buys_something_else_and_looks_after_stays(cast, own):
    bought(cast, own)
    number = further(cast, own)
    bought(cast, number, 300)
    assert Customer.objects.count() == 1 or Prospect.objects.get(pk=own).company_id is None
    assert Prospect.objects.get(pk=own).order_count == 1


def test_what_is_lost_may_be_tried_again_beside_it(cast, own):
    close([Close(own, Outcome.INVALID, NOW, cast.anna.pk, "wrong", "Not them")], now=NOW)
    assert Prospect.objects.get(pk=further(cast, own)).is_open
    assert not Prospect.objects.get(pk=own).is_open


def test_a_further_one_of_a_further_one_belongs_to_who_inquired(cast, own):
    second = further(cast, own)
    assert Prospect.objects.get(pk=further(cast, second, "Third")).further_of_id == own


def test_what_cannot_be_is_refused_in_words(cast, own):
    further(cast, own)
    with refused("is open already"):
        further(cast, own, " second PLANT ")
    with refused("Say what it is about"):
        further(cast, own, "  ")
    with refused("no opportunity yet"):
        further(cast, inquire(NOW, email="new@else.example").prospect)


def test_who_wants_no_contact_gets_none(cast, own):
    close([Close(own, Outcome.DO_NOT_CONTACT, NOW, cast.anna.pk, "asked", "By mail")], now=NOW)
    with refused("not to be contacted"):
        further(cast, own)


def test_a_full_desk_gets_no_more(cast, own):
    text = default_text().replace("most_open = 0", "most_open = 1")
    publish(text, now=NOW, by=cast.cem, reason="Fewer")
    with refused("1 open opportunities"):
        further(cast, own)


def test_a_repeat_inquiry_comes_to_the_one_that_inquired(cast, own):
    number = further(cast, own)
    person = Prospect.objects.get(pk=number).person_id
    assert prospects_of({person})[person].pk == own


def test_a_purged_one_rests_without_a_track_and_the_other_stays(cast, own):
    number = further(cast, own)
    nurture([Rest(number, NOW, cast.cem.pk, "Purged", NOW + 90 * DAY)], now=NOW)
    assert Prospect.objects.get(pk=number).state == "nurture"
    assert Prospect.objects.get(pk=own).state == "working"
    assert Event.objects.filter(prospect=number, kind="nurtured").get().data["track"] == ""


def test_who_is_on_a_desk_with_a_further_one_is_not_put_there_twice(cast, own):
    bought(cast, own)
    further(cast, own)
    assert wake_due(NOW + 30 * DAY, worker="w", limit=9) == 0
    assert Prospect.objects.get(pk=own).state == "closed"


def test_figures_count_it_with_the_one_that_inquired(cast, own):
    number = further(cast, own)
    assert merged_into()[number] == own


def test_merged_persons_keep_their_further_ones_and_get_them_back(cast, own):
    number = further(cast, own)
    other = inquire(NOW, email="ida@home.example").prospect
    with refused("further opportunity"):
        merge(Merge(other, number, cast.cem.pk, "Same voice"), now=NOW)
    merge(Merge(other, own, cast.cem.pk, "Same voice"), now=NOW)
    assert Prospect.objects.get(pk=number).further_of_id == other
    unmerge(Event.objects.filter(prospect=other, kind="merged").latest("id").pk, by=cast.cem.pk, now=NOW)
    row = Prospect.objects.select_related("further_of").get(pk=number)
    assert (row.further_of_id, row.person_id) == (own, row.further_of.person_id)


@pytest.mark.parametrize("wrong", [{"stage": "inquiry"}, {"further_of": None}])
def test_the_database_refuses_what_must_not_be(cast, own, wrong):
    number = further(cast, own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Prospect.objects.filter(pk=number).update(**wrong)
