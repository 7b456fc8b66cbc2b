"""Before and after the first purge: an opportunity ends with its order, whatever is done for the customer since."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.deals_world import opportunity
from tests.world import NOW, people
from winnow.flow.customers.caring import Done, done
from winnow.flow.deals.proving import proof
from winnow.flow.deals.purging import look_if_due, purge
from winnow.flow.finish import Bought, order
from winnow.flow.tick import tick
from winnow.flow.work import Dispose, dispose
from winnow.prospects.models import Prospect

DAY = timedelta(days=1)
PURGED = NOW + 35 * DAY


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def proved(cast):
    """One was bought before the purge of another, and its customer is looked after since."""
    opportunity(cast, amount=Decimal(90_000))
    small, bought = opportunity(cast, amount=Decimal(500)), opportunity(cast, amount=Decimal(80_000))
    touch(cast, bought.pk, NOW + 8 * DAY, 30)
    order([Bought(bought.pk, Decimal(80_000), "EUR", NOW + 10 * DAY, cast.anna.pk)], now=NOW + 10 * DAY)
    look_if_due(NOW + 20 * DAY)
    purge([small.pk], by=cast.cem.pk, reason="Too small", now=PURGED)
    tick(PURGED + 5 * DAY, worker="test")
    assert Prospect.objects.get(pk=bought.pk).state == "working"
    touch(cast, bought.pk, PURGED + 6 * DAY, 45)
    done([Done(bought.pk, PURGED + 6 * DAY, cast.anna.pk)], now=PURGED + 6 * DAY)
    return proof(PURGED + 30 * DAY)


def touch(cast, prospect, at, minutes):
    dispose([Dispose(prospect, "call_back", at, cast.anna.pk, minutes=minutes, when=at + DAY)], now=at)


def test_an_order_counts_when_it_came_not_when_the_customer_was_called_last(proved):
    assert (proved.before.orders, proved.after.orders) == (1, 0)
    assert proved.before.days.value == 10
    assert (proved.before.purged, proved.after.purged) == (0, 1)


def test_hours_for_an_order_are_those_before_it(proved):
    assert proved.before.hours.value == 0.5
