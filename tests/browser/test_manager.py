"""The manager's desk in a browser: from a figure to its prospects, to somebody else, and back, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser
PAGES = [
    "/coverage/",
    "/coverage/followed/?days=all",
    "/coverage/prospects/?what=overdue",
    "/coverage/failures/",
]


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, firm):
    assert faults_of(browser, firm, "cem", PAGES) == []


def test_what_is_overdue_is_given_to_somebody_and_taken_back_by_keyboard(browser, firm):
    page = sign_in(browser, firm, "cem")
    page.goto(f"{firm}/coverage/")
    page.get_by_role("link", name="Overdue").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overdue")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[name=pick]:checked")).to_have_count(2)
    page.get_by_label("Give them to").select_option(label="Anna (has 0)")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("r")
    page.keyboard.type("Ben is ill")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 prospects reassigned.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("2 back with who had them.")).to_be_visible()
