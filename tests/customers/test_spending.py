"""What customers' time costs and what their orders bring, read from the rows."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import NOW, Cast, inquire, people
from winnow.customers.models import Customer
from winnow.customers.quarters import quarter_of, quarters
from winnow.customers.spending import accounts
from winnow.flow.finish import Bought, order
from winnow.flow.work import Dispose, dispose
from winnow.prospects.models import Prospect


@pytest.fixture
def cast(db: None) -> Cast:
    cast = people()
    cast.anna.hourly_cost = 60
    cast.anna.save()
    return cast


def test_time_of_colleagues_counts_for_their_company(cast):
    one = inquire(email="ida@nordlys.example.com").prospect
    other = inquire(email="ole@nordlys.example.com").prospect
    Prospect.objects.update(owner=cast.anna)
    order([Bought(one, Decimal(900), "EUR", NOW, cast.anna.pk, Decimal(300))], now=NOW)
    dispose([Dispose(other, "talked", NOW, cast.anna.pk, minutes=90)], now=NOW)
    (found,) = accounts(Customer.objects.all(), quarters(NOW, "Europe/Berlin", 2), NOW, "EUR")
    assert [part.minutes for part in found.parts] == [0, 0, 90]
    assert (found.all.cost, found.all.margin, found.all.net) == (90, 300, 210)
    assert found.segments["channel"] == "web"


def test_margins_that_are_not_known_or_of_another_currency_are_said(cast):
    one = inquire().prospect
    for currency, margin in (("EUR", None), ("USD", Decimal(5))):
        order([Bought(one, Decimal(9), currency, NOW, cast.anna.pk, margin)], now=NOW)
    (found,) = accounts(Customer.objects.all(), quarters(NOW, "UTC", 1), NOW, "EUR")
    assert (found.all.orders, found.all.unknown, found.all.margin) == (2, 2, 0)


def test_quarters_begin_at_midnight_there():
    assert quarter_of(NOW, "America/New_York").start.isoformat() == "2026-01-01T00:00:00-05:00"
    assert [one.name for one in quarters(NOW - timedelta(days=70), "UTC", 3)] == [
        "Q2 2025",
        "Q3 2025",
        "Q4 2025",
    ]


def test_industries_are_told_apart_in_their_words_however_they_begin(cast):
    for number, industry in enumerate(("hotels", "Hotels ", "")):
        one = inquire(name=f"Ida {number}", email=f"ida@firm{number}.test", industry=industry).prospect
        order([Bought(one, Decimal(9), "EUR", NOW, cast.anna.pk, Decimal(3))], now=NOW)
    found = accounts(Customer.objects.order_by("pk"), quarters(NOW, "UTC", 1), NOW, "EUR")
    assert sorted(one.segments["industry"] for one in found) == ["", "Hotels", "Hotels"]
