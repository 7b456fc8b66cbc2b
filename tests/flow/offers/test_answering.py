"""A buyer answers an offer: an acceptance is the order, once, of what was read; other answers come to the seller."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.deals_world import opportunity, refused
from tests.offers_world import PAGE, offered, says
from tests.world import NOW, people
from winnow.customers.models import Customer
from winnow.customers.words import Step
from winnow.flow.customers.caring import Done, Plan, done, plan
from winnow.flow.finish import Bought, Close, close, order
from winnow.flow.offers.answering import answer, look
from winnow.flow.offers.making import Changed as Another
from winnow.flow.offers.making import Make, change, draft, handed_out, make, revoke
from winnow.flow.offers.slow import slow
from winnow.flow.tick import tick
from winnow.flow.work import Reschedule, reschedule
from winnow.offers import queries
from winnow.offers.models import Answer, Offer, Sheet
from winnow.offers.words import Answered
from winnow.procedure.queries import in_force
from winnow.prospects.models import Effect, Event, Order, Prospect
from winnow.prospects.words import Outcome

DAY = timedelta(days=1)
LATER = NOW + DAY


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def deal(cast):
    return opportunity(cast, amount=Decimal(2_000))


@pytest.fixture
def offer(cast, deal):
    return offered(cast, deal.pk)


def now_of(prospect):
    return Prospect.objects.get(pk=prospect)


def test_an_acceptance_is_the_order_and_makes_the_customer(cast, deal, offer):
    made = answer(says(offer, po_number="PO 7"), now=LATER)
    row, bought = now_of(deal.pk), Order.objects.get()
    assert (bought.amount, bought.currency, bought.po_number, bought.at) == (1_900, "EUR", "PO 7", LATER)
    assert (row.stage, row.state, row.outcome) == ("customer", "closed", "bought")
    assert (made.order_id, made.hash, made.address) == (bought.pk, queries.page_of(offer).hash, "192.0.2.7")
    told = Event.objects.filter(prospect=deal.pk, kind="ordered").get()
    assert "Ida Ott accepted our offer" in told.reason
    assert Effect.objects.filter(user=cast.anna, body__kind="offer_answered").count() == 1


def test_accepting_twice_is_one_order(offer):
    first = answer(says(offer), now=LATER)
    assert answer(says(offer, name="Somebody Else"), now=LATER + DAY).pk == first.pk
    assert (Order.objects.count(), Answer.objects.count()) == (1, 1)
    with refused("accepted already"):
        answer(says(offer, Answered.NO, text="Too dear"), now=LATER + DAY)


def test_the_small_first_order_costs_what_the_page_says(cast, deal):
    small = offered(cast, deal.pk, margin=Decimal(950))
    answer(says(small, less=True), now=LATER)
    assert (Order.objects.get().amount, Order.objects.get().margin) == (400, 200)


def test_without_a_smaller_order_on_the_page_there_is_none(cast, deal):
    whole = offered(cast, deal.pk, replace(PAGE, less=""))
    with refused("no smaller first order"):
        answer(says(whole, less=True), now=LATER)


def test_what_was_changed_meanwhile_is_shown_and_not_accepted(cast, offer):
    before = says(offer)
    dearer = replace(PAGE, lines=(replace(PAGE.lines[0], price=Decimal(990)),))
    change(Another(offer.pk, LATER, cast.anna.pk, dearer, before.hash), now=LATER)
    with refused("changed since you opened it"):
        answer(before, now=LATER)
    assert not Order.objects.exists()
    offer.refresh_from_db()
    answer(says(offer), now=LATER)
    assert Order.objects.get().amount == 1_980
    assert [row.content["lines"][0][2] for row in Sheet.objects.order_by("number")] == ["950.00", "990.00"]


def test_two_sellers_do_not_change_one_page_at_once(cast, offer):
    seen = queries.page_of(offer).hash
    change(Another(offer.pk, LATER, cast.anna.pk, replace(PAGE, title="A"), seen), now=LATER)
    with refused("Somebody else has changed"):
        change(Another(offer.pk, LATER, cast.anna.pk, replace(PAGE, title="B"), seen), now=LATER)


def test_a_late_acceptance_is_refused_and_may_ask_instead(deal, offer):
    late = NOW + 60 * DAY
    with refused("held until 20 March 2026"):
        answer(says(offer), now=late)
    answer(says(offer, Answered.QUESTION, text="Does it still hold?"), now=late)
    assert now_of(deal.pk).next_note.startswith("Asks about our offer")


def test_what_was_taken_back_cannot_be_accepted(cast, offer):
    with refused("Say why"):
        revoke(offer.pk, by=cast.anna.pk, reason=" ", now=LATER)
    revoke(offer.pk, by=cast.anna.pk, reason="A wrong price", now=LATER)
    with refused("does not hold any more"):
        answer(says(offer), now=LATER)
    assert not Order.objects.exists()


def test_a_question_comes_to_the_desk_at_once(cast, deal, offer):
    answer(says(offer, Answered.QUESTION, text="Who trains us?"), now=LATER)
    row = now_of(deal.pk)
    assert (row.state, row.queue, row.next_note) == (
        "working",
        "2_new",
        "Asks about our offer: “Who trains us?”",
    )
    assert Effect.objects.filter(user=cast.anna, body__kind="offer_answered").exists()


def test_a_time_to_call_is_a_promise(deal, offer):
    answer(says(offer, Answered.LATER, days=14), now=LATER)
    row = now_of(deal.pk)
    assert (row.queue, row.next_action, row.due_at) == ("1_promised", "call_back", LATER + 14 * DAY)


def test_a_time_that_is_far_rests_until_then_and_comes_back(deal, offer):
    answer(says(offer, Answered.LATER, days=180), now=LATER)
    row = now_of(deal.pk)
    assert (row.state, row.due_at, row.queue) == ("nurture", LATER + 180 * DAY, "1_promised")
    tick(LATER + 180 * DAY, worker="test")
    assert now_of(deal.pk).state == "working"


def test_only_a_time_of_the_procedure_can_be_chosen(offer):
    with refused("when we may call"):
        answer(says(offer, Answered.LATER, days=9_999), now=LATER)


def test_a_no_comes_to_the_seller_and_closes_nothing(deal, offer):
    answer(says(offer, Answered.NO, text="Too dear"), now=LATER)
    row = now_of(deal.pk)
    assert (row.state, row.stage) == ("working", "opportunity")
    assert "Too dear" in row.next_note
    assert "mirror" in row.next_note


def test_a_promise_that_was_made_stays_when_they_ask(cast, deal, offer):
    when = NOW + 9 * DAY
    reschedule([Reschedule(deal.pk, when, NOW, cast.anna.pk, "Call then", promised=True)], now=NOW)
    answer(says(offer, Answered.QUESTION, text="And who pays?"), now=LATER)
    assert now_of(deal.pk).due_at == when


@pytest.fixture
def repeat(cast, deal, offer):
    """Another offer to somebody who has ordered, and is on nobody's desk."""
    answer(says(offer), now=LATER)
    return offered(cast, deal.pk, key="two")


