"""What the database judges set-wise is what the rule judges one by one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import NOW, people
from winnow.deals import queries
from winnow.deals.models import Opportunity
from winnow.deals.queries import pipeline
from winnow.deals.sieve import ORDERS, Scope
from winnow.deals.standing import columns
from winnow.flow.deals.judging import Judgement
from winnow.procedure.queries import in_force
from winnow.prospects.access import sees, visible
from winnow.prospects.models import Person, Prospect

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db

ONE = st.fixed_dictionaries(
    {
        "owner": st.sampled_from(["anna", "ned", "nora"]),
        "currency": st.sampled_from(["EUR", "EUR", "USD"]),
        "amount": st.one_of(st.none(), st.sampled_from([0, 25_000]), st.decimals(0, 30_000, places=2)),
        "opened": st.sampled_from([0, 13, 14, 15, 90]),
        "progress": st.sampled_from([0, 13, 14, 15]),
        "decides": st.sampled_from([None, -1, 0, 44, 45, 46]),
        "grade": st.sampled_from(["", "stated", "corroborated"]),
        "kept": st.sampled_from([None, None, 0, 1]),
        "review": st.sampled_from([None, -1, 0, 1]),
        "stage": st.sampled_from(["wants", "asked", "gone"]),
    }
)


@pytest.fixture
def cast(db):
    return people()


def opened(cast, one):
    person = Person.objects.create(name="Ida Ott", created_at=NOW)
    row = Prospect.objects.create(
        person=person, owner=getattr(cast, one["owner"]), stage="opportunity", state="working",
        next_action="close_deal", queue="3_retry", due_at=NOW, available_at=NOW, check_at=NOW, channel="web",
        first_inquiry_at=NOW, last_inquiry_at=NOW,
    )  # fmt: skip
    review, decides, kept = one["review"], one["decides"], one["kept"]
    Opportunity.objects.create(
        prospect=row, opened_at=NOW - one["opened"] * DAY, stage=one["stage"], stage_at=NOW,
        progress_at=NOW - one["progress"] * DAY, currency=one["currency"], amount=one["amount"],
        decides_by=None if decides is None else (NOW + decides * DAY).date(), decides_grade=one["grade"],
        kept_until=None if kept is None else NOW + kept * DAY,
        doubted_at=None if review is None else NOW - DAY, review_at=None if review is None else NOW + review * DAY,
    )  # fmt: skip
    return row.pk


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ONE, min_size=4, max_size=12))
def test_the_database_judges_as_the_rule_does(cast, some):
    Opportunity.objects.all().delete()
    Prospect.objects.all().delete()
    numbers = [opened(cast, one) for one in some]
    rows = queries.shown(numbers)
    judged, procedure = Judgement.at(NOW).of(rows.values()), in_force(NOW)[1]
    found = pipeline.sieved(procedure, NOW, Scope())
    for why, fits in {
        "big": lambda one: one.is_big, "moving": lambda one: one.is_moving, "neither": lambda one: not one.stays,
        "doubted": lambda one: not one.stays and rows[one.prospect].review_at is not None,
    }.items():  # fmt: skip
        parts, cards = pipeline.parts(found, procedure, why, "amount", 100)
        assert sorted(cards) == sorted(number for number, one in judged.items() if fits(one))
        assert sum(one.count for one in parts) == len(cards)
    due = [
        number
        for number, one in judged.items()
        if not one.stays and (rows[number].review_at or NOW + DAY) <= NOW
    ]
    assert sorted(pipeline.in_review(found)) == sorted(due)
    assert set(pipeline.to_warn(found, 100)) == {
        number for number, one in judged.items() if not one.stays and rows[number].doubted_at is None
    }


def deal(**more):
    return {
        "owner": "anna", "currency": "EUR", "amount": 100, "opened": 90, "progress": 0, "decides": None, "grade": "",
        "kept": None, "review": None, "stage": "wants", **more,
    }  # fmt: skip


def test_currencies_are_summed_each_by_itself(cast):
    for one in (deal(), deal(currency="USD", amount=Decimal("70.10")), deal(amount=None), deal(stage="gone")):
        opened(cast, one)
    procedure = in_force(NOW)[1]
    parts, _ = pipeline.parts(pipeline.sieved(procedure, NOW, Scope()), procedure, "", "amount", 8)
    first = columns(parts, procedure.deals)[0]
    assert (first.count, first.unknown) == (4, 1)
    assert [(one.currency, one.amount) for one in first.sums] == [("EUR", 200), ("USD", Decimal("70.10"))]
    assert first.sums[0].expected == pytest.approx(30)  # 15 % each, a stage that is gone counts as the first


def test_cards_come_in_every_order_that_may_be_asked_for(cast):
    one, two = (
        opened(cast, deal(progress=9, decides=40)),
        opened(cast, deal(amount=None, opened=100, decides=3)),
    )
    procedure = in_force(NOW)[1]
    found = pipeline.sieved(procedure, NOW, Scope())
    first = {order: pipeline.parts(found, procedure, "", order, 1)[1] for order in ORDERS}
    assert first == {"amount": [one], "idle": [one], "age": [two], "decides": [two]}


def test_a_scope_narrows_what_is_told_but_not_what_is_the_top(cast):
    small, large = opened(cast, deal(amount=10)), opened(cast, deal(amount=9_000))
    procedure = in_force(NOW)[1]
    for scope in (Scope(only=(small,)), Scope(owner=cast.anna.pk), Scope(sees=(cast.anna.pk, 0, False))):
        _, cards = pipeline.parts(pipeline.sieved(procedure, NOW, scope), procedure, "big", "amount", 8)
        assert small not in cards
    assert large in cards
    assert not pipeline.parts(pipeline.sieved(procedure, NOW, Scope(owner=-1)), procedure, "", "amount", 8)[0]


@pytest.mark.parametrize("name", ["anna", "ben", "cem", "mia", "ada", "ned", "nora"])
def test_whoever_sees_a_prospect_finds_its_opportunity_on_the_board_and_nobody_else_does(cast, name):
    numbers = [opened(cast, deal(owner=owner)) for owner in ("anna", "ned", "mia")]
    user, procedure = getattr(cast, name), in_force(NOW)[1]
    found = pipeline.sieved(procedure, NOW, Scope(sees=sees(user)))
    _, cards = pipeline.parts(found, procedure, "", "amount", 8)
    assert {*cards} == {one for one in numbers if visible(user).filter(pk=one).exists()}
