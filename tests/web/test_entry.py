"""Phone and paper: a caller on the line, a stack of cards."""

import pytest

from tests.web.desk_steps import Desk, said
from winnow.prospects.models import Campaign, Inquiry, Prospect


def enter(desk: Desk, user=None, **fields: str):
    return desk.as_(user or desk.cast.anna).post(
        "/entry/", {"channel": "phone", "ticket": "t1", **fields}, follow=True
    )


def test_one_number_is_enough_and_what_happens_next_is_said(desk):
    page = said(enter(desk, phone="+49 30 901820"))
    assert "is taken in" in page
    assert "Call by Ben" in page


def test_nothing_at_all_is_asked_about_with_everything_still_typed(desk):
    response = enter(desk, message="Wants pumps")
    assert response.status_code == 422
    assert "one is enough" in said(response)
    assert "Wants pumps" in said(response)


def test_a_double_click_makes_one_inquiry(desk):
    before = Inquiry.objects.count()
    enter(desk, name="Jo Doe", phone="+49 30 901820")
    enter(desk, name="Jo Doe", phone="+49 30 901820")
    assert Inquiry.objects.count() == before + 1


def test_somebody_we_know_is_recognised_while_one_types(desk):
    page = said(desk.as_(desk.cast.anna).get("/entry/known/", {"phone": "+45 20 12 34 56"}))
    assert "Known:" in page
    assert "Mette Krag" in page


def test_another_team_is_told_that_we_know_them_without_a_way_in(desk):
    page = said(desk.as_(desk.cast.ned).get("/entry/known/", {"email": "mette@nordlys.example.com"}))
    assert "Known:" in page
    assert f"/prospects/{desk.prospect}/" not in page


def test_a_stranger_is_told_to_be_new_with_the_clock_of_the_channel(desk):
    page = said(
        desk.as_(desk.cast.anna).get("/entry/known/", {"email": "new@person.example.com", "channel": "phone"})
    )
    assert "New to us" in page
    assert "15" in page


def test_a_known_caller_becomes_a_repeat_on_the_one_prospect(desk):
    enter(desk, email="mette@nordlys.example.com", message="Calling again")
    assert (Prospect.objects.count(), desk.row().inquiries) == (1, 2)


def test_the_campaign_is_remembered_for_the_next_caller(desk):
    client = desk.as_(desk.cast.anna)
    client.post("/entry/", {"phone": "+49 30 901820", "channel": "phone", "campaign": "Radio", "ticket": "t"})
    assert 'value="Radio"' in said(client.get("/entry/"))


def batch(desk: Desk, rows: str, ticket: str = "b1"):
    fields = {"campaign": "Hannover fair", "channel": "trade_show", "rows": rows, "ticket": ticket}
    return said(desk.as_(desk.cast.mia).post("/entry/batch/", fields))


def test_a_stack_of_cards_is_taken_in_with_one_campaign_and_each_row_answered(desk):
    page = batch(
        desk, "Jo Doe\tjo@doe.example.com\t+49 30 901820\tDoe AG\nA-1034\n\n,,\nmette@nordlys.example.com"
    )
    assert "3 rows taken in" in page
    assert "2 new" in page
    assert "1 known, inquired again" in page
    assert Inquiry.objects.filter(campaign=Campaign.objects.get(name="Hannover fair")).count() == 3


def test_a_code_scanned_twice_makes_one_inquiry(desk):
    batch(desk, "A-1034")
    assert "1 received before" in batch(desk, "A-1034", "b2")


def test_heads_of_a_spreadsheet_name_its_columns(desk):
    batch(desk, "Company;E-mail;Name\nDoe AG;jo@doe.example.com;Jo Doe")
    assert Prospect.objects.latest("id").person.name == "Jo Doe"


@pytest.mark.parametrize("name", ["ben", "anna", "cem", "ada", "mia", "ned"])
def test_whoever_answers_the_telephone_may_enter(desk, name):
    assert desk.as_(getattr(desk.cast, name)).get("/entry/").status_code == 200


def test_nobody_reads_prospects_by_trying_numbers(desk):
    page = said(desk.as_(desk.cast.ned).get("/entry/", {"saved": Prospect.objects.get().id}))
    assert "is taken in" not in page


def test_a_character_that_cannot_be_kept_is_refused_with_what_to_do(desk):
    response = desk.as_(desk.cast.anna).get("/entry/known/", {"name": "Jo\0Doe"})
    assert response.status_code == 400


def test_one_endless_cell_of_a_batch_is_refused_in_words(desk):
    rows = {"campaign": "Fair", "channel": "trade_show", "ticket": "t", "rows": "x" * 200_000}
    response = desk.as_(desk.cast.mia).post("/entry/batch/", rows)
    assert response.status_code == 422
    assert "too long" in said(response)


@pytest.mark.parametrize("after", ["", 'Ann "Bo", ann@bo.example.com', 'A-2"', '"'])
def test_an_open_quotation_mark_takes_no_line_with_it(desk, after):
    rows = (
        f'Jo Doe, jo@doe.example.com\n\n"Kim Roe, kim@roe.example.com\nLee Poe, lee@poe.example.com\n{after}'
    )
    fields = {"campaign": "Fair", "channel": "trade_show", "ticket": "t", "rows": rows}
    before = Inquiry.objects.count()
    response = desk.as_(desk.cast.mia).post("/entry/batch/", fields)
    assert response.status_code == 422
    assert "Line 3 opens a quotation mark" in said(response)
    assert "lee@poe.example.com" in said(response)  # still typed
    assert Inquiry.objects.count() == before


def test_quoted_cells_that_are_closed_are_taken_as_meant(desk):
    batch(desk, '"Doe, Jo", jo@doe.example.com\nKim "Kay" Roe, kim@roe.example.com')
    assert {"Doe, Jo", 'Kim "Kay" Roe'} <= {
        one.person.name for one in Prospect.objects.select_related("person")
    }
