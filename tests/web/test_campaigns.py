"""Campaigns: figures against sums done by hand, costs with their undo, who may change what."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.world import NOW, inquire, people
from winnow.flow.finish import Bought, Close, Rest, close, nurture, order
from winnow.flow.work import Dispose, dispose
from winnow.measure.queries import campaigns as measure
from winnow.people.actions.record import NotDone
from winnow.prospects.actions import campaigns as actions
from winnow.prospects.models import Campaign, Cost, Event
from winnow.prospects.words import Channel, Outcome

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
RIPE = NOW + timedelta(days=100)


class Firm:
    """The campaign Spring (600 EUR) brought four persons, one of them twice; Ben touched two of them.

    One bought for 3,000 (margin 900), one is in nurture, one bought elsewhere, one waits.
    """

    def __init__(self, monkeypatch):
        self.now = NOW
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.cast = people()
        self.buyer, self.resting, self.lost, self.waiting = (
            inquire(campaign="Spring", email=f"{name}@{name}.example.com").prospect
            for name in ("a", "b", "c", "d")
        )
        inquire(campaign="Spring", email="d@d.example.com")
        self.spring = Campaign.objects.get()
        self.by = {"by": self.cast.mia, "now": NOW}
        self.cost = actions.add_cost(self.spring, date(2026, 3, 1), Decimal(600), "EUR", "Ads", **self.by)
        ben, at = self.cast.ben.id, NOW + timedelta(minutes=20)
        dispose([Dispose(number, "no_answer", at, ben) for number in (self.buyer, self.lost)], now=at)
        order([Bought(self.buyer, Decimal(3000), "EUR", at, ben, margin=Decimal(900))], now=at)
        nurture([Rest(self.resting, at, ben, "Next year")], now=at)
        close([Close(self.lost, Outcome.BOUGHT_ELSEWHERE, at, ben, self.reason(), "They said so", "Rival",
                     self.checklist())], now=at)  # fmt: skip

    def closing(self):
        from winnow.procedure.queries import in_force

        return in_force(NOW)[1].closing[Outcome.BOUGHT_ELSEWHERE]

    def reason(self):
        return next(iter(one.key for one in self.closing().reasons), "")

    def checklist(self):
        return tuple(self.closing().checklist)

    def brought(self, at=RIPE):
        return measure.brought(at)[self.spring.id]

    def browser(self, user=None):
        client = Client()
        client.force_login(user or self.cast.mia, backend=BACKEND)
        return client

    def page(self, query="", user=None, at=RIPE):
        self.now = at
        return self.browser(user).get(reverse("campaign", args=[self.spring.id]) + query)


@pytest.fixture
def firm(monkeypatch):
    return Firm(monkeypatch)


# Figures


def test_inquiries_count_repeats_and_prospects_do_not(firm):
    assert (firm.brought().inquiries, firm.brought().prospects) == (5, 4)


def test_verdicts_are_those_of_the_prospects_as_they_stand(firm):
    of = firm.brought()
    assert (of.qualified, of.nurture, of.disqualified, of.none) == (1, 1, 1, 1)


def test_each_prospect_has_just_one_verdict(firm):
    of = firm.brought()
    assert of.qualified + of.nurture + of.disqualified + of.none == of.prospects


def test_two_of_four_were_followed_up(firm):
    assert (firm.brought().followed.part, firm.brought().followed.whole) == (2, 4)


def test_the_return_is_that_of_the_margin(firm):
    (one,) = firm.brought().money
    assert (one.revenue, one.margin, one.roi) == (3000, 900, Decimal("0.5"))


def test_an_order_without_a_margin_makes_it_a_return_of_revenue(firm):
    order([Bought(firm.waiting, Decimal(600), "EUR", NOW, None)], now=NOW)
    (one,) = firm.brought().money
    assert (one.basis, one.roi) == ("revenue", Decimal(5))


def test_an_order_in_another_currency_is_kept_apart(firm):
    order([Bought(firm.waiting, Decimal(600), "USD", NOW, None)], now=NOW)
    assert [(one.currency, one.revenue, one.roi) for one in firm.brought().money] == [
        ("EUR", 3000, Decimal("0.5")),
        ("USD", 600, None),
    ]


def test_what_one_cost(firm):
    (one,) = firm.brought().money
    assert (one.cost_of(5), one.cost_of(1)) == (120, 600)


def test_a_young_campaign_is_not_judged(firm):
    assert not firm.brought(at=NOW + timedelta(days=89)).is_ripe


def test_a_ripe_campaign_is_judged(firm):
    assert firm.brought(at=NOW + timedelta(days=90)).is_ripe


def test_the_day_on_which_it_can_be_judged_is_told(firm):
    assert measure.ripe_on(firm.spring.id) == (NOW + timedelta(days=90)).date()


def test_the_rule_of_45_counts_persons(firm):
    stick = firm.brought().yardstick(Decimal(75))
    assert (stick.expected, stick.bought, stick.elsewhere, stick.unaccounted) == (3, 1, 1, 1)


def test_dispositions_are_counted_by_touch(firm):
    assert measure.dispositions(firm.spring.id) == [("no_answer", 2)]


def test_dispositions_by_owner_and_age_say_who_has_touched_how_many(firm):
    found = {one.owner: one for one in measure.by_owner_and_age(firm.spring.id, NOW + timedelta(days=10))}
    ben = found[firm.cast.ben.id]
    assert [(share.part, share.whole) for share in ben.by_age] == [(0, 0), (2, 3), (0, 0), (0, 0)]


def test_months_are_cohorts_of_first_inquiries(firm):
    (march,) = measure.months(firm.spring.id)
    assert (march.first, march.prospects, march.qualified, march.bought) == (date(2026, 3, 1), 4, 1, 1)


def test_what_came_without_a_campaign_is_counted_beside(firm):
    inquire()
    assert measure.brought(RIPE)[None].prospects == 1


# Pages


def test_the_list_shows_the_return(firm):
    firm.now = RIPE
    text = firm.browser().get(reverse("campaigns")).content.decode()
    assert "+50\u00a0%" in text


def test_the_list_marks_a_young_campaign_instead_of_a_figure(firm):
    text = firm.browser().get(reverse("campaigns")).content.decode()
    assert "too young to judge" in text
    assert "+50" not in text


def test_the_page_shows_its_figures(firm):
    text = firm.page().content.decode()
    assert all(words in text for words in ("€600.00", "€3,000.00", "€900.00", "+50\u00a0%", "Rule of 45"))


@pytest.mark.parametrize("share", ["-1", "101", "x"])
def test_a_share_that_is_none_is_a_bad_request(firm, share):
    assert firm.page(f"?share={share}").status_code == 400


def test_the_share_of_the_rule_can_be_changed_in_the_address(firm):
    assert firm.page("?share=75").context["yardstick"].expected == 3


@pytest.mark.parametrize(
    ("what", "count"), [("qualified", 1), ("nurture", 1), ("disqualified", 1), ("none", 1), ("inquired", 4),
                        ("untouched", 2), ("bought", 1), ("elsewhere", 1)],
)  # fmt: skip
def test_a_figure_leads_to_just_the_prospects_that_it_counts(firm, what, count):
    query = f"?campaign={firm.spring.id}&days=all&what={what}"
    assert len(firm.browser().get(reverse("coverage_prospects") + query).context["list"].rows) == count


def test_a_campaign_without_inquiries_says_how_they_find_it(firm):
    empty = Campaign.objects.create(name="Later", channel="web", created_at=NOW)
    assert (
        "Inquiries find this campaign"
        in firm.browser().get(reverse("campaign", args=[empty.id])).content.decode()
    )


def test_the_list_can_be_taken_out_as_a_file(firm):
    firm.now = RIPE
    answer = firm.browser().post(reverse("campaigns"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "600.00 EUR" in text
    assert "0.500 (margin, EUR)" in text


def test_the_list_sorts_by_inquiries(firm):
    Campaign.objects.create(name="Later", channel="web", created_at=NOW)
    inquire(campaign="Autumn")
    shown = firm.browser().get(reverse("campaigns") + "?sort=-inquiries").context["list"].rows
    assert [row.name for row in shown] == ["Spring", "Autumn", "Later"]


@pytest.mark.parametrize("route", ["campaigns", "campaign"])
def test_more_campaigns_and_inquiries_ask_no_more_queries(firm, route):
    args = [firm.spring.id] if route == "campaign" else []

    def asked():
        client = firm.browser()
        client.get(reverse(route, args=args))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(route, args=args))
        return len(found)

    few = asked()
    for number in range(5):
        inquire(campaign=f"More {number}")
        inquire(campaign="Spring")
    assert asked() == few


# Keeping them


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


def test_a_manager_sees_but_does_not_change(firm):
    manager = firm.browser(firm.cast.cem)
    assert manager.get(reverse("campaign", args=[firm.spring.id])).status_code == 200
    assert manager.post(reverse("cost_drop", args=[firm.cost.id])).status_code == 403


def test_a_seller_is_kept_out(firm):
    assert firm.browser(firm.cast.anna).get(reverse("campaigns")).status_code == 403
