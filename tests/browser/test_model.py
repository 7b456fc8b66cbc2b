"""The page of the model by keyboard and by axe, with a model and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk_server import in_home
from tests.browser.desks_of_others import faults_of
from tests.browser.test_desk import WIDE, sign_in

pytestmark = pytest.mark.browser
MODEL = """
import django; django.setup()
from tests.web.test_model import model
model(1, "retired"); model(2)
"""


def test_the_page_is_accessible_in_light_and_dark_and_at_320(browser, address, home):
    without = faults_of(browser, address, "cem", ["/model/"])
    in_home(home, MODEL)
    assert [*without, *faults_of(browser, address, "cem", ["/model/"])] == []


def test_a_manager_freezes_the_model_without_a_mouse(browser, address, home):
    in_home(home, MODEL)
    page = sign_in(browser, address, "cem", WIDE)
    page.goto(f"{address}/model/")
    page.keyboard.press("f")
    page.locator("#hold_reason").focus()
    page.keyboard.type("We compare two fairs.")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Model 2 is frozen")
    expect(page.locator(".badge").first).to_contain_text("Frozen")
