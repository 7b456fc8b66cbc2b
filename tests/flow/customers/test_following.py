"""A customer begins with the first order, is never without owner and dated next step, and ends with the last."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.world import NOW, Cast, inquire, people
from winnow.customers.models import Customer, Member
from winnow.customers.words import Reached, Step
from winnow.flow.customers import waking
from winnow.flow.customers.caring import Done, Plan, Said, done, note, plan
from winnow.flow.finish import Bought, Rest, nurture, order
from winnow.flow.merge import Merge, merge
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, order_event, take_back
from winnow.flow.tick import tick
from winnow.followup.models import Failure
from winnow.prospects.models import Effect, Order, Prospect
from winnow.prospects.words import NextAction, Outcome, Stage, State

DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return people()


def bought(cast: Cast, number: int | None = None, at=NOW, **fields) -> int:
    number = number or inquire(at, **fields).prospect
    assert number
    Prospect.objects.filter(pk=number).update(owner=cast.anna)
    order([Bought(number, Decimal(900), "EUR", at, cast.anna.pk, Decimal(300))], now=at)
    return number


def customer_of(number: int) -> Customer:
    return Member.objects.select_related("customer").get(prospect=number).customer


def test_an_order_makes_a_customer_with_owner_and_dated_step(cast):
    one = customer_of(bought(cast))
    assert (one.owner, one.next_step, one.due_at) == (cast.anna, Step.CHECK_IN, NOW + 14 * DAY)


def test_two_people_of_a_company_are_one_customer(cast):
    first = bought(cast, email="ida@nordlys.example.com", company="Nordlys")
    second = bought(cast, email="ole@nordlys.example.com", company="Nordlys")
    assert customer_of(first) == customer_of(second)
    assert Customer.objects.count() == 1


def test_the_database_refuses_a_customer_without_its_next_step(cast):
    one = customer_of(bought(cast))
    for wrong in ({"due_at": None}, {"owner": None}, {"next_step": ""}, {"ended_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=one.pk).update(**wrong)


def test_on_its_day_the_step_comes_to_the_owners_desk(cast):
    number = bought(cast)
    day = NOW + 14 * DAY
    tick(day - DAY, worker="t")
    assert Prospect.objects.get(pk=number).state == State.CLOSED
    assert tick(day, worker="t").cared == 1
    row = Prospect.objects.get(pk=number)
    assert (row.stage, row.state, row.owner, row.next_action) == (
        Stage.CUSTOMER, State.WORKING, cast.anna, NextAction.CARE,
    )  # fmt: skip
    assert customer_of(number).due_at == day + 90 * DAY
    assert tick(day, worker="t").cared == 0


def test_after_the_first_check_the_next_order_is_asked_for(cast):
    number = bought(cast)
    tick(NOW + 14 * DAY, worker="test")
    done([Done(number, NOW + 14 * DAY, cast.anna.pk)], now=NOW + 14 * DAY)
    assert (customer_of(number).next_step, customer_of(number).due_at) == (Step.REORDER, NOW + 104 * DAY)
    tick(NOW + 104 * DAY, worker="test")
    assert Prospect.objects.get(pk=number).next_note == "Ask for the next order"
    assert customer_of(number).next_step == Step.REORDER


def test_a_step_does_not_come_before_what_they_were_promised(cast):
    number = bought(cast)
    tick(NOW + 14 * DAY, worker="test")
    promise = NOW + 200 * DAY
    rest = Rest(number, NOW + 14 * DAY, cast.anna.pk, "Call in autumn", promise, "", {}, True)
    nurture([rest], now=NOW + 14 * DAY)
    tick(NOW + 110 * DAY, worker="test")
    row = Prospect.objects.get(pk=number)
    assert (row.state, row.due_at) == (State.NURTURE, promise)
    assert Effect.objects.filter(user=cast.anna, body__kind="customer_step").exists()


def test_a_step_that_is_done_leaves_the_desk_with_the_next_one_dated(cast):
    number, day = bought(cast), NOW + 14 * DAY
    tick(day, worker="t")
    done([Done(number, day, cast.anna.pk, next_at=day + 30 * DAY)], now=day)
    row = Prospect.objects.get(pk=number)
    assert (row.state, row.outcome, row.stage) == (State.CLOSED, Outcome.BOUGHT, Stage.CUSTOMER)
    assert customer_of(number).due_at == day + 30 * DAY


def test_who_is_on_the_desk_already_gets_no_second_thing_to_do(cast):
    number, day = bought(cast, email="ida@nordlys.example.com"), NOW + 14 * DAY
    inquire(day, email="ida@nordlys.example.com")
    before = Prospect.objects.get(pk=number)
    assert tick(day, worker="t").cared == 0
    assert Prospect.objects.get(pk=number).next_action == before.next_action


def test_who_wants_no_contact_is_left_alone(cast):
    number, day = bought(cast), NOW + 14 * DAY
    person = Prospect.objects.get(pk=number).person
    person.do_not_contact_at = NOW
    person.save()
    tick(day, worker="t")
    assert Prospect.objects.get(pk=number).state == State.CLOSED
    assert customer_of(number).due_at == day + 90 * DAY


def test_a_repeat_inquiry_of_a_customer_lands_with_their_owner(cast):
    number = bought(cast, email="ida@nordlys.example.com")
    inquire(NOW + DAY, email="ida@nordlys.example.com")
    row = Prospect.objects.get(pk=number)
    assert (row.state, row.owner_id) == (State.WORKING, cast.anna.pk)


def test_a_customer_whose_only_order_is_taken_back_ends(cast):
    number = bought(cast)
    one = customer_of(number)
    event = order_event(Order.objects.get())
    take_back(TakeBack(number, event, NOW, cast.cem.pk, "Mistyped"), now=NOW)
    one.refresh_from_db()
    assert one.ended_at == NOW
    assert not Member.objects.exists()


def test_a_merge_leaves_one_member(cast):
    keep = bought(cast, email="ida@nordlys.example.com")
    lose = bought(cast, email="i.ott@post.example.com")
    merge(Merge(keep, lose, cast.cem.pk, "The same"), now=NOW)
    assert list(Member.objects.values_list("prospect", flat=True)) == [keep]


def test_what_they_told_is_kept_with_who_said_it(cast):
    number = bought(cast, name="Ida Ott", email="ida@nordlys.example.com")
    note([Said(number, NOW, cast.anna.pk, "You were fast", "Half the paper", "", Reached.PARTLY)], now=NOW)
    told = customer_of(number).told.get()
    assert (told.said_by, told.why, told.reached) == ("Ida Ott", "You were fast", "partly")
    assert told.order is not None


def test_why_they_buy_is_asked_of_customers_only(cast):
    number = inquire().prospect
    with pytest.raises(Refused, match="have not ordered"), transaction.atomic():
        note([Said(number, NOW, cast.anna.pk, "Fast", "", "", Reached.YES)], now=NOW)
    with pytest.raises(Refused, match="Write down"), transaction.atomic():
        note([Said(bought(cast), NOW, cast.anna.pk, " ", "", "", Reached.YES)], now=NOW)


def test_a_remedy_becomes_a_dated_step_with_its_reason(cast):
    one = customer_of(bought(cast))
    plan([Plan(one.pk, Step.REPRICE, NOW, cast.cem.pk, "Twelve hours for 300")], now=NOW)
    one.refresh_from_db()
    assert (one.next_step, one.due_at, one.next_note) == (
        Step.REPRICE,
        NOW + 14 * DAY,
        "Twelve hours for 300",
    )
    with pytest.raises(Refused, match="Say why"), transaction.atomic():
        plan([Plan(one.pk, Step.LET_GO, NOW, cast.cem.pk, " ")], now=NOW)


def test_a_fresh_order_does_not_undo_what_a_person_planned(cast):
    number = bought(cast)
    plan([Plan(customer_of(number).pk, Step.REPRICE, NOW, cast.cem.pk, "Too cheap")], now=NOW)
    bought(cast, number, at=NOW + DAY)
    assert customer_of(number).next_step == Step.REPRICE


def test_history_is_spread_over_the_usual_interval(cast):
    number = inquire(NOW - 400 * DAY).prospect
    order([Bought(number, Decimal(1), "EUR", NOW - 400 * DAY, None)], now=NOW)
    due_at = customer_of(number).due_at
    assert due_at is not None
    assert NOW < due_at <= NOW + 90 * DAY


def test_a_customer_whose_step_fails_holds_nobody_up_and_surfaces(cast, monkeypatch):
    bad, good = customer_of(bought(cast)), customer_of(bought(cast))
    real = waking.said

    def said(row):
        if row.pk == bad.pk:
            raise RuntimeError("broken")
        return real(row)

    monkeypatch.setattr(waking, "said", said)
    now = NOW + 14 * DAY
    assert waking.wake_due(now, worker="w", limit=9) == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.due_at == now + waking.TRY_AGAIN
    assert good.due_at
    assert good.due_at > now + DAY
    failure = Failure.objects.get()
    assert (failure.what, failure.error) == (f"customer {bad.pk}, tick of w", "RuntimeError: broken")


def test_many_that_had_ended_order_again_in_as_many_statements_as_a_few(cast, django_assert_max_num_queries):
    def again(count, most):
        numbers = [bought(cast) for _ in range(count)]
        ended = Customer.objects.filter(members__prospect__in=numbers)
        ended.update(ended_at=NOW, ended_because="Gone", next_step="", due_at=None)
        orders = [Bought(one, Decimal(5), "EUR", NOW + DAY, cast.anna.pk, Decimal(1)) for one in numbers]
        with django_assert_max_num_queries(most) as asked:
            order(orders, now=NOW + DAY)
        assert {(one.ended_at, one.owner, one.next_step) for one in ended} == {
            (None, cast.anna, Step.CHECK_IN)
        }
        return len(asked)

    again(9, again(2, 80) + 1)
