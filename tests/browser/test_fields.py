"""A field is as large as what is to be written into it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desks_of_others import SMALL, WIDE, sign_in

pytestmark = pytest.mark.browser
A_LINE = 36  # pixels, the most that a field of one line takes


def height(page: Page, name: str) -> int:
    found: int = page.locator(f"textarea[name={name}]").evaluate("field => field.offsetHeight")
    return found


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_a_field_for_sentences_is_several_lines_high(browser: Browser, firm: str, size) -> None:
    page = sign_in(browser, firm, "ben", size)
    page.goto(f"{firm}/entry/")
    assert height(page, "message") > 2 * A_LINE


def test_a_field_for_many_rows_shows_many(browser: Browser, firm: str) -> None:
    page = sign_in(browser, firm, "ben")
    page.goto(f"{firm}/entry/batch/")
    assert height(page, "rows") > 5 * A_LINE
