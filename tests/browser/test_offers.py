"""Offers in a browser: a seller makes one by keyboard, a buyer accepts it on a phone; the board and the purge too."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_server import in_home
from tests.browser.desks_of_others import SMALL, WIDE, faults_of, sign_in
from tests.browser.faults import faults

pytestmark = pytest.mark.browser
SEED = """
import django; django.setup()
import json, pathlib, sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from django.conf import settings
from django.utils import timezone
from tests.deals_world import opportunity
from tests.offers_world import PAGE
from types import SimpleNamespace
from winnow.deals.models import Opportunity
from winnow.flow.offers import links
from winnow.flow.offers.making import Make, make
from winnow.people.models import User
now = timezone.now()
cast = SimpleNamespace(**{user.name.lower(): user for user in User.objects.all()})
deals = [opportunity(cast, now, amount=Decimal(amount)) for amount in (2_000, 90_000, 700)]
page = replace(PAGE, valid_until=(now + timedelta(days=20)).date(), terms="You pay when it works.")
made = [make(Make(key, deals[0].pk, now, cast.anna.pk, key, page), now=now) for key in ("one", "two")]
past = now - timedelta(days=40)
Opportunity.objects.filter(pk=deals[2].pk).update(
    opened_at=past, progress_at=past, doubted_at=past, review_at=now - timedelta(days=1))
told = {"deals": [one.pk for one in deals], "offers": [one.pk for one in made], "paths": list(map(links.path_of, made))}
pathlib.Path(settings.HOME, "offers.json").write_text(json.dumps(told))
"""


@pytest.fixture
def known(home: Path) -> dict[str, list[str]]:
    """Three opportunities of anna's, one of them in the purge review, and two offers to the first."""
    in_home(home, SEED)
    found: dict[str, list[str]] = json.loads((home / "offers.json").read_text())
    return found


def test_the_pages_of_sellers_have_no_faults_at_any_size_in_light_and_dark(browser, known, address):
    deal, offer = known["deals"][0], known["offers"][0]
    pages = [
        "/offers/",
        f"/offers/{offer}/",
        f"/offers/new/{deal}/",
        "/opportunities/",
        f"/opportunities/{deal}/",
    ]
    assert faults_of(browser, address, "anna", [*pages, "/offers/slow/"]) == []


def buyer(browser: Browser, size: dict[str, int], script: bool = True) -> Page:
    return browser.new_context(viewport=size, java_script_enabled=script).new_page()


def test_the_buyers_page_has_no_faults_and_is_accepted_on_a_phone_without_script(browser, known, address):
    found = []
    for size in (WIDE, SMALL):
        page = buyer(browser, size)
        page.goto(address + known["paths"][0])
        found += faults(page)
    assert found == []
    page = buyer(browser, SMALL, script=False)
    page.goto(address + known["paths"][0])
    page.get_by_text("Ask a question").click()
    page.get_by_label("Your question").fill("Who trains us?")
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("Your question is with Anna").wait_for()
    page.get_by_label("Your name").first.fill("Ida Ott")
    page.get_by_label("Your purchase order number").fill("PO 7")
    page.get_by_role("button", name=re.compile("Accept for")).click()
    page.get_by_text("Accepted. Thank you.").wait_for()
    page.goto(address + known["paths"][1])
    page.get_by_label("Your name").first.fill("Ida Ott")
    page.get_by_role("button", name=re.compile("Start with less")).click()
    page.get_by_text("One set first").first.wait_for()


def test_a_seller_makes_an_offer_by_keyboard_and_finds_its_link(browser, known, address):
    page = sign_in(browser, address, "anna")
    page.goto(f"{address}/opportunities/{known['deals'][1]}/")
    page.keyboard.press("f")
    page.wait_for_url(re.compile(r"/offers/new/"))
    assert page.input_value("[name=text_1]") == "As agreed"
    page.locator("[name=title]").fill("Half the paper")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/offers/\d+/$"))
    assert "/offer/" in page.input_value("#offer-link")


def test_board_and_purge_review_go_by_keyboard(browser, known, address):
    page = sign_in(browser, address, "cem")
    page.goto(f"{address}/opportunities/")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.innerHTML")
    assert "/opportunities/" in focused
    page.goto(f"{address}/purge/")
    page.get_by_label("Why?").fill("Too small, and quiet")
    page.get_by_label("Why?").press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("1 went to nurture").wait_for()
    page.get_by_role("button", name="Undo").first.press("Enter")
    page.get_by_text("came back to their sellers").wait_for()
