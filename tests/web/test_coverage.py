"""Coverage: figures against counts made by hand, drill-down, reassigning with undo, who sees what."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.coverage_firm import Firm, line_of
from tests.world import NOW, inquire
from winnow.flow.finish import Rest, nurture
from winnow.flow.tick import tick
from winnow.flow.work import Reassign, reassign
from winnow.people.models import User
from winnow.prospects.models import Prospect

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(monkeypatch):
    return Firm(monkeypatch)


# Figures


def test_what_a_person_holds_is_counted(firm):
    assert line_of(firm.page(), firm.cast.ben).duties.held == 3


def test_nothing_is_overdue_while_all_is_within_its_clock(firm):
    assert firm.total().duties.overdue == 0


def test_what_is_due_within_a_day_is_due_soon(firm):
    until = NOW + timedelta(hours=24)
    assert firm.total().duties.soon == Prospect.objects.filter(due_at__gte=NOW, due_at__lt=until).count() == 3


def test_what_was_not_done_is_overdue_and_says_since_when(firm):
    at = NOW + timedelta(days=3)
    late = sorted(Prospect.objects.values_list("due_at", flat=True))
    duties = firm.total(at=at).duties
    assert (duties.overdue, duties.overdue_week, duties.oldest) == (3, 3, late[0])


def test_what_the_worker_escalated_is_shown_by_its_step(firm):
    at = NOW + timedelta(days=3)
    for hours in (24, 48, 72):
        tick(NOW + timedelta(hours=hours), worker="w")
    steps = Prospect.objects.values_list("escalation", flat=True)
    duties = firm.total(at=at).duties
    assert duties.escalated == sum(step > 0 for step in steps) > 0


def test_a_campaign_narrows_every_figure(firm):
    row = Prospect.objects.get(id=inquire(now=NOW, campaign="Spring").prospect)
    assert firm.total(query=f"?campaign={row.campaign_id}").duties.held == 1


def test_those_without_a_campaign_can_be_chosen(firm):
    inquire(now=NOW, campaign="Spring")
    assert firm.total(query="?campaign=0").duties.held == 3


# Drill-down


@pytest.mark.parametrize(
    ("what", "after"),
    [("soon", 1), ("overdue", 80), ("overdue_week", 80), ("held", 1), ("handovers", 1), ("managers", 1)],
)
def test_a_figure_leads_to_just_the_prospects_that_it_counts(firm, what, after):
    firm.now = NOW + timedelta(hours=after)
    assert len(firm.rows(f"?what={what}")) == getattr(firm.total().duties, what)


def test_those_not_touched_yet_are_behind_the_share_followed_up(firm):
    assert firm.rows("?what=untouched") == {firm.second, firm.third}


def test_those_whose_clock_ran_out_are_behind_the_share_in_time(firm):
    firm.now = NOW + timedelta(days=2)
    assert firm.rows("?what=missed") == {firm.second, firm.third}


def test_a_word_that_is_no_figure_is_a_bad_request(firm):
    assert firm.browser(firm.cast.cem).get(reverse("coverage_prospects") + "?what=secrets").status_code == 400


@pytest.mark.parametrize("query", ["?days=1", "?campaign=x", "?colour=red", "?owner=abc", "?channel=fax",
                                   "?campaign=" + "9" * 30, "?campaign=" + "9" * 5_000])  # fmt: skip
def test_an_address_that_means_nothing_is_a_bad_request(firm, query):
    answers = [
        firm.browser(firm.cast.cem).get(reverse(name) + query) for name in ("coverage", "coverage_prospects")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]


# Who sees what


def test_a_manager_of_another_team_sees_none_of_it(firm):
    assert firm.total(user=firm.cast.nora).duties.held == 0


def test_a_manager_cannot_choose_another_team(firm):
    assert firm.page(f"?team={firm.cast.new_york.id}").status_code == 400


def test_an_admin_sees_all_teams(firm):
    assert firm.total(user=firm.cast.ada).duties.held == 3


def test_a_seller_is_kept_out(firm):
    assert firm.page(user=firm.cast.anna).status_code == 403


def test_an_empty_desk_says_what_to_do_next(firm):
    assert "As soon as inquiries come in" in firm.page(user=firm.cast.nora).content.decode()


# Reassigning


def give(firm, to, reason="Ben is ill", user=None, picks=None):
    client = firm.browser(user or firm.cast.cem)
    picked = picks or [firm.first, firm.second]
    answer = client.post(reverse("coverage_reassign"), {"pick": picked, "to": to, "reason": reason})
    return client, list(get_messages(answer.wsgi_request))


def owners():
    return list(Prospect.objects.order_by("id").values_list("owner__name", flat=True))


def test_several_are_given_to_somebody_with_the_reason(firm):
    give(firm, firm.cast.anna.id)
    assert owners() == ["Anna", "Anna", "Ben"]


def test_the_undo_gives_them_back(firm):
    client, (message,) = give(firm, firm.cast.anna.id)
    client.post(message.extra_tags.removeprefix("undo:"))
    assert owners() == ["Ben", "Ben", "Ben"]


def test_the_undo_leaves_what_somebody_else_moved_on(firm):
    client, (message,) = give(firm, firm.cast.anna.id)
    reassign([Reassign(firm.first, NOW, firm.cast.ada.id, "to me", firm.cast.cem.id)], now=NOW)
    client.post(message.extra_tags.removeprefix("undo:"))
    assert owners() == ["Cem", "Ben", "Ben"]


def test_the_undo_of_one_person_is_not_anothers(firm):
    _, (message,) = give(firm, firm.cast.anna.id)
    firm.browser(firm.cast.ada).post(message.extra_tags.removeprefix("undo:"))
    assert owners() == ["Anna", "Anna", "Ben"]


def test_one_from_nurture_comes_back_to_a_desk_and_by_the_undo_to_nurture(firm):
    nurture([Rest(firm.first, NOW, firm.cast.mia.id, "Later")], now=NOW)
    before = Prospect.objects.values("state", "owner_id", "due_at", "queue").get(id=firm.first)
    client, (message,) = give(firm, firm.cast.anna.id, user=firm.cast.ada)
    given = Prospect.objects.get(id=firm.first)
    assert (given.state, given.owner_id, given.next_action) == ("working", firm.cast.anna.id, "call")
    client.post(message.extra_tags.removeprefix("undo:"))
    assert Prospect.objects.values("state", "owner_id", "due_at", "queue").get(id=firm.first) == before


def test_the_routing_may_choose(firm):
    give(firm, "routing")
    assert firm.first in Prospect.objects.exclude(owner=firm.cast.ben).values_list("id", flat=True)


def test_without_a_reason_nothing_changes(firm):
    _, (message,) = give(firm, firm.cast.anna.id, reason=" ")
    assert (owners(), str(message)) == (["Ben"] * 3, "Choose who gets them, and say why.")


def test_a_manager_cannot_reassign_another_teams_prospects(firm):
    give(firm, firm.cast.ned.id, user=firm.cast.nora)
    assert owners() == ["Ben"] * 3


def test_a_manager_cannot_give_them_to_another_team(firm):
    give(firm, firm.cast.ned.id)
    assert owners() == ["Ben"] * 3


# Speed and files


def queries(firm, route, query=""):
    client = firm.browser(firm.cast.cem)
    client.get(reverse(route) + query)
    with CaptureQueriesContext(connection) as found:
        client.get(reverse(route) + query)
    return len(found)


@pytest.mark.parametrize("route", ["coverage", "coverage_prospects", "coverage_failures"])
def test_more_prospects_and_people_ask_no_more_queries(firm, route):
    few = queries(firm, route)
    for number in range(6):
        User.objects.create_user(
            f"q{number}@winnow.example",
            None,
            name=f"Q{number}",
            role="qualifier",
            team=firm.cast.berlin,
            joined_at=NOW,
        )
    for _ in range(12):
        inquire(now=NOW)
    assert queries(firm, route) == few


def test_the_figures_can_be_taken_out_as_a_file(firm):
    answer = firm.browser(firm.cast.cem).post(reverse("coverage"), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert ["Ben", "Berlin", "3"] in [[cell.strip('"') for cell in line.split(",")[:3]] for line in lines]
