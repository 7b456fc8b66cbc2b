"""The desk: one prospect at a time, saved in two keys, nothing skipped without a reason."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.desk_steps import Desk, said
from winnow.prospects.models import Campaign, Cost, Event, Prospect, Touch
from winnow.qualify.models import Answer


def save(desk: Desk, disposition: str, **fields: object):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    return client.post(f"/desk/{desk.prospect}/done/", {"disposition": disposition, **fields})


def test_next_shows_who_and_their_own_words_and_holds_them_for_the_person(desk):
    page = said(desk.as_(desk.cast.ben).get("/desk/"))
    assert "Mette Krag" in page
    assert "offer for ten of your machines" in page
    assert desk.row().claimed_by_id == desk.cast.ben.id


def test_two_people_pressing_next_never_get_the_same_prospect(desk):
    desk.arrive(name="Other Person")
    ada = desk.cast.ada
    Prospect.objects.exclude(id=desk.prospect).update(owner=ada)
    first = said(desk.as_(desk.cast.ben).get("/desk/"))
    second = said(desk.as_(ada).get("/desk/"))
    assert "Mette Krag" in first
    assert "Mette Krag" not in second


def test_a_disposition_is_saved_and_the_next_one_comes(desk):
    desk.arrive(name="Other Person")
    response = save(desk, "no_answer", note="Rang twice", minutes="2")
    assert response.status_code == 302
    assert response.url == "/desk/"
    touch = Touch.objects.get()
    assert (touch.disposition, touch.minutes, touch.note) == ("no_answer", 2, "Rang twice")
    assert desk.row().queue == "3_retry"


def test_what_each_disposition_sets_next_is_shown_before_it_is_chosen(desk):
    page = said(desk.as_(desk.cast.ben).get("/desk/"))
    assert "Ends: bought elsewhere" in page
    assert "Call back at the time they name" in page


def test_without_a_disposition_nothing_is_saved_and_the_note_stays(desk):
    response = save(desk, "", note="Half a thought")
    assert response.status_code == 422
    assert "Half a thought" in said(response)
    assert not Touch.objects.exists()


def test_an_ending_asks_for_what_the_procedure_demands_and_keeps_the_note(desk):
    response = save(desk, "bought_elsewhere", note="They told me")
    page = said(response)
    assert response.status_code == 422
    assert "Who won instead?" in page
    assert "They told me" in page


def test_an_ending_with_everything_demanded_closes_with_who_won(desk):
    save(desk, "bought_elsewhere", note="Too slow, they said", reason="too_late", competitor="Acme")
    assert (desk.row().state, desk.row().outcome) == ("closed", "bought_elsewhere")
    assert Event.objects.get(kind="closed").data["competitor"] == "Acme"


def test_a_call_back_is_read_on_their_clock_when_that_is_said(desk):
    save(desk, "call_back", when="2026-03-05T14:30", zone="theirs")
    assert desk.row().due_at.isoformat() == "2026-03-05T13:30:00+00:00"  # Copenhagen
    assert desk.row().queue == "1_promised"


def test_departing_from_the_next_action_needs_a_reason(desk):
    changed = {"next_action": "email", "was_action": "call", "next_when": "2026-03-05T10:00",
               "was_when": "2026-03-05T10:00"}  # fmt: skip
    assert save(desk, "no_answer", **changed).status_code == 422
    assert save(desk, "no_answer", **changed, next_why="She reads mail at night").status_code == 302
    assert (desk.row().next_action, desk.row().next_note) == ("email", "She reads mail at night")


def test_reached_stays_on_the_desk_for_the_questions(desk):
    desk.arrive(name="Other Person")
    save(desk, "connected")
    assert "Mette Krag" in said(desk.as_(desk.cast.ben).get("/desk/"))


def test_a_hold_that_ran_out_gives_a_page_that_keeps_the_note(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    desk.later(desk.now + timedelta(minutes=31))
    response = client.post(
        f"/desk/{desk.prospect}/done/", {"disposition": "no_answer", "note": "Do not lose me"}
    )
    assert response.status_code == 409
    assert "Do not lose me" in said(response)
    assert not Touch.objects.exists()


def test_holding_longer_moves_the_end_of_the_hold(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    before = desk.row().claimed_until
    desk.later(desk.now + timedelta(minutes=20))
    client.post(f"/desk/{desk.prospect}/keep/")
    assert desk.row().claimed_until - before == timedelta(minutes=20)


def test_a_skip_without_a_reason_is_refused(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    assert client.post(f"/desk/{desk.prospect}/skip/", {"reason": " "}).status_code == 422
    assert client.post(f"/desk/{desk.prospect}/skip/", {"reason": "Line is dead"}).status_code == 302


def test_the_fourth_skip_of_a_day_is_refused(desk):
    client = desk.as_(desk.cast.ben)
    for number in range(4):
        desk.arrive(name=f"Other Person {number}")
    for _ in range(3):
        client.get("/desk/")
        held = Prospect.objects.get(claimed_by=desk.cast.ben)
        client.post(f"/desk/{held.id}/skip/", {"reason": "Line is dead"})
    client.get("/desk/")
    held = Prospect.objects.get(claimed_by=desk.cast.ben)
    response = client.post(f"/desk/{held.id}/skip/", {"reason": "Line is dead"})
    assert response.status_code == 422
    assert "all the procedure allows" in said(response)


def test_an_answer_is_saved_at_once_and_the_panel_comes_back_with_its_points(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    fields = {"question": "need", "choice": "problem_now", "grade": "corroborated", "text": "A pump a month"}
    response = client.post(f"/desk/{desk.prospect}/answer/", fields, headers={"HX-Request": "true"})
    assert '<strong class="num">20</strong> of 50 points' in said(response)
    assert Answer.objects.get().text == "A pump a month"


def test_words_without_a_choice_are_not_lost_but_asked_about(desk):
    client = desk.as_(desk.cast.ben)
    response = client.post(
        f"/desk/{desk.prospect}/answer/",
        {"question": "need", "choice": "", "text": "x"},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 422
    assert "Choose the answer that fits" in said(response)


def test_what_a_prospect_has_cost_is_its_share_of_the_campaign_and_its_minutes(desk):
    desk.cast.ben.hourly_cost = 60
    desk.cast.ben.save()
    desk.prospect = desk.arrive(name="Cost Case", campaign="Fair")
    desk.arrive(name="Second Case", campaign="Fair")
    Cost.objects.create(campaign=Campaign.objects.get(), at=desk.now.date(), amount=100, currency="EUR")
    client = desk.as_(desk.cast.ben)
    client.post(f"/desk/{desk.prospect}/take/")
    client.post(f"/desk/{desk.prospect}/done/", {"disposition": "no_answer", "minutes": "30"})
    page = said(client.get(f"/prospects/{desk.prospect}/"))
    assert "€80.00" in page
    assert "2 inquiries = 50.00 EUR" in page


def test_a_cost_that_cannot_be_known_is_said_to_be_unknown(desk):
    assert "cannot be known yet" in said(desk.as_(desk.cast.ben).get("/desk/"))


def test_an_empty_queue_says_what_comes_next_and_when(desk):
    save(desk, "call_back", when="2026-03-05T14:30", zone="mine")
    page = said(desk.as_(desk.cast.ben).get("/desk/"))
    assert "Comes next" in page
    assert "Mette Krag" in page


def test_the_desk_asks_the_database_a_fixed_small_number_of_times(desk):
    client = desk.as_(desk.cast.ben)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/")
    for number in range(30):
        Touch.objects.create(
            prospect_id=desk.prospect, at=desk.now, kind="call", by=desk.cast.ben, minutes=number
        )
        desk.arrive(email="mette@nordlys.example.com", message=f"Again {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/")
    assert len(many) <= len(few) <= 24


@pytest.mark.parametrize(("name", "status"), [
    ("ben", 200), ("anna", 200), ("cem", 200), ("ada", 200), ("ned", 200), ("mia", 403),
])  # fmt: skip
def test_the_desk_opens_for_those_who_work_on_prospects(desk, name, status):
    assert desk.as_(getattr(desk.cast, name)).get("/desk/").status_code == status


@pytest.mark.parametrize(("name", "status"), [
    ("ben", 302), ("cem", 302), ("ada", 302), ("anna", 403), ("ned", 404), ("nora", 404), ("mia", 403),
])  # fmt: skip
def test_only_the_owner_and_those_above_may_take_a_prospect_up(desk, name, status):
    response = desk.as_(getattr(desk.cast, name)).post(f"/desk/{desk.prospect}/take/")
    assert response.status_code == status
