"""The marketer's desk in a browser: campaigns and costs, quarantine and rejects, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser
PAGES = ["/campaigns/", "/campaigns/1/", "/campaigns/add/", "/campaigns/1/edit/", "/costs/1/", "/quarantine/",
         "/rejected/", "/held/1/", "/held/3/", "/held/replay/quarantined/"]  # fmt: skip


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, firm):
    assert faults_of(browser, firm, "mia", PAGES) == []


def test_spam_is_dismissed_and_brought_back_by_keyboard(browser, firm):
    page = sign_in(browser, firm, "mia")
    page.goto(f"{firm}/quarantine/")
    for key in ("j", "x", "d"):
        page.keyboard.press(key)
    expect(page.get_by_text("1 inquiry dismissed.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("1 wait again.")).to_be_visible()


def test_what_is_real_is_released_by_keyboard(browser, firm):
    page = sign_in(browser, firm, "mia")
    page.goto(f"{firm}/quarantine/")
    for key in ("j", "x", "l"):
        page.keyboard.press(key)
    expect(page.get_by_text("1 inquiry released; the clock starts now.")).to_be_visible()


def test_what_was_not_understood_is_put_right(browser, firm):
    page = sign_in(browser, firm, "mia")
    page.goto(f"{firm}/rejected/")
    for key in ("j", "o"):
        page.keyboard.press(key)
    page.get_by_label("E-mail").fill("right@pump.example.com")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("It went through")).to_be_visible()


def test_a_cost_is_added(browser, firm):
    page = sign_in(browser, firm, "mia")
    page.goto(f"{firm}/campaigns/1/")
    page.get_by_label("Amount").fill("250.50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="€250.50")).to_be_visible()
