"""What was typed by mistake is taken back: the prospect is what it was, on the same clock, and the Event says why."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tests.world import NOW, Cast, inquire
from winnow.flow.correct import Correct, correct
from winnow.flow.finish import Bought, Close, Reopen, Rest, close, nurture, order, reopen
from winnow.flow.scene import Refused
from winnow.flow.takeback import TakeBack, take_back
from winnow.flow.verdicts import Decide, answer, decide
from winnow.flow.work import Reassign, Reschedule, reassign, reschedule
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.models import Event, Order, Person, Prospect
from winnow.prospects.words import Outcome, Verdict
from winnow.qualify.actions import Said
from winnow.qualify.models import Decision, Handover

LATER = NOW + timedelta(days=3)
STANDING = ("stage", "state", "outcome", "outcome_reason", "closed_at", "owner_id", "next_action", "next_note",
            "due_at", "available_at", "queue", "check_at", "escalation", "order_count", "clock_started_at",
            "respond_by")  # fmt: skip


def standing(number: int) -> dict[str, object]:
    return Prospect.objects.values(*STANDING).get(id=number)


def last(number: int) -> int:
    return Event.objects.filter(prospect_id=number).latest("id").id


def taken(number: int, by: User, reason: str = "Typed by mistake", event: int = 0) -> None:
    with transaction.atomic():
        take_back(TakeBack(number, event or last(number), LATER, by.id, reason), now=LATER)


def bought(number: int, amount: int = 100, po: str = "", at: timedelta = timedelta()) -> None:
    order([Bought(number, Decimal(amount), "EUR", NOW + at, None, None, po)], now=NOW + at)


def qualified(number: int, cast: Cast) -> None:
    questions = in_force(NOW)[1].qualification.questions
    said = [Said(number, each.key, each.choices[0].key, NOW, cast.ben.id) for each in questions]
    answer(said, now=NOW)
    decide([Decide(number, Verdict.QUALIFIED, NOW, cast.ben.id, despite="A test", to=cast.anna.id)], now=NOW)


def closed(number: int, cast: Cast) -> None:
    close([Close(number, Outcome.NOT_BUYING, NOW, cast.ben.id, "no_need")], now=NOW)


def resting(number: int, cast: Cast) -> None:
    nurture([Rest(number, NOW, cast.ben.id, "Later")], now=NOW)


def moved(number: int, cast: Cast) -> None:
    reschedule([Reschedule(number, NOW + timedelta(minutes=20), NOW, cast.ben.id, "At lunch")], now=NOW)


def ordered(number: int, cast: Cast) -> None:
    bought(number)


def given(number: int, cast: Cast) -> None:
    reassign([Reassign(number, NOW, cast.cem.id, "Knows the trade", cast.anna.id)], now=NOW)


@pytest.mark.parametrize("mistake", [closed, resting, moved, ordered, given])
def test_it_is_what_it_was_down_to_the_due_instant(cast, one, mistake):
    before = standing(one)
    mistake(one, cast)
    assert standing(one) != before
    taken(one, cast.ben)
    assert standing(one) == before


def test_one_given_to_a_seller_from_nurture_goes_back_there_as_it_was(cast, one):
    resting(one, cast)
    before = standing(one)
    given(one, cast)
    assert standing(one)["state"] == "working"
    taken(one, cast.cem)
    assert standing(one) == before


def test_a_handover_given_to_another_seller_goes_back_on_its_own_clock(cast, one):
    qualified(one, cast)
    before, waited = standing(one), Handover.objects.get()
    reassign([Reassign(one, LATER, cast.cem.id, "She is away", cast.ned.id)], now=LATER)
    taken(one, cast.cem)
    again = Handover.objects.get(accepted_at=None, rejected_at=None)
    assert (standing(one), again.taker_id, again.respond_by) == (before, cast.anna.id, waited.respond_by)


def test_what_an_inquiry_or_the_clock_did_is_nobodys_to_take_back(cast, one):
    resting(one, cast)
    inquire(NOW, email="mette@nordlys.example.com")
    with pytest.raises(Refused, match="cannot be taken back"):
        taken(one, cast.cem)


def test_the_event_says_what_was_taken_back_by_whom_and_why(cast, one):
    bought(one)
    wrong = last(one)
    taken(one, cast.ben, "Another firm's order")
    event = Event.objects.latest("id")
    assert (event.kind, event.actor_id, event.reason) == ("taken_back", cast.ben.id, "Another firm's order")
    assert event.data["undoes"] == [wrong]


def test_without_a_reason_nothing_is_taken_back(cast, one):
    bought(one)
    with pytest.raises(Refused, match="Say why"):
        taken(one, cast.ben, " ")


def test_an_order_taken_back_counts_no_more(cast, one):
    bought(one, po="PO-1")
    taken(one, cast.ben)
    assert Order.objects.get().withdrawn_at == LATER
    bought(one, po="PO-1")
    assert Order.objects.filter(withdrawn_at=None).count() == 1


def test_of_two_orders_the_later_one_goes_first(cast, one):
    before = standing(one)
    bought(one, 100)
    first = last(one)
    bought(one, 200, at=timedelta(hours=1))
    with pytest.raises(Refused, match="another order was recorded"):
        taken(one, cast.ben, event=first)
    taken(one, cast.ben)
    assert (standing(one)["order_count"], standing(one)["outcome"]) == (1, "bought")
    taken(one, cast.ben, event=first)
    assert standing(one) == before


def test_nothing_is_taken_back_twice(cast, one):
    closed(one, cast)
    wrong = last(one)
    taken(one, cast.ben)
    with pytest.raises(Refused, match="taken back already"):
        taken(one, cast.ben, event=wrong)


def test_what_was_built_on_it_since_is_named(cast, one):
    closed(one, cast)
    wrong = last(one)
    reopen([Reopen(one, NOW, cast.cem.id, "They called")], now=NOW)
    with pytest.raises(Refused, match="taken up again"):
        taken(one, cast.ben, event=wrong)


def test_an_answer_noted_since_is_no_hindrance(cast, one):
    before = standing(one)
    closed(one, cast)
    wrong = last(one)
    question = in_force(NOW)[1].qualification.questions[0]
    answer([Said(one, question.key, question.choices[0].key, NOW, cast.ben.id)], now=NOW)
    taken(one, cast.ben, event=wrong)
    assert standing(one) == before


def test_a_verdict_taken_back_counts_no_more(cast, one):
    reason = in_force(NOW)[1].qualification.disqualify_reasons[0].key
    decide([Decide(one, Verdict.DISQUALIFIED, NOW, cast.ben.id, reason)], now=NOW)
    taken(one, cast.ben)
    assert not Decision.objects.exists()


def test_a_handover_that_waited_waits_again_on_its_own_clock(cast, one):
    qualified(one, cast)
    waited = Handover.objects.get()
    before = standing(one)
    closed_by_anna = Close(one, Outcome.INVALID, NOW, cast.anna.id, "spam", "spam")
    close([closed_by_anna], now=NOW)
    taken(one, cast.anna)
    assert standing(one) == before
    again = Handover.objects.get(accepted_at=None, rejected_at=None)
    assert (again.taker_id, again.giver_id, again.respond_by) == (
        cast.anna.id,
        cast.ben.id,
        waited.respond_by,
    )


def test_whose_owner_has_left_goes_to_somebody_who_is_here(cast, one):
    closed(one, cast)
    User.objects.filter(id=cast.ben.id).update(is_active=False)
    other = User.objects.create_user("bo@winnow.example", None, name="Bo", role="qualifier", team=cast.berlin,
                                     joined_at=NOW)  # fmt: skip
    taken(one, cast.cem)
    assert standing(one)["owner_id"] == other.id


@pytest.fixture
def silent(cast, one):
    close([Close(one, Outcome.DO_NOT_CONTACT, NOW, cast.ben.id, "asked")], now=NOW)
    return one


def test_a_wish_not_to_be_contacted_is_not_taken_back_by_who_typed_it(cast, silent):
    with pytest.raises(Refused, match="manager or an admin"):
        taken(silent, cast.ben)
    assert Person.objects.get().do_not_contact_at


@pytest.mark.parametrize("name", ["cem", "ada"])
def test_a_mistyped_wish_not_to_be_contacted_is_taken_back_by_a_manager(cast, silent, name):
    taken(silent, getattr(cast, name), "They asked for the opposite")
    assert standing(silent)["state"] == "working"
    assert Person.objects.get().do_not_contact_at is None


def test_another_wish_not_to_be_contacted_outlives_the_mistyped_one(cast, one):
    asked = NOW - timedelta(days=9)
    Person.objects.update(do_not_contact_at=asked)
    close([Close(one, Outcome.DO_NOT_CONTACT, NOW, cast.ben.id, "asked")], now=NOW)
    taken(one, cast.cem)
    assert Person.objects.get().do_not_contact_at == asked


def corrected(number: int, by: User, **fields: object) -> None:
    known = Order.objects.get(prospect_id=number, withdrawn_at=None)
    values = {"amount": known.amount, "currency": known.currency, "ordered_at": known.at, "margin": known.margin,
              "po_number": known.po_number, "reason": "A digit too many", **fields}  # fmt: skip
    correct(Correct(number, known.id, by=by.id, **values), now=LATER)


def test_a_mistyped_order_is_corrected_and_remembered_as_it_was(cast, one):
    bought(one, 1000)
    corrected(one, cast.ben, amount=Decimal(100), margin=Decimal(20), po_number="PO-9")
    now = Order.objects.get()
    assert (now.amount, now.margin, now.po_number) == (100, 20, "PO-9")
    event = Event.objects.latest("id")
    assert (event.kind, event.reason) == ("corrected", "A digit too many")
    assert event.data["corrected"]["amount"] == ["1000.00", "100"]


def test_an_order_is_corrected_also_when_more_has_happened_since(cast, one):
    bought(one, 1000)
    reopen([Reopen(one, NOW, cast.cem.id, "They want more")], now=NOW)
    corrected(one, cast.ben, amount=Decimal(100))
    assert (Order.objects.get().amount, standing(one)["state"]) == (100, "working")


@pytest.mark.parametrize(("fields", "words"), [
    ({"amount": Decimal(-1)}, "cannot be negative"),
    ({"margin": Decimal(2_000)}, "more than the amount"),
    ({"po_number": "PO-2"}, "recorded already"),
    ({"reason": " ", "amount": Decimal(5)}, "Say why"),
    ({"ordered_at": LATER + timedelta(days=1)}, "lies ahead"),
    ({}, "Nothing was different"),
])  # fmt: skip
def test_a_correction_that_cannot_be_is_refused_in_words(cast, one, fields, words):
    bought(one, 1000, "PO-1")
    known = Order.objects.get()
    bought(one, 1000, "PO-2", at=timedelta(hours=1))
    values = {"amount": known.amount, "currency": "EUR", "ordered_at": known.at, "margin": None, "po_number": "PO-1",
              "reason": "Wrong", **fields}  # fmt: skip
    with pytest.raises(Refused, match=words):
        correct(Correct(one, known.id, by=cast.ben.id, **values), now=LATER)


def test_an_order_corrected_to_another_day_closes_its_prospect_on_that_day(cast, one):
    bought(one)
    day = NOW - timedelta(days=5)
    corrected(one, cast.ben, ordered_at=day)
    assert standing(one)["closed_at"] == day


def test_an_order_taken_back_after_its_correction_leaves_what_was_before(cast, one):
    before = standing(one)
    bought(one)
    wrong = last(one)
    corrected(one, cast.ben, amount=Decimal(5))
    taken(one, cast.ben, event=wrong)
    assert standing(one) == before
