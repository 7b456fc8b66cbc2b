"""What browser tests of several desks share: late, held and campaign things, signing in, looking for faults."""

from playwright.sync_api import Browser, Page

from tests.browser.desk_server import PASSWORD
from tests.browser.faults import faults

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


def faults_of(browser: Browser, address: str, name: str, paths: list[str]) -> list[str]:
    """The faults of these pages on a wide and a small screen, by day and by night."""
    found = []
    page = sign_in(browser, address, name)
    for size in (WIDE, SMALL):
        page.set_viewport_size(size)
        for path in paths:
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.ok, path
            found += [f"{path} {size['width']}: {fault}" for fault in faults(page)]
    page.context.close()
    return found
