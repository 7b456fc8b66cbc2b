"""Customers' pages: the list, one of them, what they tell within a contact, coverage."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.customers.test_profile import customers
from tests.web.desk_steps import Desk, said
from tests.world import inquire
from winnow.customers.models import Customer, Told
from winnow.customers.profile import learn
from winnow.customers.value import worst
from winnow.flow.finish import Bought, order
from winnow.flow.tick import tick
from winnow.people.models import User
from winnow.prospects.models import Prospect, Touch
from winnow.web.views import customers_time

TOLD = {
    "why": "You were fast",
    "words": "Half the paper",
    "outcome": "",
    "reached": "partly",
    "said_by": "Mette Krag",
}


@pytest.fixture
def anna(desk: Desk):
    """Mette has ordered from anna."""
    Prospect.objects.filter(pk=desk.prospect).update(owner=desk.cast.anna)
    order(
        [Bought(desk.prospect, Decimal(900), "EUR", desk.now, desk.cast.anna.pk, Decimal(300))], now=desk.now
    )
    return desk.as_(desk.cast.anna)


def test_the_list_says_who_looks_after_whom_and_what_is_next(desk, anna):
    page = said(anna.get("/customers/"))
    assert f"/customers/{Customer.objects.get().pk}/" in page
    assert "Check in with them" in page
    assert "never" in page


def test_another_team_sees_none_of_them(desk, anna):
    ned = desk.as_(desk.cast.ned)
    assert "No customers yet" in said(ned.get("/customers/"))
    assert ned.get(f"/customers/{Customer.objects.get().pk}/").status_code == 404


def test_right_after_the_order_the_prospects_page_asks_why(desk, anna):
    page = said(anna.get(f"/prospects/{desk.prospect}/"))
    assert "Ask them: why us, and what is different now?" in page
    assert anna.post(f"/customers/told/{desk.prospect}/", TOLD).status_code == 302
    assert Told.objects.get().by == desk.cast.anna
    page = said(anna.get(f"/customers/{Customer.objects.get().pk}/"))
    assert "You were fast" in page
    assert "Reached in part" in page
    assert "They told us something new" in said(anna.get(f"/prospects/{desk.prospect}/"))


def test_their_words_are_coded_by_matching_and_confirmed_by_a_person(desk, anna):
    from winnow.procedure.queries import in_force

    ours = in_force(desk.now)[1].outcomes[0]
    page = said(anna.get("/customers/suggest/", {"words": ours.text}))
    assert f'value="{ours.key}" selected' in page
    assert "Is that it?" in page


def test_on_its_day_the_step_is_on_the_desk_with_the_form_beside_it(desk, anna):
    desk.later(desk.now + timedelta(days=14))
    tick(desk.now, worker="t")
    anna = desk.as_(desk.cast.anna)  # the session of a fortnight ago has ended
    page = said(anna.get("/desk/"))
    assert "Step is done" in page
    assert "Ask them" in page
    answer = anna.post(f"/customers/done/{desk.prospect}/", {"day": "", "note": "All well", "back": "desk"})
    assert answer.headers["Location"] == "/desk/"
    assert desk.row().state == "closed"


def test_what_they_asked_and_the_support_they_needed_stand_on_their_page(desk, anna):
    pk = Customer.objects.get().pk
    inquire(now=desk.now, email="mette@nordlys.example.com", name="Mette Krag", message="We need ten more")
    path, given = f"/customers/{pk}/served/", {"prospect": desk.prospect, "kind": "call", "minutes": 25}
    assert anna.post(path, given).status_code == 422
    assert anna.post(path, given | {"note": "Could not sign in"}).status_code == 302
    page = said(anna.get(f"/customers/{pk}/"))
    assert ("We need ten more" in page, "25\xa0min" in page) == (True, True)
    assert "Support, 25 min: Could not sign in" in said(anna.get(f"/prospects/{desk.prospect}/"))
    assert Prospect.objects.get(pk=desk.prospect).attempts == 0
    assert desk.as_(desk.cast.ned).post(path, given | {"note": "Not mine"}).status_code == 404


def test_nothing_said_is_refused_in_words(desk, anna):
    answer = anna.post(f"/customers/told/{desk.prospect}/", {**TOLD, "why": "", "words": ""}, follow=True)
    assert "Write down what they said" in said(answer)


def test_only_who_looks_after_them_writes(desk, anna):
    ben = desk.as_(desk.cast.ben)
    assert ben.post(f"/customers/told/{desk.prospect}/", TOLD).status_code == 403
    plan = {"step": "reprice", "day": "", "owner": "", "reason": "Too cheap"}
    pk = Customer.objects.get().pk
    assert ben.post(f"/customers/{pk}/plan/", plan).status_code == 403
    assert anna.post(f"/customers/{pk}/plan/", plan).status_code == 302
    assert "Too cheap" in said(anna.get(f"/customers/{pk}/"))
    assert anna.post(f"/customers/{pk}/plan/", {**plan, "day": "2020-01-01"}).status_code == 422


def test_the_manager_sees_how_many_were_asked(desk, anna):
    anna.post(f"/customers/told/{desk.prospect}/", TOLD)
    cem = desk.as_(desk.cast.cem)
    page = said(cem.get("/customers/why/"))
    assert "Asked 100" in page
    assert "Anna" in page
    assert "Half the paper" in page
    assert anna.get("/customers/why/").status_code == 403


def test_who_costs_more_time_than_they_bring_is_listed_with_what_can_be_done(desk, anna):
    Customer.objects.update(since=desk.now - timedelta(days=200))
    User.objects.update(hourly_cost=400)
    touch = {"kind": "call", "by": desk.cast.anna, "role": "seller", "minutes": 120, "at": desk.now}
    Touch.objects.create(prospect_id=desk.prospect, **touch)
    page = said(desk.as_(desk.cast.cem).get("/customers/time/"))
    assert "?step=reprice#plan" in page
    assert "−€500" in page
    assert "−€500" in said(anna.get(f"/customers/{Customer.objects.get().pk}/?step=reprice"))


def test_the_worst_are_shown_first_and_the_others_on_request(desk, anna, monkeypatch):
    monkeypatch.setattr(customers_time, "SHOWN", 1)
    monkeypatch.setattr(customers_time, "worst", lambda some, since: worst(some, since) * 2)
    Customer.objects.update(since=desk.now - timedelta(days=200))
    User.objects.update(hourly_cost=400)
    touch = {"kind": "call", "by": desk.cast.anna, "role": "seller", "minutes": 120, "at": desk.now}
    Touch.objects.create(prospect_id=desk.prospect, **touch)
    cem = desk.as_(desk.cast.cem)
    few = said(cem.get("/customers/time/"))
    assert few.count("?step=reprice#plan") == 1
    assert '<a href="?all=1">1 more</a>' in few
    assert said(cem.get("/customers/time/?all=1")).count("?step=reprice#plan") == 2


def test_whom_to_look_for_says_that_it_cannot_be_known_from_so_few(desk, anna):
    assert "Cannot be known from so few" in said(desk.as_(desk.cast.cem).get("/customers/profile/"))
    assert anna.get("/customers/profile/").status_code == 403


def test_a_file_is_ranked_and_the_ticked_ones_go_into_a_campaign(desk, monkeypatch):
    known = learn(customers(300), 20)
    monkeypatch.setattr("winnow.web.views.customers_profile.profile", lambda now: known)
    cem = desk.as_(desk.cast.cem)
    file = SimpleUploadedFile(
        "a.csv", b"Company,Email,Industry\nLaw one,a@law.example,Law\nInn two,b@inn.example,Hotel\n"
    )
    page = said(cem.post("/customers/targets/", {"file": file}))
    assert page.index("Inn two") < page.index("Law one")
    picked = unescape(re.search(r'name="pick" value="([^"]+)"', page)[1])
    cem.post("/customers/targets/take/", {"pick": [picked], "campaign": "Hotels"})
    assert Prospect.objects.get(campaign__name="Hotels").person.email == "b@inn.example"
    answer = cem.post("/customers/targets/take/", {"pick": [picked + "x"], "campaign": "Hotels"})
    assert answer.status_code == 422


def test_something_else_is_opened_from_the_customers_page_in_one_step(desk, anna):
    customer = Customer.objects.get().pk
    form = {"prospect": desk.prospect, "about": "Spare parts", "amount": ""}
    assert anna.post(f"/customers/{customer}/further/", form).status_code == 302
    row = Prospect.objects.get(further_of=desk.prospect)
    assert (row.stage, row.state, row.owner) == ("opportunity", "working", desk.cast.anna)
    assert "Spare parts" in said(anna.get(f"/customers/{customer}/"))
    assert "“Spare parts” is open already." in said(
        anna.post(f"/customers/{customer}/further/", form, follow=True)
    )


def test_reasons_are_coded_by_whoever_reads_them_and_counted_with_sample_words(desk, anna):
    from winnow.procedure.queries import in_force

    ours = in_force(desk.now)[1].outcomes[0]
    anna.post(f"/customers/told/{desk.prospect}/", TOLD | {"why": f"Because of {ours.text}"})
    cem = desk.as_(desk.cast.cem)
    assert f"It sounds like “{ours.text}”" in said(cem.get("/customers/why/"))
    number = Told.objects.get().pk
    assert cem.post(f"/customers/why/{number}/code/", {"outcome": ours.key}).status_code == 302
    assert Told.objects.get().because == ours.key
    assert "What they buy for" in said(cem.get("/customers/why/"))
    again = cem.post(f"/customers/why/{number}/code/", {"outcome": "moon"}, follow=True)
    assert "not in our catalogue" in said(again)


def test_the_outcome_they_buy_for_is_suggested_as_they_speak(desk, anna):
    from winnow.procedure.queries import in_force

    ours = in_force(desk.now)[1].outcomes[0]
    page = said(anna.get("/customers/suggest/", {"why": ours.text}))
    assert 'name="because"' in page
    assert f'value="{ours.key}" selected' in page


def test_a_manager_gives_several_to_somebody_else_and_undoes_it(desk, anna):
    cem, customer = desk.as_(desk.cast.cem), Customer.objects.get()
    form = {"pick": [str(customer.pk)], "to": str(desk.cast.cem.pk), "reason": "Anna is away"}
    page = said(cem.post("/customers/give/", form, follow=True))
    assert "1 customer in other hands." in page
    assert Customer.objects.get().owner == desk.cast.cem
    undo = re.search(r'action="(/customers/give/undo/[^"]+)"', page)
    assert undo
    assert "1 back with who had them." in said(cem.post(undo[1], follow=True))
    assert Customer.objects.get().owner == desk.cast.anna
    assert "0 back" in said(cem.post(undo[1], follow=True))
    assert anna.post("/customers/give/", form).status_code == 403
