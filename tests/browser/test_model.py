"""The page of the model by keyboard and by axe, with a model and without."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.desk_server import REPOSITORY, winnow
from tests.browser.test_desk import SMALL, WIDE, faults, sign_in

pytestmark = pytest.mark.browser
MODEL = """
import django; django.setup()
from tests.web.test_model import model
model(1, "retired"); model(2)
"""


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture
def address(tmp_path):
    with winnow(tmp_path) as url:
        yield url


def with_models(home) -> None:
    env = os.environ | {
        "WINNOW_HOME": str(home), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "winnow.config.settings",
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MODEL], cwd=REPOSITORY, env=env, check=True, timeout=120
    )


def test_the_page_is_accessible_in_light_and_dark_and_at_320(browser, address, tmp_path):
    found = {}
    for models in (False, True):
        if models:
            with_models(tmp_path)
        for size, scheme in ((WIDE, "light"), (WIDE, "dark"), (SMALL, "light"), (SMALL, "dark")):
            page = sign_in(browser, address, "cem", size, scheme)
            page.goto(f"{address}/model/")
            if bad := faults(page, size["width"]):
                found[(models, size["width"], scheme)] = bad
    assert not found


def test_a_manager_freezes_the_model_without_a_mouse(browser, address, tmp_path):
    with_models(tmp_path)
    page = sign_in(browser, address, "cem", WIDE)
    page.goto(f"{address}/model/")
    page.keyboard.press("f")
    page.locator("#hold_reason").focus()
    page.keyboard.type("We compare two fairs.")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Model 2 is frozen")
    expect(page.locator(".badge").first).to_contain_text("Frozen")
