"""The day of a qualifier and a seller, by keyboard only, on a wide and on a small screen."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk_server import PASSWORD
from tests.browser.desks_of_others import faults_of

pytestmark = pytest.mark.browser
WIDE, SMALL = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


def sign_in(browser: Browser, address: str, name: str, size: Any) -> Page:
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=login]").focus()
    page.keyboard.type(f"{name}@winnow.example")
    page.locator("[name=password]").focus()
    page.keyboard.type(PASSWORD)
    with page.expect_navigation(url=lambda url: "login" not in url):
        page.keyboard.press("Enter")
    page.goto(f"{address}/desk/")
    return page


def answer(page: Page, key: str) -> None:
    """Answer the question that is offered, by the key of its answer; it is saved at once, and the next one comes."""
    page.evaluate("document.activeElement.blur()")
    with page.expect_response(lambda response: "/answer/" in response.url and response.status == 200):
        page.keyboard.press("r")
        page.keyboard.press(key)
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


def press(page: Page, key: str, path: str = "") -> None:
    """A single key, from outside every field; `path` names the part that it brings."""
    page.evaluate("document.activeElement.blur()")
    if not path:
        page.keyboard.press(key)
        return
    with page.expect_response(lambda response: path in response.url):
        page.keyboard.press(key)
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["1280", "320"])
def test_from_next_to_the_order_without_a_mouse(browser, address, size):
    page = sign_in(browser, address, "ben", size)
    expect(page.locator("h1")).to_contain_text("Joe Miller")
    press(page, "5", "/sets/")
    page.locator("[name=note]").first.focus()
    page.keyboard.type("Talked to him; a real problem.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Saved for Joe Miller")
    for _ in range(6):
        answer(page, "1")
    expect(page.locator(".question-next")).to_have_count(0)
    press(page, "q", "/verdict/")
    expect(page.locator("#verdict-fields")).to_contain_text("Goes to Anna")
    page.locator("#verdict [value=qualified]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast").last).to_contain_text("is a lead, with Anna")

    page = sign_in(browser, address, "anna", size)
    expect(page.locator("#reply h2")).to_contain_text("handed over to you")
    press(page, "1")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("yours: an opportunity")
    page.goto(f"{address}/prospects/1/")
    press(page, "o")
    page.locator("#order_amount").focus()
    page.keyboard.type("12400")
    page.locator("#order_po_number").focus()
    page.keyboard.type("PO-17")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("is a customer")
    expect(page.locator("h1")).to_contain_text("Customer")


PAGES = [
    ("ben", "/desk/"), ("ben", "/prospects/"), ("ben", "/prospects/1/"), ("ben", "/prospects/1/edit/"),
    ("ben", "/prospects/1/?do=close&outcome=bought_elsewhere"), ("ben", "/prospects/1/merge/"),
    ("ben", "/inquiries/1/"), ("ben", "/entry/"), ("ben", "/entry/batch/"), ("anna", "/desk/"),
    ("anna", "/prospects/1/"),
]  # fmt: skip


def test_every_page_of_the_desk_is_accessible_in_light_and_dark_and_at_320(browser, address):
    found = [
        faults_of(browser, address, name, [path for who, path in PAGES if who == name])
        for name in ("ben", "anna")
    ]
    assert found == [[], []]


def test_a_note_survives_a_reload(browser, address):
    page = sign_in(browser, address, "ben", WIDE)
    page.locator("#work_note").focus()
    page.keyboard.type("Half a sentence")
    page.wait_for_timeout(400)
    page.reload()
    expect(page.locator("#work_note")).to_have_value("Half a sentence")


def test_a_caller_is_recognised_while_one_types_and_saved_by_keyboard(browser, address):
    page = sign_in(browser, address, "anna", WIDE)
    page.goto(f"{address}/entry/")
    page.keyboard.press("Tab")
    page.keyboard.type("joe@miller.example.com")
    expect(page.locator("#known")).to_contain_text("Known: Joe Miller")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#saved-head")).to_contain_text("Joe Miller is taken in")
