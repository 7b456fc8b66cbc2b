"""What was typed by mistake is put right in a browser, by keyboard, on pages without faults."""

import pytest
from playwright.sync_api import expect

from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser
PAGES = ["/prospects/2/", "/prospects/2/orders/1/"]


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, firm):
    assert faults_of(browser, firm, "ada", PAGES) == []


def test_an_order_is_taken_back_with_its_reason(browser, firm):
    page = sign_in(browser, firm, "ada")
    page.goto(f"{firm}/prospects/2/orders/1/")
    page.locator("#take_back_reason").focus()
    page.keyboard.type("It was another firm's")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The order is taken back; everything is as it was before.")).to_be_visible()
    expect(page.get_by_text("Order taken back: €3,000")).to_be_visible()
