"""Returns of campaigns, against sums done by hand."""

from decimal import Decimal

import pytest

from winnow.measure.returns import Sold, Yardstick, by_currency, is_ripe


def sold(currency, orders, revenue, margin, margins, squares=0):
    return Sold(currency, orders, Decimal(revenue), Decimal(margin), margins, Decimal(squares))


def one(costs=(), orders=()):
    return by_currency([(currency, Decimal(amount)) for currency, amount in costs], orders)


def test_the_return_is_by_margin_when_every_margin_is_known():
    # (900 − 600) ÷ 600
    found = one([("EUR", 600)], [sold("EUR", 2, 3000, 900, 2)])[0]
    assert (found.roi, found.basis) == (Decimal("0.5"), "margin")


def test_one_unknown_margin_makes_it_a_return_of_revenue():
    found = one([("EUR", 600)], [sold("EUR", 2, 3000, 900, 1)])[0]
    assert (found.roi, found.basis, found.margin) == (Decimal(4), "revenue", None)


def test_a_campaign_that_sold_nothing_lost_its_cost():
    assert one([("EUR", 600)])[0].roi == -1


def test_what_cost_nothing_has_no_return():
    assert one([], [sold("EUR", 1, 100, 0, 0)])[0].roi is None


def test_currencies_are_kept_apart():
    found = one([("EUR", 600)], [sold("USD", 1, 900, 300, 1)])
    assert [(each.currency, each.cost, each.revenue, each.roi) for each in found] == [
        ("EUR", 600, 0, -1),
        ("USD", 0, 900, None),
    ]


def test_few_orders_have_no_interval():
    assert one([("EUR", 600)], [sold("EUR", 4, 4000, 0, 0, 4_000_000)])[0].interval is None


def test_the_interval_is_that_of_a_compound_poisson_sum():
    # 9 orders of 100: √(9 × 100²) = 300; 900 ± 1.96 × 300 = 312.01 … 1487.99; on a cost of 500
    found = one([("EUR", 500)], [sold("EUR", 9, 900, 0, 0, 90_000)])[0]
    assert [float(each) for each in found.interval] == pytest.approx([-0.37598, 1.97598], abs=1e-5)


def test_cost_of_one():
    found = one([("EUR", 600)])[0]
    assert (found.cost_of(40), found.cost_of(0)) == (Decimal(15), None)


def test_the_rule_of_45():
    stick = Yardstick(inquirers=1000, bought=112, elsewhere=30)
    assert (stick.expected, stick.unaccounted) == (450, 308)


def test_more_buyers_than_expected_leave_nobody_unaccounted():
    assert Yardstick(10, 5, 2).unaccounted == 0


def test_the_rule_can_be_told_another_share():
    assert Yardstick(1000, 0, 0, Decimal(30)).expected == 300


@pytest.mark.parametrize(
    ("prospects", "old", "ripe"), [(0, 0, False), (10, 4, False), (10, 5, True), (9, 5, True)]
)
def test_a_campaign_is_judged_when_half_of_its_inquirers_had_their_time(prospects, old, ripe):
    assert is_ripe(prospects, old) is ripe
