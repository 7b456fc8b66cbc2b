"""Keeping campaigns and their costs: what is refused, what is recorded, who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.web.campaigns_world import Firm
from winnow.people.actions.record import NotDone
from winnow.prospects.actions import campaigns as actions
from winnow.prospects.models import Campaign, Cost, Event
from winnow.prospects.words import Channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(monkeypatch):
    return Firm(monkeypatch)


def test_a_new_campaign_is_recorded(firm):
    firm.browser().post(
        reverse("campaign_add"), {"name": "Autumn  fair", "channel": "trade_show", "code": "AF26"}
    )
    row = Campaign.objects.get(code="AF26")
    assert (row.name, Event.objects.filter(kind="campaign_added").get().actor) == (
        "Autumn fair",
        firm.cast.mia,
    )


@pytest.mark.parametrize(("name", "code"), [("SPRING", ""), ("Other", "spring")])
def test_no_two_campaigns_answer_to_one_word(firm, name, code):
    answer = firm.browser().post(reverse("campaign_add"), {"name": name, "channel": "web", "code": code})
    assert (answer.status_code, Campaign.objects.count()) == (422, 1)


def test_a_campaign_cannot_end_before_it_starts(firm):
    told = actions.Told("Other", Channel.WEB, "", date(2026, 5, 2), date(2026, 5, 1))
    with pytest.raises(NotDone, match="ends before it starts"):
        actions.add_campaign(told, **firm.by)


def test_a_negative_cost_is_refused_with_what_to_do(firm):
    url = reverse("cost_add", args=[firm.spring.id])
    answer = firm.browser().post(url, {"at": "2026-03-02", "amount": "-5", "currency": "EUR"})
    assert answer.status_code == 422
    assert "A cost cannot be negative" in answer.content.decode()


def test_the_action_refuses_a_negative_cost_too(firm):
    with pytest.raises(NotDone, match="negative"):
        actions.add_cost(firm.spring, date(2026, 3, 2), Decimal(-5), "EUR", **firm.by)


def test_what_is_no_currency_is_refused(firm):
    with pytest.raises(NotDone, match="three letters"):
        actions.add_cost(firm.spring, date(2026, 3, 2), Decimal(5), "€€€", **firm.by)


def test_a_cost_is_corrected_with_what_was_before(firm):
    url = reverse("cost_edit", args=[firm.cost.id])
    firm.browser().post(url, {"at": "2026-03-01", "amount": "700", "currency": "eur", "note": "Ads"})
    assert Event.objects.get(kind="cost_edited").data["changed"] == {"amount": ["600.00", "700"]}


def test_a_removed_cost_comes_back_by_its_undo(firm):
    client = firm.browser()
    answer = client.post(reverse("cost_drop", args=[firm.cost.id]))
    gone = Cost.objects.count()
    (message,) = get_messages(answer.wsgi_request)
    client.post(message.extra_tags.removeprefix("undo:"))
    assert (gone, Cost.objects.get().amount, Cost.objects.get().note) == (0, 600, "Ads")


def test_an_undo_pressed_twice_brings_a_cost_back_once(firm):
    client = firm.browser()
    answer = client.post(reverse("cost_drop", args=[firm.cost.id]))
    (message,) = get_messages(answer.wsgi_request)
    answers = [client.post(message.extra_tags.removeprefix("undo:")) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Cost.objects.count() == 1


def test_the_undo_of_one_person_is_not_anothers(firm):
    answer = firm.browser().post(reverse("cost_drop", args=[firm.cost.id]))
    (message,) = get_messages(answer.wsgi_request)
    firm.browser(firm.cast.ada).post(message.extra_tags.removeprefix("undo:"))
    assert not Cost.objects.exists()


def test_a_manager_sees_but_does_not_change(firm):
    manager = firm.browser(firm.cast.cem)
    assert manager.get(reverse("campaign", args=[firm.spring.id])).status_code == 200
    assert manager.post(reverse("cost_drop", args=[firm.cost.id])).status_code == 403


def test_a_seller_is_kept_out(firm):
    assert firm.browser(firm.cast.anna).get(reverse("campaigns")).status_code == 403
