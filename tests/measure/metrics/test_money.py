"""What was spent and what came back, and whom orders are given to: by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tests.measure.company import START, asked, at, facts, moved, ordered, touched
from winnow.measure.attribution import Model
from winnow.measure.canonical import Unknown
from winnow.measure.metrics.attributed import attribution, journeys
from winnow.measure.metrics.money import desk, returns
from winnow.measure.metrics.people import people
from winnow.measure.metrics.scope import Scope
from winnow.measure.shares import Share


@pytest.fixture(scope="module")
def company():
    return facts(
        inquiries=[
            asked("ann", channel="web", campaign_id="spring"),
            asked("ann", at(days=7), channel="phone", campaign_id="summer", inquiry_id="again"),
            asked("bob", channel="web", campaign_id="spring", promised_at=at(days=2)),
            asked("cat", channel="email", campaign_id="summer"),
        ],
        touches=[
            touched("ann", at(days=1), by="una", minutes="60"),
            touched("ann", at(days=12), by="vic", minutes="30", kind="email", campaign_id="summer"),
            touched("bob", at(days=3), by="vic", minutes="30"),
        ],
        stages=[
            moved("ann", at(days=2), stage="lead", event="qualified", by="una"),
            moved("ann", at(days=3), stage="opportunity", event="accepted", by="vic", owner="vic"),
            moved("bob", at(days=3), event="rejected", by="vic", owner="vic"),
        ],
        orders=[
            ordered("ann", at(days=14), "1000.01", margin="400"),
            ordered("bob", at(days=20), "500", margin="100"),
            ordered("bob", at(days=30), "90", margin="9", currency="USD"),
        ],
        campaigns=[{"campaign_id": "spring", "channel": "web"}, {"campaign_id": "summer", "channel": "email"}],
        costs=[
            {"campaign_id": "spring", "at": START, "amount": "300", "currency": "EUR"},
            {"campaign_id": "spring", "at": at(days=300), "amount": "999", "currency": "EUR"},  # later than as of
            {"campaign_id": "summer", "at": START, "amount": "50", "currency": "USD"},
        ],
        people=[
            {"person_id": "una", "role": "qualifier", "hourly_cost": "40", "currency": "EUR"},
            {"person_id": "vic", "role": "seller", "hourly_cost": "60", "currency": "EUR"},
        ],
    )  # fmt: skip


def test_a_campaign_has_cost_and_orders_of_who_first_came_by_it(company):
    spring = returns(company)[0]
    assert (spring.of, spring.money.currency, spring.money.cost) == ("spring", "EUR", 300)
    assert (spring.money.revenue, spring.money.margin) == (Decimal("1500.01"), 500)
    assert spring.money.roi == pytest.approx(Decimal(200) / 300)
    assert spring.cost_of_each == (150, 150, 150, 150)


def test_it_has_paid_on_the_day_on_which_margin_reached_the_cost(company):
    assert returns(company)[0].paid_back == date(2026, 3, 16)


def test_currencies_are_apart_unless_rates_are_given(company):
    assert [one.money.currency for one in returns(company, by=None)] == ["EUR", "USD"]
    (whole,) = returns(company, by=None, rates={"EUR": Decimal(1), "USD": Decimal("0.5")})
    assert (whole.money.cost, whole.money.revenue, whole.money.margin) == (
        325,
        Decimal("1545.01"),
        Decimal("504.5"),
    )


def test_hours_can_be_part_of_the_cost(company):
    # una: 60 minutes at 40; vic: 60 at 60, all for those of spring
    spring = returns(company, hours=True)[0]
    assert (spring.hours, spring.money.cost) == (100, 400)
    assert returns(company)[0].hours == 100


def test_the_desk_costs_minutes_and_brings_what_the_qualified_ordered(company):
    euro = desk(company)[0]
    assert (euro.minutes, euro.cost, euro.qualified) == (60, 40, 1)
    assert (euro.sold.orders, euro.sold.revenue) == (1, Decimal("1000.01"))


def test_costs_do_not_belong_to_people(company):
    assert isinstance(returns(company, by="owner"), Unknown)
    assert isinstance(returns(company, Scope(owners=("una",))), Unknown)


def test_a_journey_has_inquiries_and_campaign_touches_before_the_order(company):
    found = journeys(company)
    (ann,) = [one for one in found["EUR"] if len(one.path) > 1]
    assert (ann.path, ann.cents, ann.lead, ann.opportunity) == (("web", "phone", "email"), 100_001, 0, 0)
    assert ann.ages == pytest.approx((14, 7, 2))
    assert [(one.path, one.lost) for one in found["EUR"] if one.lost] == [(("email",), 1)]


def test_every_model_gives_all_money_and_no_more(company):
    found = attribution(company)
    for currency, cents in (("EUR", 150_001), ("USD", 9_000)):
        for model, given in found[currency].items():
            assert model.is_learned or sum(one.cents for one in given.credits) == cents


def test_decay_halves_with_each_half_life():
    # at −14, −7 and 0 days: 14.29, 28.57 and 57.14 %
    found = facts(
        inquiries=[
            asked("ann", at(days=day), channel=f"day {day}", inquiry_id=str(day)) for day in (0, 7, 14)
        ],
        orders=[ordered("ann", at(days=14), "100")],
    )
    given = attribution(found)["EUR"][Model.TIME_DECAY]
    assert {one.channel: one.cents for one in given.credits} == {"day 0": 1429, "day 7": 2857, "day 14": 5714}


def test_attribution_by_campaign(company):
    given = attribution(company, by="campaign")["EUR"][Model.LAST]
    assert {one.channel: one.cents for one in given.credits} == {"summer": 100_001, "spring": 50_000}


def test_an_order_that_nobody_asked_for_is_not_lost():
    found = facts(inquiries=[asked("ann", channel="web")], orders=[ordered("ann", at(days=-3), "70")])
    assert [(one.channel, one.cents) for one in attribution(found)["EUR"][Model.LINEAR].credits] == [
        ("no known touch", 7000)
    ]


def test_a_long_journey_keeps_its_first_and_its_newest_steps():
    ways = [asked("ann", at(days=n), channel=f"c{n:02}", inquiry_id=str(n)) for n in range(20)]
    found = facts(inquiries=ways, orders=[ordered("ann", at(days=30))])
    assert journeys(found)["EUR"][0].path == ("c00", *(f"c{n:02}" for n in range(9, 20)))
    lost = facts(inquiries=[*ways, asked("bob", channel="web")], orders=[ordered("bob", at(days=1))])
    assert [one.path for one in journeys(lost)["EUR"] if one.lost] == [
        ("c00", *(f"c{n:02}" for n in range(9, 20)))
    ]


def test_people_have_what_they_kept_accepted_and_spent(company):
    una, vic = people(company)
    assert (vic.person, vic.role, vic.prospects, vic.followed) == ("vic", "seller", 2, Share(2, 2))
    assert (vic.promised, vic.accepted, vic.customers) == (Share(0, 1), Share(1, 2), 2)
    assert (vic.touches, vic.minutes, vic.minutes_per_customer) == (2, 60, 30)
    assert (una.prospects, una.minutes) == (0, 60)


def test_nobody_is_ranked_by_two_orders(company):
    assert all(not one.conversion or one.conversion.standing is None for one in people(company))
