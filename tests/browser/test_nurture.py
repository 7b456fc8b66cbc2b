"""Nurture in a browser: from the hosted form to nurture, a click, the desk and an order; another bought elsewhere."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk_server import in_home, served
from tests.browser.desks_of_others import SMALL, WIDE, faults_of, sign_in
from tests.browser.faults import faults
from tests.browser.test_desk import answer, press
from tests.nurture_world import FIREFOX

pytestmark = pytest.mark.browser
BEGIN = """
import django; django.setup()
from datetime import timedelta
from zoneinfo import ZoneInfo
from django.conf import settings
settings.PUBLIC_URL = "http://winnow.test"
from django.utils import timezone
from tests.nurture_world import deliver, with_tracks
from winnow.correspondence.models import Mail
from winnow.flow.asking.putting import ask_if_due, draw
from winnow.flow.finish import Rest, nurture
from winnow.flow.mailing import take_in
from winnow.flow.nurturing.stepping import step_due
from winnow.flow.tick import tick
from winnow.nurture.models import Click, Link, Question, Stay
from winnow.people.models import User
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Person, Prospect
now = timezone.now()
who = {user.name: user for user in User.objects.all()}
"""
FIRM = f"""{BEGIN}
from tests.browser.desk_server import PASSWORD
from tests.world import inquire
from winnow.intake.forms import create
for user in who.values():
    user.set_password(PASSWORD); user.save()
text = with_tracks(default_text()).replace('postal_address = ""', 'postal_address = "Example Ltd, London"')
text = text.replace('lawful_basis = ""', 'lawful_basis = "They asked us"')
today = now.astimezone(ZoneInfo("Europe/Berlin"))
text = text.replace(f'{{today:%a}} = ["09:00-17:00"]'.lower(), "")  # nobody works today
publish(text, reason="Tracks", by=who["Ada"], now=now - timedelta(days=400))
create({{"slug": "contact", "title": "Contact", "channel": "web"}}, by=who["Ada"], now=now)
then = now - timedelta(days=200)
for place, name in enumerate(("Ulla Berg", "Kim Holm")):
    number = inquire(now=then, name=name, email=f"old{{place}}@old.test", phone=f"+8001234567{{place}}").prospect
    nurture([Rest(number, then, who["Ben"].pk, "Later", now + timedelta(days=100))], now=then)
ask_if_due(now - timedelta(days=17))
deliver(now)
draw(now)
"""
RESTS = f"""{BEGIN}
row = Prospect.objects.get(person__email="pat@larsen.test")
then = now - timedelta(days=10)
nurture([Rest(row.pk, now, who["Ben"].pk, "Not this year", now + timedelta(days=90))], now=now)
Stay.objects.filter(prospect=row).update(entered_at=then, due_at=then + timedelta(days=7))
step_due(now)
deliver(now - timedelta(hours=1))
"""
RECYCLED = f"""{BEGIN}
Click.objects.update(judge_at=now)  # a moment has passed
tick(now, worker="w")
"""
REPLIED = f"""{BEGIN}
from tests.mail.world import incoming
take_in(incoming("pat@larsen.test", subject="Pumps", text="Not before spring, but do write to me."), now=now)
"""
LATE = """[one.respond_by.astimezone(ZoneInfo("Europe/Berlin")).date() > today.date() for today in
    [now.astimezone(ZoneInfo("Europe/Berlin"))] for one in Prospect.objects.filter(person__name="Pat Larsen")]"""
PRICES = 'Link.objects.get(key="prices", stay__person__name="Pat Larsen").token'
SELLER = 'Prospect.objects.get(person__name="Pat Larsen").owner.name.lower()'
ASKED = 'Question.objects.order_by("id")[0].token'


@pytest.fixture(scope="module")
def home(desk_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm with tracks, that asks; one was asked half a year after, and drawn for a call."""
    made = Path(shutil.copytree(desk_home, tmp_path_factory.mktemp("nurture") / "home"))
    in_home(made, FIRM)
    return made


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home) as url:
        yield url


def told(home: Path, what: str) -> str:
    """A word from the database of this home."""
    out = home / "told.txt"
    in_home(home, f"{BEGIN}\nopen({str(out)!r}, 'w').write(str({what}))")
    return out.read_text()


