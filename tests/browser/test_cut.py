"""The cut in a browser: looked at, published and undone by keyboard."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.desk_server import PASSWORD, in_home, served
from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser
PAGES = ["/cut/", "/cut/?kind=lose_at_most&value=5", "/cut/?kind=lose_at_most&value=0", "/cut/prospects/",
         "/cut/waiting/"]  # fmt: skip
SEED = f"""
import django; django.setup()
from datetime import timedelta
from decimal import Decimal
from django.utils import timezone
from tests.cut_world import champion, scored
from winnow.flow import cutting
from winnow.flow.finish import Bought, order
from winnow.flow.tick import tick
from winnow.people.models import User
for user in User.objects.all():
    user.set_password({PASSWORD!r}); user.hourly_cost = 48; user.save()
mia, now = User.objects.get(name="Mia"), timezone.now() - timedelta(days=3)
model = champion(at=now)
numbers = scored(model, [number / 100 for number in range(1, 91)], now)
model.odds.update(hours=0.7)
cutting.publish("lose_at_most", 0.02, by=mia, now=now, reason="A careful beginning")
cutting.publish("lose_at_most", 0.05, by=mia, now=now, reason="More inquiries than five sellers can work")
tick(now, worker="seed")
order([Bought(one, Decimal(3000), "EUR", now, mia.id) for one in numbers[-6:]], now=now)
"""


@pytest.fixture(scope="module")
def address(desk_home, tmp_path_factory):
    home = shutil.copytree(desk_home, tmp_path_factory.mktemp("cut") / "home")
    in_home(home, SEED)
    with served(home) as url:
        yield url


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, address):
    assert faults_of(browser, address, "mia", PAGES) == []


def test_a_cut_is_looked_at_published_and_undone_by_keyboard(browser, address):
    page = sign_in(browser, address, "mia")
    page.goto(f"{address}/")
    page.keyboard.press("g")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="The cut", exact=True)).to_be_visible()
    page.get_by_label("Per cent").fill("4")
    page.get_by_label("Per cent").blur()
    page.keyboard.press("l")
    expect(page.get_by_text("with 95 % confidence at most 4 %").first).to_be_visible()
    page.locator("#wish_reason").fill("A little less")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The cut is in force.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("Taken back.", exact=True)).to_be_visible()
    expect(page.get_by_text("More inquiries than five sellers can work").first).to_be_visible()


def test_those_thrown_away_are_a_key_away(browser, address):
    page = sign_in(browser, address, "mia")
    page.goto(f"{address}/cut/")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name="Thrown away", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="Nurture").first).to_be_visible()
