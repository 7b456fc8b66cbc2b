"""Questions at the desk by keyboard, the outcome they want, passing on early; and the pages of what was learned."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.desks_of_others import faults_of
from tests.browser.test_desk import SMALL, WIDE, answer, press, pytestmark, sign_in

__all__ = ["pytestmark"]
PAGES = [
    "/learning/",
    "/learning/outcomes/",
    "/learning/outcomes/lower_cost/",
    "/learning/harvesters/",
    "/learning/desk/",
]


def until_asked(page: Page, question: str) -> None:
    """Answer what is offered, each time the first answer, until that question is."""
    while page.locator(".question-next [name=question]").get_attribute("value") != question:
        answer(page, "1")


def test_their_words_find_our_outcome_and_two_keys_confirm_it(browser: Browser, address: str) -> None:
    page = sign_in(browser, address, "ben", WIDE)
    until_asked(page, "desired_outcome")
    expect(page.locator("#ask-fits")).to_contain_text("Fewer failures")  # they wrote "No more downtime"
    page.locator("#ask-desired_outcome-text").fill("It must cost us less: save money")
    expect(page.locator("#ask-fits button").first).to_contain_text("The same work costs less")
    answer(page, "a")
    expect(page.locator("#ask-fits")).to_contain_text("The same work costs less")
    expect(page.locator("#ask-fits .icon")).to_have_attribute("aria-label", "Confirmed")


def test_a_great_question_is_marked_by_one_key(browser: Browser, address: str) -> None:
    page = sign_in(browser, address, "ben", SMALL)
    press(page, "v", "/great/")
    expect(page.locator(".question-next [aria-pressed]")).to_have_attribute("aria-pressed", "true")
    press(page, "v", "/great/")
    expect(page.locator(".question-next [aria-pressed]")).to_have_attribute("aria-pressed", "false")


def test_enter_in_a_field_answers_nothing(browser: Browser, address: str) -> None:
    page = sign_in(browser, address, "ben", WIDE)
    before = page.locator(".question-next [name=question]").get_attribute("value")
    page.locator(".question-next [name=text]").fill("They think it over")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".question-next [name=question]").get_attribute("value") == before


def test_what_we_do_not_deliver_is_passed_on_by_a_key_and_words_and_undone(
    browser: Browser, address: str
) -> None:
    page = sign_in(browser, address, "ben", WIDE)
    press(page, "w")
    page.keyboard.type("A swimming pool")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("they want what we do not deliver")
    with page.expect_navigation():
        press(page, "z")
    page.goto(f"{address}/desk/")
    expect(page.locator("h1")).to_contain_text("Joe Miller")


def test_every_page_of_what_was_learned_is_accessible_in_light_and_dark_and_at_320(
    browser: Browser, address: str
) -> None:
    assert faults_of(browser, address, "cem", PAGES) == []
