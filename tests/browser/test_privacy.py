"""People's rights in a browser: written down, forgotten, taken back; without faults at any size."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser


def test_a_person_is_to_be_forgotten_and_it_is_taken_back(browser, firm):
    page = sign_in(browser, firm, "cem")
    page.goto(f"{firm}/prospects/")
    page.locator("[data-rows] a[href*='/prospects/']").first.click()
    page.get_by_role("link", name="What we keep of them, and why we may write").click()
    path = page.url.removeprefix(firm)
    assert faults_of(browser, firm, "cem", [path, "/privacy/"]) == []
    page.get_by_label("What it rests on").fill("Asked for the newsletter at the fair.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Asked for the newsletter at the fair.").first).to_be_visible()
    page.get_by_label("Who asks for it").fill("By mail, today.")
    page.get_by_role("button", name="Forget them").click()
    expect(page.get_by_text(re.compile("To be erased"))).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("The erasure was taken back.")).to_be_visible()