def test_what_a_customer_asks_comes_to_whoever_looks_after_them(cast, deal, repeat):
    answer(says(repeat, Answered.QUESTION, text="Who trains us?"), now=LATER)
    row = now_of(deal.pk)
    assert (row.state, row.stage, row.next_action, row.owner_id) == (
        "working", "customer", "care", cast.anna.pk,
    )  # fmt: skip
    assert row.next_note == "Asks about our offer: “Who trains us?”"


def test_a_customers_time_to_call_is_a_promise(deal, repeat):
    answer(says(repeat, Answered.LATER, days=14), now=LATER)
    row = now_of(deal.pk)
    assert (row.queue, row.next_action, row.due_at) == ("1_promised", "call_back", LATER + 14 * DAY)


def test_a_customers_time_that_is_far_is_their_next_step(deal, repeat):
    answer(says(repeat, Answered.LATER, days=180), now=LATER)
    customer = Customer.objects.get()
    assert customer.due_at == LATER + 180 * DAY
    assert customer.next_note.startswith("Asked to be called on")
    assert now_of(deal.pk).state == "closed"


def test_what_a_person_planned_for_a_customer_stays_beside_it(cast, deal, repeat):
    customer, soon = Customer.objects.get(), LATER + 30 * DAY
    plan([Plan(customer.pk, Step.REPRICE, LATER, cast.cem.pk, "Too much time", soon)], now=LATER)
    answer(says(repeat, Answered.LATER, days=180), now=LATER)
    customer.refresh_from_db()
    assert (customer.next_step, customer.due_at) == (Step.REPRICE, soon)
    assert customer.next_note.startswith("Too much time. Asked to be called")
    answer(says(repeat, Answered.QUESTION, text="Who trains us?"), now=LATER)
    done([Done(deal.pk, LATER, cast.anna.pk)], now=LATER)
    customer.refresh_from_db()
    assert (customer.next_step, customer.due_at) == (Step.REPRICE, soon)


