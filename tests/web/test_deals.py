"""The board, the list and the page of an opportunity."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.deals_world import opportunity
from tests.web.desk_steps import Desk, said
from winnow.deals.models import Opportunity, Step
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Prospect


@pytest.fixture
def anna(desk: Desk):
    return desk.as_(desk.cast.anna)


def test_the_board_shows_what_each_stage_comes_to_and_why_each_is_still_here(desk, anna):
    opportunity(desk.cast, desk.now, amount=Decimal(30_000), low=Decimal(20_000), high=Decimal(40_000))
    opportunity(desk.cast, desk.now, amount=Decimal(500), stage="asked")
    page = said(anna.get("/opportunities/"))
    assert "<strong>€30,000</strong>" in page
    assert "(€20,000 to €40,000)" in page
    assert "expected €4,500" in page  # at the procedure's 15 %
    assert "Big" in page
    assert "New" in page


def test_a_seller_sees_their_own_and_may_look_at_the_team(desk):
    opportunity(desk.cast, desk.now)
    assert "1 open" in said(desk.as_(desk.cast.cem).get("/opportunities/"))
    assert "0 open" in said(desk.as_(desk.cast.ned).get("/opportunities/?owner="))


def test_it_moves_by_the_form_on_its_page(desk, anna):
    deal = opportunity(desk.cast, desk.now)
    form = {"stage": "asked", "evidence": "Their mail of Tuesday", "grade": "corroborated"}
    assert anna.post(f"/opportunities/{deal.pk}/do/stage/", form).status_code == 302
    assert Step.objects.get().stage == "asked"
    assert "Their mail of Tuesday" in said(anna.get(f"/opportunities/{deal.pk}/"))


def test_what_is_refused_is_said_and_kept(desk, anna):
    deal = opportunity(desk.cast, desk.now)
    form = {"stage": "asked", "evidence": "yes", "grade": "stated"}
    answer = anna.post(f"/opportunities/{deal.pk}/do/stage/", form)
    assert answer.status_code == 422
    assert "What shows it?" in said(answer)


def test_money_timeline_people_and_wishes_are_told_on_its_page(desk, anna):
    deal, path = opportunity(desk.cast, desk.now), "/opportunities/{}/do/{}/"
    told = {
        "money": {"amount": "900", "low": "", "high": "1200", "margin": "300", "currency": "EUR"},
        "timeline": {"decides_by": "2026-09-01", "evidence": "Said Ida Ott", "grade": "stated"},
        "person": {"name": "Ida Ott", "part": "decides", "note": ""},
        "wants": {"wanted": "", "words": "Half the paper", "competitors": "Rival"},
    }
    for action, form in told.items():
        assert anna.post(path.format(deal.pk, action), form).status_code == 302
    known = Opportunity.objects.get(pk=deal.pk)
    assert (known.low, known.high, known.decides_by) == (900, 1200, date(2026, 9, 1))
    page = said(anna.get(f"/opportunities/{deal.pk}/"))
    assert "<strong>Ida Ott</strong>: decides" in page
    assert "Half the paper" in page
    anna.post(path.format(deal.pk, "leaves"), {"participant": deal.participants.get().pk})
    assert not deal.participants.exists()


def test_nobody_else_writes_and_nonsense_is_answered(desk, anna):
    deal = opportunity(desk.cast, desk.now)
    path = f"/opportunities/{deal.pk}/do/money/"
    assert desk.as_(desk.cast.ben).post(path, {"amount": "1", "currency": "EUR"}).status_code == 403
    assert anna.post(f"/opportunities/{deal.pk}/do/dance/").status_code == 404
    assert anna.post(f"/opportunities/{deal.pk}/do/leaves/", {"participant": "x"}).status_code == 404
    assert anna.get("/opportunities/?order=x").status_code == 400


def test_the_list_is_sorted_and_narrowed(desk, anna):
    opportunity(desk.cast, desk.now, amount=Decimal(500))
    page = said(anna.get("/opportunities/list/?sort=progress&timeline=unknown"))
    assert "€500" in page
    assert "No opportunity like that" in said(anna.get("/opportunities/list/?timeline=known"))


def test_a_full_desk_is_offered_what_to_let_go(desk, anna):
    small = opportunity(desk.cast, desk.now, amount=Decimal(500))
    assert "desk is full" not in said(anna.get("/opportunities/"))
    text = default_text().replace("most_open = 0", "most_open = 1")
    publish(text, now=desk.now, by=desk.cast.ada, reason="One at a time")
    page = said(anna.get("/opportunities/"))
    assert "The desk is full: 1 of 1" in page
    assert f"/prospects/{small.pk}/?do=nurture" in page
    assert "desk is full: 1 of 1" in said(anna.get("/desk/"))
    assert "desk is full" not in said(desk.as_(desk.cast.cem).get("/opportunities/"))


def test_a_further_one_is_opened_in_one_step_and_stands_on_board_and_list(desk, anna):
    own = opportunity(desk.cast, desk.now)
    answer = anna.post(f"/opportunities/{own.pk}/further/", {"about": "Second plant", "amount": "700"})
    number = Opportunity.objects.get(about="Second plant").pk
    assert answer["Location"] == f"/opportunities/{number}/"
    for path in ("/opportunities/", "/opportunities/list/", f"/prospects/{own.pk}/", f"/prospects/{number}/",
                 f"/opportunities/{number}/", f"/opportunities/{own.pk}/"):  # fmt: skip
        assert "Second plant" in said(anna.get(path)), path


def test_what_hinders_a_further_one_is_said(desk, anna):
    own = opportunity(desk.cast, desk.now)
    anna.post(f"/opportunities/{own.pk}/further/", {"about": ""})
    assert "Say what it is about" in said(anna.get(f"/prospects/{own.pk}/"))


def test_other_opportunities_of_a_person_are_asked_for_at_once_and_only_those_one_may_see(desk, anna):
    own = opportunity(desk.cast, desk.now)
    asked = []
    for abouts in (("Plant 0", "Plant 1"), ("Plant 2", "Plant 3", "Plant 4", "Plant 5", "Plant 6")):
        for about in abouts:
            anna.post(f"/opportunities/{own.pk}/further/", {"about": about})
        anna.get(f"/opportunities/{own.pk}/")
        with CaptureQueriesContext(connection) as found:
            page = said(anna.get(f"/opportunities/{own.pk}/"))
        assert all(about in page for about in abouts)
        asked.append(len(found))
    assert asked[0] == asked[1]
    Prospect.objects.filter(opportunity__about="Plant 0").update(owner=desk.cast.ned)
    page = said(anna.get(f"/opportunities/{own.pk}/"))
    assert "Plant 0" not in page
    assert "Plant 1" in page


def test_of_many_others_ten_are_shown_and_the_rest_unfolds(desk, anna):
    own = opportunity(desk.cast, desk.now)
    for number in range(12):
        anna.post(f"/opportunities/{own.pk}/further/", {"about": f"Plant {number}."})
    page = said(anna.get(f"/opportunities/{own.pk}/"))
    assert all(f"Plant {number}." in page for number in range(12))
    assert "2 more" in page
    assert page.index("Plant 11.") < page.index("2 more") < page.index("Plant 0.")
