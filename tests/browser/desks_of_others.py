"""What browser tests of several desks share: late, held and campaign things, signing in, looking for faults."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.desk_server import PASSWORD

WIDE, SMALL = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
MORE = f"""
import django; django.setup()
from datetime import date, timedelta
from decimal import Decimal
from django.utils import timezone
from tests.world import inquire
from winnow.flow.finish import Bought, order
from winnow.people.models import User
from winnow.prospects.actions.campaigns import add_cost
from winnow.prospects.models import Campaign
for user in User.objects.all():
    user.set_password({PASSWORD!r}); user.save()
now = timezone.now()
then = now - timedelta(days=100)
mia = User.objects.get(name="Mia")
names = ["Pat Larsen", "Kim Holm", "Ulla Berg"]
bought = [inquire(now=then, campaign="Spring", name=one, email=f"{{one[:3]}}@spring.test") for one in names]
order([Bought(bought[0].prospect, Decimal(3000), "EUR", now, None, margin=Decimal(900))], now=now)
add_cost(Campaign.objects.get(), date(2026, 1, 2), Decimal(600), "EUR", "Print", by=mia, now=now)
for n in range(2):
    inquire(now=now, door="form", name=f"Sam Spam {{n}}", email=f"sam{{n}}@mailinator.com", message="Cheap SEO")
inquire(now=now, email="not an address", message="Please call me back.")
"""


def sign_in(browser: Browser, address: str, name: str, size: dict[str, int] = WIDE) -> Page:
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", f"{name}@winnow.example")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation(url=lambda url: "login" not in url):
        page.keyboard.press("Enter")
    return page


SETTLED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const ending = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < Infinity);
    Promise.allSettled(ending.map(one => one.finished)).then(() => done());
})))"""


def faults(page: Page) -> list[str]:
    """What axe finds by day, what of its colours cannot be read by night, and whether it is wider than the screen."""
    page.emulate_media(reduced_motion="reduce")
    found = [*_found(page, {}), *(f"by night: {one}" for one in _by_night(page))]
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *(["wider than the screen"] if is_wide else [])]


def _by_night(page: Page) -> list[str]:
    """Nothing but colours changes by night, so nothing else is looked at again; a colour on its way is no fault."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    found = _found(page, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return found


def _found(page: Page, options: dict[str, Any]) -> list[str]:
    answer = Axe().run(page, options={"resultTypes": ["violations"], **options}).response
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in answer["violations"]]


def faults_of(browser: Browser, address: str, name: str, paths: list[str]) -> list[str]:
    """The faults of these pages on a wide and a small screen, by day and by night."""
    found = []
    for size in (WIDE, SMALL):
        page = sign_in(browser, address, name, size)
        for path in paths:
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.ok, path
            found += [f"{path} {size['width']}: {fault}" for fault in faults(page)]
        page.context.close()
    return found