@pytest.mark.parametrize(("days", "state"), [(14, "working"), (180, "nurture")])
def test_whoever_was_lost_and_names_a_time_is_called_then(cast, deal, offer, days, state):
    rules = in_force(NOW)[1]
    mirror = tuple((one.key, "We do not know") for one in rules.deals.mirror)
    checked = rules.closing[Outcome.NOT_BUYING].checklist
    close(
        [Close(deal.pk, Outcome.NOT_BUYING, NOW, cast.anna.pk, "no_need", "Gone", "", checked, mirror)],
        now=NOW,
    )
    answer(says(offer, Answered.LATER, days=days), now=LATER)
    row = now_of(deal.pk)
    assert (row.state, row.due_at) == (state, LATER + days * DAY)


def test_opening_is_noted_once_and_told_once(cast, offer):
    look(offer.pk, now=LATER)
    look(offer.pk, now=LATER + DAY)
    offer.refresh_from_db()
    assert (offer.opened_at, offer.opened) == (LATER, 2)
    assert Effect.objects.filter(user=cast.anna, body__kind="offer_opened").count() == 1


def test_one_form_makes_one_offer(cast, deal, offer):
    assert offered(cast, deal.pk).pk == offer.pk
    assert Offer.objects.count() == 1


def test_the_draft_knows_the_opportunity_and_the_template(cast, deal):
    page = draft(in_force(NOW)[1], deal.prospect, cast.anna, NOW)
    assert (page.title, page.total, page.less_price) == ("What we agreed", 2_000, 400)
    assert page.valid_until == (NOW + 21 * DAY).date()


def test_a_repeat_order_is_offered_from_what_was_ordered(cast, deal, offer):
    first = answer(says(offer, less=True), now=LATER)
    row, procedure = now_of(deal.pk), in_force(LATER)[1]
    page = draft(procedure, row, cast.anna, LATER, again=first.order_id)
    assert [(line.text, line.price) for line in page.lines] == [("One set first", 400)]
    again = make(Make("two", deal.pk, LATER, cast.anna.pk, "nonce", page, again_of=first.order_id), now=LATER)
    answer(says(again), now=LATER + DAY)
    assert Order.objects.count() == 2
    order([Bought(deal.pk, Decimal(70), "EUR", LATER, cast.anna.pk, None, "PO 9")], now=LATER)
    last = Order.objects.get(po_number="PO 9")
    assert draft(procedure, row, cast.anna, LATER, again=last.pk).lines[0].text.endswith("order PO 9")


def test_a_purchase_order_number_counts_once(cast, deal, offer):
    answer(says(offer, po_number="PO 7"), now=LATER)
    second = offered(cast, deal.pk, key="two")
    with refused("order of yours already"):
        answer(says(second, po_number="PO 7"), now=LATER)


def test_what_slows_buying_counts_what_has_not_happened_yet(cast, deal, offer):
    handed_out(offer.pk, by=cast.anna.pk, now=NOW)
    silent = offered(cast, deal.pk, key="two")
    handed_out(silent.pk, by=cast.anna.pk, now=NOW)
    look(offer.pk, now=NOW + 2 * DAY)
    for text in ("Who trains us?", "who trains us", "And who pays?"):
        answer(says(offer, Answered.QUESTION, text=text), now=NOW + 3 * DAY)
    found = slow(NOW + 10 * DAY)
    (way,) = found.ways
    assert (way.sent, way.opened.happened, way.answered.happened, way.decided.count) == (2, 1, 1, 1)
    assert way.opened.median == 2
    assert way.answered.week[0] == pytest.approx(0.5)
    assert found.asked[0][1] == 2
