"""Mail in a browser: written by keyboard from a template and found in the history; its pages at every size."""

import re

import pytest

from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser
PAGES = (
    "/mail/",
    "/mail/held/",
    "/mail/suppressed/",
    "/mail/templates/",
    "/prospects/1/mail/",
    "/account/log-address/",
)


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, address):
    assert faults_of(browser, address, "cem", PAGES) == []


def test_a_mail_is_written_from_a_template_by_keyboard_and_found_in_the_history(browser, address):
    page = sign_in(browser, address, "ben")
    page.goto(f"{address}/desk/")
    page.keyboard.press("x")
    page.wait_for_url(re.compile(r"/mail/"))
    page.get_by_role("link", name="First answer").press("Enter")
    page.wait_for_url(re.compile(r"template="))
    assert "Hello Joe," in page.input_value("[name=text]")
    page.locator("[name=text]").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/desk/"))
    page.goto(f"{address}/prospects/1/")
    page.get_by_role("link", name="Read the mail").press("Enter")
    page.wait_for_url(re.compile(r"/mail/\d+/"))
    assert page.get_by_role("heading", level=1).inner_text() == "Your inquiry"
