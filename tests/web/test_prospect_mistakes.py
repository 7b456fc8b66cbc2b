"""What was typed by mistake, put right on a prospect's page."""

import pytest

from tests.web.desk_steps import Desk, said
from winnow.prospects.models import Event, Order


def do(desk: Desk, action: str, user=None, **fields: object):
    client = desk.as_(user or desk.cast.ben)
    return client.post(f"/prospects/{desk.prospect}/do/{action}/", fields, follow=True)


@pytest.fixture
def ordered(desk: Desk) -> str:
    """The address of a mistyped order."""
    do(desk, "order", amount="12000", currency="EUR", po_number="PO-7", day="2026-03-04")
    return f"/prospects/{desk.prospect}/orders/{Order.objects.get().pk}/"


def test_the_page_leads_from_an_order_to_its_correction(desk, ordered):
    client = desk.as_(desk.cast.ben)
    assert ordered in said(client.get(f"/prospects/{desk.prospect}/"))
    assert 'value="12000.00"' in said(client.get(ordered))


def test_a_mistyped_order_is_corrected_and_its_history_says_so(desk, ordered):
    fields = {
        "amount": "1200",
        "currency": "EUR",
        "po_number": "PO-7",
        "day": "2026-03-04",
        "reason": "A nought",
    }
    page = desk.as_(desk.cast.ben).post(ordered, {"do": "correct", **fields}, follow=True)
    assert Order.objects.get().amount == 1200
    assert "Amount: 12000.00 → 1200" in said(page)


def test_a_correction_without_a_reason_keeps_what_was_typed(desk, ordered):
    fields = {"amount": "1234", "currency": "EUR", "po_number": "PO-7", "day": "2026-03-04", "reason": ""}
    response = desk.as_(desk.cast.ben).post(ordered, {"do": "correct", **fields})
    assert response.status_code == 422
    assert 'value="1234"' in said(response)
    assert Order.objects.get().amount == 12000


def test_an_order_is_taken_back_with_the_reason_in_the_history(desk, ordered):
    page = desk.as_(desk.cast.ben).post(ordered, {"do": "take_back", "reason": "Another firm's"}, follow=True)
    assert (desk.row().state, desk.row().stage, desk.row().order_count) == ("working", "inquiry", 0)
    assert "Another firm&#x27;s" in said(page)
    assert "Order taken back: €12,000" in said(page)


def test_an_order_can_be_undone_by_one_press(desk):
    due = desk.row().due_at
    page = do(desk, "order", amount="5", currency="EUR", day="2026-03-04")
    event = Event.objects.latest("id").id
    assert f"/prospects/{desk.prospect}/undo/{event}/" in said(page)
    desk.as_(desk.cast.ben).post(f"/prospects/{desk.prospect}/undo/{event}/")
    assert (desk.row().state, desk.row().due_at) == ("working", due)


def test_what_was_built_on_an_order_is_said_beside_the_form(desk, ordered):
    do(desk, "reopen", desk.cast.cem, reason="They want more")
    response = desk.as_(desk.cast.cem).post(ordered, {"do": "take_back", "reason": "Wrong"})
    assert response.status_code == 422
    assert "taken up again" in said(response)


@pytest.fixture
def silent(desk: Desk) -> Desk:
    do(desk, "close", outcome="do_not_contact", reason="asked")
    return desk


def test_a_wish_not_to_be_contacted_has_no_undo_at_one_press(desk):
    page = do(desk, "close", outcome="do_not_contact", reason="asked")
    assert "/undo/" not in said(page)


def test_only_a_manager_is_offered_to_take_it_back(silent):
    pages = {name: said(silent.as_(getattr(silent.cast, name)).get(f"/prospects/{silent.prospect}/"))
             for name in ("ben", "cem")}  # fmt: skip
    assert "Closed by mistake" not in pages["ben"]
    assert "Closed by mistake" in pages["cem"]


def test_who_typed_it_is_refused_however_they_ask(silent):
    event = Event.objects.latest("id").id
    do(silent, "mistake", reason="Slip")
    silent.as_(silent.cast.ben).post(f"/prospects/{silent.prospect}/undo/{event}/", {"reason": "Slip"})
    assert silent.row().outcome == "do_not_contact"


def test_a_manager_takes_it_back_with_a_reason(silent):
    do(silent, "mistake", silent.cast.cem, reason="They asked for more calls")
    assert silent.row().state == "working"
    assert Event.objects.latest("id").reason == "They asked for more calls"


def test_an_order_of_a_merged_prospect_asks_to_undo_the_merge_first(desk, ordered):
    other = desk.arrive(name="Mette Krag", email="mette@private.test")
    desk.as_(desk.cast.cem).post(f"/prospects/{other}/merge/", {"with": desk.prospect, "reason": "Same"})
    address = f"/prospects/{other}/orders/{Order.objects.get().pk}/"
    response = desk.as_(desk.cast.cem).post(address, {"do": "take_back", "reason": "Wrong"})
    assert "Undo the merge first" in said(response)
