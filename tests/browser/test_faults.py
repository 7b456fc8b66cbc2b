"""The looking for faults itself: it sees what is wrong by day, by night, and in width."""

import pytest
from playwright.sync_api import Browser

from tests.browser.desks_of_others import SMALL
from tests.browser.faults import faults

PAGE = "<!doctype html><html lang=en><title>t</title><main><h1>Head</h1>{}</main>"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<img src='data:,'>", "image-alt"),
        (
            "<style>@media (prefers-color-scheme: dark) {p {color: #777; background: #888}}</style><p>dim</p>",
            "by night",
        ),
        ("<p style='width: 900px'>wide</p>", "wider than the screen"),
    ],
)
def test_a_fault_is_found(browser: Browser, body: str, fault: str) -> None:
    page = browser.new_context(viewport=SMALL).new_page()
    page.set_content(PAGE.format(body))
    assert [one for one in faults(page) if fault in one] != []


def test_a_page_without_faults_has_none(browser: Browser) -> None:
    page = browser.new_context(viewport=SMALL).new_page()
    page.set_content(PAGE.format("<p>plain</p>"))
    assert faults(page) == []
