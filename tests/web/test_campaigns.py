"""Campaigns: figures against sums done by hand, costs with their undo, who may change what."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.campaigns_world import RIPE, Firm
from tests.world import NOW, inquire
from winnow.flow.finish import Bought, order
from winnow.measure.queries import campaigns as measure
from winnow.prospects.models import Campaign

pytestmark = pytest.mark.django_db


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
