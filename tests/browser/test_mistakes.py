"""What was typed by mistake is put right in a browser, by keyboard, on pages without faults."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.desks_of_others import faults_of, firm, sign_in

pytestmark = pytest.mark.browser
PAGES = ["/prospects/2/", "/prospects/2/orders/1/"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with firm(tmp_path_factory.mktemp("mistakes")) as url:
        yield url


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, address):
    assert faults_of(browser, address, "ada", PAGES) == []


def test_an_order_is_taken_back_with_its_reason(browser, address):
    page = sign_in(browser, address, "ada")
    page.goto(f"{address}/prospects/2/orders/1/")
    page.locator("#take_back_reason").focus()
    page.keyboard.type("It was another firm's")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The order is taken back; everything is as it was before.")).to_be_visible()
    expect(page.get_by_text("Order taken back: €3,000")).to_be_visible()
