"""Every page there is, by the table of who may open what: no faults on a small screen, by day and by night.

Pages in states of their own, and on a wide screen, are looked at by the tests of their desks.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.desk_server import PASSWORD, in_home, served
from tests.browser.desks_of_others import SMALL, sign_in
from tests.browser.faults import faults

pytestmark = pytest.mark.browser
FEWEST = 100  # pages; fewer would mean that this test looks past them
WORLD = f"""
import django; django.setup()
import json
from django.db import transaction
from django.urls import get_resolver, reverse
from tests.web.samples import Sample, all_samples
from tests.web.samples.world import make_world
from winnow.config.urls import RULES
from winnow.web.access import MACHINE
SIGN_IN = ("account_login", "anonymous")  # whoever is signed in is led on
with transaction.atomic():
    world, samples = make_world(), all_samples()
    pages = {{}}
    for route, rule in sorted(RULES.items()):
        sample = samples.get(route, Sample())
        able = [one for one in ("anonymous", "admin", "manager", "marketer", "seller", "qualifier") if one in rule]
        able = [one for one in able if sample.expected(one, True) == 200 or (route, one) == SIGN_IN]
        if rule != MACHINE and able and "logout" not in route:
            pages.setdefault(able[0], []).append(reverse(route, kwargs=dict(sample.kwargs(world))))
    for (team, role), user in world.people.items():
        if team == "own":
            user.email = f"{{role}}@winnow.example"
            user.set_password({PASSWORD!r})
            user.save()
with open("{{file}}", "w") as file:
    json.dump(pages, file)
"""
NEW = """
import django; django.setup()
from django.utils import timezone
from winnow.people.actions import first_admin
from winnow.procedure.actions import ensure_default
ensure_default(timezone.now())
open("{file}", "w").write(first_admin(timezone.now()))
"""


@pytest.fixture(scope="module")
def pages() -> dict[str, list[str]]:
    return {}


@pytest.fixture(scope="module")
def world(
    bare_home: Path, tmp_path_factory: pytest.TempPathFactory, pages: dict[str, list[str]]
) -> Iterator[str]:
    """The address of a running Winnow with one of each thing; its pages, by who is to open them, go into `pages`."""
    home = shutil.copytree(bare_home, tmp_path_factory.mktemp("world") / "home")
    in_home(home, WORLD.replace("{file}", str(home / "pages.json")))
    pages.update(json.loads((home / "pages.json").read_text()))
    with served(home) as url:
        yield url


def test_no_page_has_faults(browser: Browser, world: str, pages: dict[str, list[str]]) -> None:
    found, looked = [], 0
    for role, paths in pages.items():
        page = stranger(browser) if role == "anonymous" else sign_in(browser, world, role, SMALL)
        for path in paths:
            if is_page(page, world + path):
                found += [f"{role} {path}: {fault}" for fault in faults(page)]
                looked += 1
        page.context.close()
    assert found == []
    assert looked >= FEWEST


def test_setting_up_has_no_faults(browser: Browser, bare_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    home = shutil.copytree(bare_home, tmp_path / "home")
    in_home(home, NEW.replace("{file}", str(file)))
    page = stranger(browser)
    with served(home) as url:
        page.goto(f"{url}/setup/{file.read_text()}/")
        assert page.locator("form").count() == 1
        assert faults(page) == []


def test_whoever_wants_less_motion_sees_colours_change_at_once(browser: Browser, world: str) -> None:
    page = stranger(browser)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{world}/accounts/login/")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


def stranger(browser: Browser) -> Page:
    return browser.new_context(viewport=SMALL).new_page()


def is_page(page: Page, url: str) -> bool:
    """Open it; whether it is a whole page: no file, and no part that a page fetches."""
    try:
        answer = page.goto(url)
    except Error as refused:
        if "Download is starting" in refused.message:
            return False
        raise
    assert answer is not None
    assert answer.ok, url
    return bool(page.evaluate("document.contentType === 'text/html' && document.doctype !== null"))
