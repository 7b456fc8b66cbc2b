"""What would change a refusal."""

from tests.qualify.cut.made import known
from winnow.qualify.cut.advice import missing_kinds, orders_for, would_help
from winnow.qualify.cut.past import past


def test_missing_orders_are_counted_with_the_prospects_they_take() -> None:
    found = known(1, 120)
    said = would_help(found, 0.05, 120, [])
    assert said.startswith(f"What would change it: {59 - found.orders} more orders")
    assert "more prospects" in said


def test_where_a_ranking_is_good_more_orders_are_named() -> None:
    found = known(1, 800)
    assert orders_for(found, 0.02) > found.orders
    assert "could carry a cut of 10 %" in would_help(found, 0.02, 800, [])


def test_where_nothing_tells_buyers_apart_fields_are_named_not_volume() -> None:
    said = would_help(known(4, 5_000, signal=0.0), 0.05, 5_000, ["Lead Source", "Budget"])
    assert "volume will not" in said
    assert "where the prospect came from" not in said
    assert "who decides there" in said


def test_fields_that_are_there_are_not_asked_for() -> None:
    names = ["utm_campaign", "page_views", "desired outcome", "job title", "industry", "replied"]
    assert missing_kinds(names) == []


def test_no_orders_at_all_need_all() -> None:
    assert "59 more orders." in would_help(past([0.1, 0.2], [0, 0]), 0.05, 2, [])