def stranger(browser: Browser) -> Page:
    return browser.new_context(viewport=SMALL, user_agent=FIREFOX).new_page()


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, address, home):
    call = told(home, 'Question.objects.filter(call_at__isnull=False).order_by("-id")[0].pk')
    pages = [
        "/nurture/",
        "/nurture/tracks/short/",
        "/nurture/asked/",
        "/nurture/calls/",
        f"/nurture/calls/{call}/",
    ]
    assert faults_of(browser, address, "mia", pages) == []
    token = told(home, ASKED)
    for size in (WIDE, SMALL):
        page = browser.new_context(viewport=size).new_page()
        page.goto(f"{address}/asked/{token}/")
        assert faults(page) == []


def test_from_the_form_to_a_reply_nurture_a_click_the_desk_and_an_order(browser, address, home):
    page = inquires(browser, address)
    assert told(home, LATE) == "[True]"  # out of hours: the clock runs from when somebody works
    number = told(home, 'Prospect.objects.get(person__name="Pat Larsen").pk')
    in_home(home, REPLIED)
    qualifier = sign_in(browser, address, "ben")
    qualifier.goto(f"{address}/prospects/{number}/")
    expect(qualifier.get_by_text("Not before spring, but do write to me.").first).to_be_visible()
    in_home(home, RESTS)
    marketer = sign_in(browser, address, "mia")
    marketer.goto(f"{address}/nurture/")
    expect(marketer.get_by_role("heading", name="Two mails")).to_be_visible()
    answered = page.request.get(f"{address}/l/{told(home, PRICES)}/", max_redirects=0)
    assert (answered.status, answered.headers["location"]) == (302, "https://www.winnow.example/prices")
    in_home(home, RECYCLED)
    marketer.goto(f"{address}/nurture/")
    expect(marketer.get_by_text("Marked link 1")).to_be_visible()
    qualifier.goto(f"{address}/prospects/{number}/")
    expect(
        qualifier.get_by_text("They followed the link to “Price list” in a mail of ours.").first
    ).to_be_visible()
    qualified(qualifier)
    bought(sign_in(browser, address, told(home, SELLER)), address, number)
    marketer.goto(f"{address}/nurture/")
    expect(marketer.get_by_text("1 has ordered since")).to_be_visible()


def inquires(browser: Browser, address: str) -> Page:
    """A stranger fills in the hosted form."""
    page = stranger(browser)
    page.goto(f"{address}/f/contact/")
    page.get_by_label("Your name").fill("Pat Larsen")
    page.get_by_label("E-mail").fill("pat@larsen.test")
    page.get_by_label("What can we do for you?").fill(
        "We think about new pumps, some day. Please send us a price list."
    )
    page.wait_for_timeout(3_500)  # whoever fills in faster is held to be a machine
    page.get_by_role("button").last.click()
    page.wait_for_url(re.compile("/thanks/"))
    return page


def qualified(page: Page) -> None:
    """The desk asks its questions and gives its verdict, by keyboard."""
    page.get_by_role("button", name="Work on it now").click()
    page.wait_for_url(re.compile("/desk/"))
    expect(page.locator("h1")).to_contain_text("Pat Larsen")
    while page.locator(".question-next").count():
        answer(page, "1")
    press(page, "q", "/verdict/")
    page.locator("#verdict [value=qualified]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast").last).to_contain_text("is a lead")


def bought(page: Page, address: str, number: str) -> None:
    """The seller accepts the lead and enters the order, by keyboard."""
    page.goto(f"{address}/prospects/{number}/")
    page.get_by_role("button", name="Work on it now").click()
    expect(page.locator("#reply h2")).to_contain_text("handed over to you")
    press(page, "1")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("yours: an opportunity")
    page.goto(f"{address}/prospects/{number}/")
    press(page, "o")
    page.locator("#order_amount").focus()
    page.keyboard.type("4000")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("is a customer")


def test_another_says_without_signing_in_that_they_bought_elsewhere(browser, address, home):
    page = stranger(browser)
    page.goto(f"{address}/asked/{told(home, ASKED)}/")
    page.get_by_label("I bought from somebody else").check()
    page.get_by_label("From whom").fill("Rival Ltd")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    marketer = sign_in(browser, address, "mia")
    marketer.goto(f"{address}/nurture/asked/")
    expect(marketer.get_by_text("Rival Ltd")).to_be_visible()
    expect(marketer.get_by_text("What cannot be known")).to_be_visible()
