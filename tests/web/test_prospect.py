"""A prospect's page: what is known, what happened, and what each person may do."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.web.desk_steps import Desk, said
from winnow.prospects.models import Event, Identity, Order, Person, Prospect, Touch
from winnow.prospects.words import Queue


def do(desk: Desk, action: str, user=None, **fields: object):
    client = desk.as_(user or desk.cast.ben)
    return client.post(f"/prospects/{desk.prospect}/do/{action}/", fields)


def undo_of(desk: Desk, user=None) -> str:
    """Press the Undo that the page offers."""
    client = desk.as_(user or desk.cast.ben)
    event = Event.objects.filter(prospect_id=desk.prospect).latest("id").id
    client.post(f"/prospects/{desk.prospect}/undo/{event}/")
    return desk.row().state


@pytest.mark.parametrize(("name", "status"), [
    ("ben", 200), ("anna", 200), ("cem", 200), ("ada", 200), ("mia", 200), ("ned", 404), ("nora", 404),
])  # fmt: skip
def test_a_prospect_is_seen_by_its_team_and_by_those_who_see_everything(desk, name, status):
    assert desk.as_(getattr(desk.cast, name)).get(f"/prospects/{desk.prospect}/").status_code == status


def test_a_colleague_reads_but_is_offered_no_action(desk):
    page = said(desk.as_(desk.cast.anna).get(f"/prospects/{desk.prospect}/"))
    assert "You can read this prospect" in page
    assert "Close it" not in page


@pytest.mark.parametrize("name", ["anna", "mia"])
def test_a_colleague_who_sends_an_action_anyway_is_refused(desk, name):
    user = getattr(desk.cast, name)
    assert do(desk, "nurture", user, reason="x", day="2026-05-01").status_code == 403


def test_closing_demands_exactly_what_the_procedure_says(desk):
    response = do(desk, "close", outcome="bought_elsewhere", reason="price")
    assert response.status_code == 422
    assert "Who won instead?" in said(response)
    assert desk.row().state == "working"


def test_a_close_can_be_undone_by_one_press(desk):
    do(desk, "close", outcome="not_buying", reason="no_need")
    assert desk.row().state == "closed"
    assert undo_of(desk) == "working"


def test_who_was_not_tried_enough_is_not_given_up_on_the_page(desk):
    response = do(desk, "nurture", reason="Never reached in all attempts", day="2026-05-01")
    assert "6 more attempts and 14 more days" in said(response)
    assert desk.row().state == "working"


def test_a_day_promised_in_nurture_is_kept_as_a_promise(desk):
    do(desk, "nurture", reason="Real need, but later", day="2026-05-01", promised="on")
    assert (desk.row().state, desk.row().queue) == ("nurture", Queue.PROMISED)


def test_nurture_can_be_undone_by_who_did_it_although_it_went_to_marketing(desk):
    do(desk, "nurture", reason="Only gathering information", day="2026-05-01")
    assert (desk.row().state, desk.row().owner_id) == ("nurture", desk.cast.mia.id)
    assert undo_of(desk) == "working"


def test_a_second_undo_of_the_same_thing_is_refused(desk):
    do(desk, "close", outcome="not_buying", reason="no_need")
    event = Event.objects.latest("id").id
    client = desk.as_(desk.cast.ben)
    client.post(f"/prospects/{desk.prospect}/undo/{event}/")
    page = client.post(f"/prospects/{desk.prospect}/undo/{event}/", follow=True)
    assert "This was taken back already" in said(page)


def test_an_order_makes_a_customer(desk):
    do(desk, "order", amount="1200.50", currency="eur", margin="300", po_number="PO-7", day="2026-03-04")
    order = Order.objects.get()
    assert (order.amount, order.currency, order.po_number) == (Decimal("1200.50"), "EUR", "PO-7")
    assert (desk.row().stage, desk.row().outcome) == ("customer", "bought")


@pytest.mark.parametrize(("day", "at"), [
    ("2026-03-04", "2026-03-04T09:00:00+00:00"), ("2026-03-03", "2026-03-03T08:00:00+00:00"),
])  # fmt: skip
def test_an_order_of_today_comes_after_what_happened_today_and_one_of_another_day_in_its_morning(
    desk, day, at
):
    do(desk, "order", amount="1200", currency="EUR", day=day)
    assert Order.objects.get().at == datetime.fromisoformat(at)


def test_a_margin_above_the_amount_is_refused_with_everything_still_typed(desk):
    response = do(desk, "order", amount="10", currency="EUR", margin="20", po_number="PO-8", day="2026-03-04")
    assert response.status_code == 422
    assert "PO-8" in said(response)
    assert not Order.objects.exists()


def test_a_touch_logged_on_the_page_counts_with_its_minutes(desk):
    do(desk, "touch", disposition="no_answer", kind="call", direction="in", minutes="7", note="She rang us")
    touch = Touch.objects.get()
    assert (touch.minutes, touch.direction, touch.role) == (7, "in", "qualifier")


def test_reassigning_needs_a_reason(desk):
    assert do(desk, "reassign", to=str(desk.cast.anna.id), reason="").status_code == 422
    do(desk, "reassign", to=str(desk.cast.anna.id), reason="She knows them")
    assert desk.row().owner_id == desk.cast.anna.id


def test_a_promise_is_kept_to_the_minute_on_their_clock(desk):
    do(desk, "reschedule", when="2026-03-06T09:15", zone="theirs", promised="on", reason="She asked for it")
    assert (desk.row().queue, desk.row().due_at.isoformat()) == ("1_promised", "2026-03-06T08:15:00+00:00")


def test_do_not_contact_stops_every_channel(desk):
    do(desk, "close", outcome="do_not_contact", reason="asked")
    assert Person.objects.get().do_not_contact_at is not None
    assert "tel:" not in said(desk.as_(desk.cast.ben).get(f"/prospects/{desk.prospect}/"))


def test_every_event_is_told_in_words(desk):
    do(desk, "touch", disposition="no_answer", kind="call", direction="out", minutes="1")
    do(desk, "reschedule", when="2026-03-06T09:15", zone="mine", reason="Later fits better")
    do(desk, "nurture", reason="Only gathering information", day="2026-05-01")
    page = said(desk.as_(desk.cast.ada).get(f"/prospects/{desk.prospect}/"))
    assert all(
        text in page for text in ("First inquiry; given to Ben", "No answer or busy", "Later fits better")
    )


def test_an_inquiry_is_shown_exactly_as_it_came_in(desk):
    desk.prospect = desk.arrive(name="Raw Person", payload={"odd field": "<kept>"})
    number = desk.row().inquiries_made.get().id
    page = said(desk.as_(desk.cast.ben).get(f"/inquiries/{number}/"))
    assert "odd field" in page
    assert "&lt;kept&gt;" in page


def edit(desk: Desk, **fields: str):
    card = {"name": "Mette Krag", "email": "mette@nordlys.example.com", "phone": "+4520123456", "country": "DK",
            "company": "", "title": "", "city": "", "language": "", "timezone": ""} | fields  # fmt: skip
    return desk.as_(desk.cast.ben).post(f"/prospects/{desk.prospect}/edit/", card)


def test_an_edited_card_is_known_again_by_its_new_address(desk):
    edit(desk, email="Mette.Krag@Nordlys.example.com", title="Head of operations")
    assert Person.objects.get().title == "Head of operations"
    assert Identity.objects.filter(key="e:mette.krag@nordlys.example.com").exists()
    assert not Identity.objects.filter(key="e:mette@nordlys.example.com").exists()


def test_the_industry_is_edited_suggested_and_finds_its_prospects(desk):
    edit(desk, industry="Ship  building")
    client = desk.as_(desk.cast.ben)
    assert '<option value="Ship building">' in said(client.get(f"/prospects/{desk.prospect}/edit/"))
    assert f"/prospects/{desk.prospect}/" in said(client.get("/prospects/?industry=ship"))
    assert f"/prospects/{desk.prospect}/" not in said(client.get("/prospects/?industry=steel"))


def test_an_edit_tells_before_and_after(desk):
    edit(desk, city="Aarhus")
    assert Event.objects.get(kind="edited").data["edited"]["city"] == ["", "Aarhus"]


def test_a_bad_number_is_refused_beside_its_field(desk):
    response = edit(desk, phone="12")
    assert response.status_code == 422
    assert "The phone number" in said(response)


def test_an_address_of_somebody_else_offers_a_merge(desk):
    other = desk.arrive(name="Mette K", email="m@other.example.com")
    page = said(edit(desk, email="m@other.example.com"))
    assert f"/prospects/{desk.prospect}/merge/?with={other}" in page


def test_the_list_is_narrowed_by_the_address(desk):
    desk.arrive(name="Other Person", country="FR")
    page = said(desk.as_(desk.cast.ben).get("/prospects/?country=FR&state=working"))
    assert "Other Person" in page
    assert "Mette Krag" not in page


@pytest.mark.parametrize(
    "text", ["mette@nord", "+45 20 12 34 56", "Mette", "Krag", "mette krag", "example.com"]
)
def test_people_are_found_by_what_one_remembers_of_them(desk, text):
    desk.arrive(name="Other Person")
    page = desk.as_(desk.cast.ben).get("/search/", {"q": text})
    assert page.status_code == 302
    assert page.url == f"/prospects/{desk.prospect}/"


def test_a_search_never_leads_to_what_one_may_not_see(desk):
    assert desk.as_(desk.cast.ned).get("/search/", {"q": "Mette"}).url == "/prospects/?q=Mette"
    assert "Mette Krag" not in said(desk.as_(desk.cast.ned).get("/prospects/?q=Mette"))


def test_a_manager_takes_the_list_out_as_a_file_and_a_seller_does_not(desk):
    file = desk.as_(desk.cast.cem).post("/prospects/", {"export": "csv"})
    assert b"Mette Krag" in b"".join(file.streaming_content)
    assert desk.as_(desk.cast.anna).post("/prospects/", {"export": "csv"}).status_code in (403, 404)


def test_two_prospects_are_compared_and_merged_and_taken_apart_on_the_page(desk):
    other = desk.arrive(name="Mette Krag", email="mette.krag@gmail.com")
    client = desk.as_(desk.cast.ben)
    assert "mette.krag@gmail.com" in said(client.get(f"/prospects/{desk.prospect}/merge/?with={other}"))
    merged = client.post(
        f"/prospects/{desk.prospect}/merge/",
        {"with": other, "keep": desk.prospect, "reason": "She said so"},
        follow=True,
    )
    assert f"Prospect {other} was merged into this one" in said(merged)
    assert client.get(f"/prospects/{other}/").url == f"/prospects/{desk.prospect}/"
    event = Event.objects.get(kind="merged", prospect_id=desk.prospect)
    client.post(f"/merges/{event.id}/undo/")
    assert Prospect.objects.get(id=other).state == "working"


def test_a_merged_prospect_is_in_no_list(desk):
    other = desk.arrive(name="Mette Krag", email="mette.krag@gmail.com")
    client = desk.as_(desk.cast.ben)
    client.post(
        f"/prospects/{desk.prospect}/merge/", {"with": other, "keep": desk.prospect, "reason": "Same"}
    )
    assert said(client.get("/prospects/")).count('<th scope="row">') == 1


def test_who_holds_it_may_act_until_the_very_instant_at_which_the_hold_ends(desk):
    until = desk.now.replace(hour=10)
    Prospect.objects.update(claimed_by=desk.cast.anna, claimed_until=until)
    fields = {"disposition": "no_answer", "kind": "call", "direction": "out", "minutes": "1"}
    assert do(desk, "touch", desk.cast.anna, **fields).status_code == 302
    Prospect.objects.update(claimed_by=desk.cast.anna, claimed_until=until)
    desk.later(until)  # nobody has cleared it yet
    response = do(desk, "touch", desk.cast.anna, **fields)
    assert response.status_code == 403
    assert "Your hold on it has run out" in said(response)


def test_the_reason_for_which_it_ended_is_told_in_the_procedures_words(desk):
    do(
        desk,
        "close",
        outcome="not_buying",
        reason="no_money",
        note="Nothing before 2028",
        checklist=["0", "1", "2"],
    )
    row = desk.row()
    assert (row.outcome, row.outcome_reason) == ("not_buying", "no_money")
    page = said(desk.as_(desk.cast.ben).get(f"/prospects/{desk.prospect}/"))
    assert "no_money" not in page
    assert "No money, and none to come" in page


def test_the_reason_given_by_hand_chooses_the_track(desk):
    do(desk, "nurture", reason="Bound to another supplier for now", day="2026-09-01")
    assert Event.objects.filter(kind="nurtured").latest("id").data["track"] == "bound"
