"""Taking inquiries in: recognised, scored, routed, clocked; repeats; history; what is held."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.world import NOW, Cast, inquire, raw
from winnow.flow import Terms, receive
from winnow.flow.finish import Bought, Close, Reopen, Rest, close, nurture, order, reopen
from winnow.flow.privacy.silence import forbid
from winnow.flow.scene import Refused
from winnow.flow.work import Dispose, dispose
from winnow.intake.models import Held
from winnow.prospects.models import Campaign, Company, Effect, Event, Identity, Inquiry, Person, Prospect
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Outcome

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
HISTORY = Terms(Actor("import"), history=True)


def of(receipt: object) -> Prospect:
    return Prospect.objects.get(id=receipt.prospect)  # type: ignore[attr-defined]


def test_an_inquiry_gets_an_owner_and_a_dated_next_action_at_once(cast: Cast) -> None:
    receipt = inquire(channel="web")
    row = of(receipt)
    assert (row.stage, row.state, row.owner, row.next_action) == ("inquiry", "working", cast.ben, "call")
    assert row.due_at == NOW + timedelta(minutes=30) == row.respond_by
    assert receipt.due_at == row.due_at


def test_who_left_no_number_is_written_to_first_and_the_card_says_why(cast: Cast) -> None:
    row = of(inquire(email="pat@firm1.test"))
    assert (row.next_action, row.due_at) == ("email", NOW + timedelta(minutes=30))
    assert row.next_note.endswith("no number that reaches them, so write")


def test_a_number_that_was_left_before_is_called(cast: Cast) -> None:
    inquire(email="pat@firm1.test", phone="+4930123456")
    assert of(inquire(now=LATER, email="pat@firm1.test")).next_action == "call"


def test_a_number_of_the_same_batch_is_called_and_comes_onto_the_card(cast: Cast) -> None:
    twice = [raw(email="pat@firm1.test"), raw(email="pat@firm1.test", phone="+4930123456")]
    row = of(receive(twice, now=NOW, terms=Terms(Actor("door")))[0])
    assert (row.next_action, row.person.phone) == ("call", "+4930123456")


def test_history_without_a_number_is_written_to(cast: Cast) -> None:
    assert of(inquire(terms=HISTORY, email="pat@firm1.test")).next_action == "email"


def test_its_clock_runs_in_working_time(cast: Cast) -> None:
    saturday = datetime(2026, 3, 7, 20, 0, tzinfo=UTC)
    assert of(inquire(now=saturday)).due_at == datetime(
        2026, 3, 9, 8, 30, tzinfo=UTC
    )  # Monday, 9:30 in Berlin


def test_the_event_keeps_the_reasons_of_every_room(cast: Cast) -> None:
    event = Event.objects.get(prospect=of(inquire(phone="+4930123456", email="pat@firm.example.com")))
    assert event.kind == "opened"
    assert event.version == 1
    assert sum(points for _, points in event.data["score"]["reasons"]) == event.data["score"]["points"]
    assert event.data["route"]["owner"] == cast.ben.id
    assert event.data["inquiries"] == [Inquiry.objects.get().id]


def test_the_payload_is_kept_as_it_came(cast: Cast) -> None:
    inquire(payload={"E-Mail": " Pat@Firm.example.com ", "odd": [1, None]}, email=" Pat@Firm.example.com ")
    assert Inquiry.objects.get().payload == {"E-Mail": " Pat@Firm.example.com ", "odd": [1, None]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "pat@firm.example.com"}, {"email": "PAT@Firm.example.com"}),
        ({"phone": "030 1234567"}, {"phone": "+49 30 1234567"}),
        (
            {"email": "pat@firm.example.com", "name": "Pat Miller"},
            {"name": "pat miller", "website": "https://www.firm.example.com/x"},
        ),
    ],
    ids=["e-mail", "phone", "name and domain"],
)
def test_the_same_person_makes_a_second_inquiry_never_a_second_prospect(
    cast: Cast, first: dict[str, str], second: dict[str, str]
) -> None:
    one, two = inquire(**first), inquire(**second)
    assert (one.prospect, two.status) == (two.prospect, "repeated")
    assert (Inquiry.objects.count(), Prospect.objects.count(), Person.objects.count()) == (2, 1, 1)


def test_the_same_person_twice_in_one_batch_is_one_prospect(cast: Cast) -> None:
    batch = [raw(email="pat@firm.example.com"), raw(), raw(email="pat@firm.example.com")]
    receipts = receive(batch, now=NOW, terms=Terms(Actor("door")))
    assert [receipt.status for receipt in receipts] == ["accepted", "accepted", "repeated"]
    assert receipts[0].prospect == receipts[2].prospect
    assert of(receipts[0]).inquiries == 2


def test_a_new_person_and_an_old_one_in_the_same_batch_keep_their_prospects(cast: Cast) -> None:
    old = inquire(email="old@firm.example.com")
    receipts = receive([raw(), raw(email="old@firm.example.com")] * 1, now=LATER, terms=Terms(Actor("door")))
    assert receipts[1].prospect == old.prospect != receipts[0].prospect


def test_a_repeat_starts_the_clock_again(cast: Cast) -> None:
    inquire(email="pat@firm.example.com")
    row = of(inquire(now=LATER, email="pat@firm.example.com"))
    assert row.clock_started_at == LATER
    assert row.respond_by is not None
    assert row.respond_by > LATER
    assert row.attempts == 0


def test_a_repeat_keeps_a_promise_that_was_made(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com"))
    promised = NOW + timedelta(days=9)
    dispose([Dispose(row.id, "call_back", NOW, cast.ben.id, when=promised)], now=NOW)
    inquire(now=LATER, email="pat@firm.example.com")
    row.refresh_from_db()
    assert (row.next_action, row.due_at, row.queue) == ("call_back", promised, "1_promised")


def test_a_repeat_brings_back_from_nurture(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com"))
    nurture([Rest(row.id, NOW, cast.ben.id, "Not this year")], now=NOW)
    row = of(inquire(now=LATER, email="pat@firm.example.com"))
    assert (row.state, row.owner) == ("working", cast.ben)
    assert Event.objects.filter(prospect=row, kind="recycled").exists()


def test_a_repeat_on_a_closed_prospect_reopens_it(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com"))
    close([Close(row.id, Outcome.INVALID, NOW, cast.ben.id, "spam")], now=NOW)
    row = of(inquire(now=LATER, email="pat@firm.example.com"))
    assert (row.state, row.outcome, row.closed_at) == ("working", "", None)


def test_a_customer_who_inquires_again_stays_a_customer(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com"))
    order([Bought(row.id, 100, "EUR", NOW, cast.anna.id)], now=NOW)  # type: ignore[arg-type]
    row = of(inquire(now=LATER, email="pat@firm.example.com"))
    assert (row.stage, row.state, row.order_count) == ("customer", "working", 1)


def test_who_asked_not_to_be_contacted_is_not_put_on_a_desk_by_a_new_inquiry(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com"))
    dispose(
        [Dispose(row.id, "do_not_contact", NOW, cast.ben.id, reason="asked", note="Asked on the phone")],
        now=NOW,
    )
    again = inquire(now=LATER, email="pat@firm.example.com")
    row.refresh_from_db()
    assert (again.status, row.state, row.outcome, row.inquiries) == (
        "repeated",
        "closed",
        "do_not_contact",
        2,
    )


def test_the_same_id_of_a_source_is_the_same_inquiry(cast: Cast) -> None:
    first = inquire(external_id="17", source="crm")
    again = inquire(external_id="17", source="crm")
    elsewhere = inquire(external_id="17", source="shop")
    assert (again.status, again.inquiry) == ("already", first.inquiry)
    assert elsewhere.status == "accepted"


def test_the_same_id_twice_in_one_batch_is_one_inquiry(cast: Cast) -> None:
    twice = [raw(external_id="17", source="crm", email="pat@firm.example.com") for _ in range(2)]
    receipts = receive(twice, now=NOW, terms=HISTORY)
    assert [receipt.status for receipt in receipts] == ["accepted", "already"]
    assert receipts[0].inquiry == receipts[1].inquiry


def test_an_id_alone_is_enough(cast: Cast) -> None:
    assert inquire(external_id="anonymous-1").status == "accepted"


def test_what_cannot_be_understood_is_kept_and_says_what_to_do(cast: Cast) -> None:
    receipt = inquire(email="foo@", message="call me")
    held = Held.objects.get(id=receipt.held)
    assert (receipt.status, held.kind, held.fields["email"]) == ("rejected", "rejected", "foo@")
    assert "foo@" in held.reasons[0]["detail"]
    assert not Prospect.objects.exists()


def test_suspected_spam_starts_no_clock(cast: Cast) -> None:
    receipt = inquire(email="x@mailinator.com", door="form")
    assert receipt.status == "quarantined"
    assert (Held.objects.get().kind, Prospect.objects.count(), Event.objects.count()) == ("quarantined", 0, 0)


def test_colleagues_of_a_company_stay_with_its_person(cast: Cast) -> None:
    other = people_of(cast)
    first = inquire(email="one@firm.example.com")
    for _ in range(3):
        inquire()
    assert inquire(email="two@firm.example.com").owner == first.owner
    assert other.id in {inquire().owner for _ in range(3)}


def people_of(cast: Cast) -> object:
    from tests.world import _user

    return _user("bea", "qualifier", cast.berlin)  # type: ignore[arg-type]


def test_work_is_shared_by_room_left(cast: Cast) -> None:
    people_of(cast)
    owners = [
        receipt.owner for receipt in receive([raw() for _ in range(10)], now=NOW, terms=Terms(Actor("door")))
    ]
    assert {owners.count(owner) for owner in owners} == {5}


def test_history_starts_no_clock_but_is_owned_and_dated(cast: Cast) -> None:
    long_ago = datetime(2024, 5, 6, tzinfo=UTC)
    row = of(inquire(terms=HISTORY, received_at=long_ago))
    assert (row.clock_started_at, row.respond_by, row.queue) == (None, None, "4_backlog")
    assert row.first_inquiry_at == long_ago
    assert row.due_at is not None
    assert row.due_at > NOW


def test_history_is_spread_over_days(cast: Cast) -> None:
    receive([raw() for _ in range(45)], now=NOW, terms=HISTORY)
    days = {row.due_at.date() for row in Prospect.objects.all() if row.due_at}
    assert len(days) == 3  # twenty a day for a person


def test_history_of_a_known_person_changes_nothing_on_the_desk(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com"))
    inquire(now=LATER, terms=HISTORY, email="pat@firm.example.com", received_at=NOW - timedelta(days=400))
    again = Prospect.objects.get(id=row.id)
    assert (again.due_at, again.queue, again.inquiries) == (row.due_at, row.queue, 2)
    assert again.first_inquiry_at == NOW - timedelta(days=400)


def test_a_customer_who_objected_is_not_put_back_on_a_desk_by_inquiring_again(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com"))
    order([Bought(row.id, Decimal(90), "EUR", NOW, cast.anna.id)], now=NOW)
    forbid([row.person_id], now=NOW)
    inquire(now=LATER, email="pat@firm.example.com")
    row.refresh_from_db()
    assert (row.state, row.outcome, row.inquiries) == ("closed", "bought", 2)
    assert Effect.objects.filter(key__startswith="despite:", prospect=row).exists()
    with pytest.raises(Refused, match="asked not to be contacted"):
        reopen([Reopen(row.id, "They inquired", LATER, cast.anna.id)], now=LATER)


def test_a_campaign_is_found_by_name_or_code_and_made_by_trusted_doors_only(cast: Cast) -> None:
    fair = Campaign.objects.create(name="Spring Fair", code="SF26", channel="trade_show", created_at=NOW)
    assert of(inquire(campaign="sf26")).campaign == fair
    assert of(inquire(campaign="New one")).campaign == Campaign.objects.get(name="New one")
    public = Terms(Actor("door"), may_create_campaigns=False)
    assert of(inquire(terms=public, campaign="Forged")).campaign is None


def test_a_repeat_fills_blanks_and_overwrites_nothing(cast: Cast) -> None:
    row = of(inquire(email="pat@firm.example.com", name="Pat Miller"))
    inquire(email="pat@firm.example.com", name="P. M.", phone="+49301234567")
    row.person.refresh_from_db()
    assert (row.person.name, row.person.phone) == ("Pat Miller", "+49301234567")
    assert Identity.objects.filter(person=row.person, key="p:+49301234567").exists()


def test_a_repeat_fills_blanks_of_a_person_whose_prospect_has_another_number_than_they(cast: Cast) -> None:
    firsts = []
    for firm in (2, 3):
        Person.objects.create(name="Somebody whom nobody pursues", created_at=NOW)
        firsts.append(of(inquire(now=LATER, email=f"kim@firm{firm}.test")))
    again = next(
        row for row in firsts if row.id != row.person_id
    )  # of two in turn at most one has both the same
    inquire(now=LATER, email=again.person.email, phone="+4930123456")
    again.person.refresh_from_db()
    assert again.person.phone == "+4930123456"


def test_one_company_for_one_domain(cast: Cast) -> None:
    inquire(email="a@firm.example.com", company="Firm")
    inquire(email="b@firm.example.com", company="Firm Ltd")
    assert Company.objects.count() == 1


def test_an_instant_in_the_future_is_taken_as_now(cast: Cast) -> None:
    inquire(received_at=NOW + timedelta(days=400))
    assert Inquiry.objects.get().at == NOW
