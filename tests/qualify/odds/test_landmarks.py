"""At which instant a prospect is looked at, and what became of it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from winnow.qualify.odds.landmarks import Order, looked_at, outcome

START = datetime(2025, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@given(st.integers(1, 10_000), st.none() | st.integers(0, 400), st.integers(1, 60), st.integers(0, 5))
def test_nobody_is_looked_at_before_arriving_or_after_the_fixed_day(prospect, days, after, seed):
    decided = None if days is None else START + days * DAY
    assert START <= looked_at(prospect, START, decided, after, seed) <= START + after * DAY


@given(st.integers(1, 10_000), st.integers(15, 400))
def test_who_is_decided_late_is_looked_at_like_who_is_never_decided(prospect, days):
    assert looked_at(prospect, START, START + days * DAY, 14, 1) == looked_at(prospect, START, None, 14, 1)


def test_about_half_are_looked_at_on_arrival():
    found = [looked_at(number, START, None, 14, 1) == START for number in range(2000)]
    assert 0.45 < sum(found) / len(found) < 0.55


def told(days: int | None, now: int = 400, work=()):
    orders = [] if days is None else [Order(START + days * DAY, 100.0, None)]
    return outcome(7, START, orders, work, START + now * DAY, 365)


def test_an_order_within_the_horizon_counts():
    assert told(100).days_to_order == 100


def test_an_order_after_the_horizon_is_none():
    assert told(380).days_to_order is None


def test_who_had_bought_by_then_teaches_nothing():
    assert told(0) is None


def test_an_instant_still_to_come_teaches_nothing():
    assert told(None, now=0) is None


def test_the_hours_of_the_young_are_not_known_yet():
    work = [(START + DAY, 90)]
    assert (told(None, 100, work).hours, told(None, 400, work).hours) == (None, 1.5)
