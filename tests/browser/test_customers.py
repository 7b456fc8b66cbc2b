"""Customers, practice, replays and what else they buy in a browser: no faults at any size, and all by keyboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desk_server import in_home, served
from tests.browser.desks_of_others import faults_of, sign_in

pytestmark = pytest.mark.browser
MORE = """
import django; django.setup()
from datetime import timedelta
from decimal import Decimal
from random import Random
from django.utils import timezone
from tests.world import raw
from winnow.customers.models import Customer
from winnow.customers.words import Reached
from winnow.flow import Terms, receive
from winnow.flow.customers.caring import Said, note
from winnow.flow.customers.waking import wake
from winnow.flow.finish import Bought, order
from winnow.people.models import User
from winnow.practice.models import Card
from winnow.procedure.queries import in_force
from winnow.prospects.models import Prospect, Touch
from winnow.prospects.transitions import Actor
now, rng = timezone.now(), Random(1)
then = now - timedelta(days=200)
User.objects.update(hourly_cost=45)
anna = User.objects.get(name="Anna")
some = []
for n in range(40):
    trade = rng.choice(["Hotel", "Law", "Steel"])
    told = {"industry": trade, "country": rng.choice(["DE", "US"]), "employees": str(rng.randint(1, 900))}
    some.append(raw(name=f"Ida Ott {n}", email=f"ida@firm{n}.test", country=told["country"],
                    payload={**told, "company": f"Firm {n}"}))
numbers = [one.prospect for one in receive(some, now=then, terms=Terms(Actor("door")))]
Prospect.objects.filter(id__in=numbers).update(owner=anna)
for n, number in enumerate(numbers):
    hotel = some[n].payload["industry"] == "Hotel"
    minutes = rng.randint(60, 600)
    margin = Decimal(round(minutes * (3 if hotel else 1) * rng.uniform(0.5, 1.5), 2))
    order([Bought(number, margin * 3, "EUR", then, anna.pk, margin)], now=then)
    Touch.objects.create(prospect_id=number, at=now - timedelta(days=n), kind="call", by=anna, role="seller",
                         minutes=minutes, disposition="talked", reached=True)
outcome = in_force(now)[1].outcomes[0].key if in_force(now)[1].outcomes else ""
note([Said(n, now, anna.pk, "You called back the same morning", "The kitchen is quiet", outcome, Reached.YES)
      for n in numbers[:12]], now=now)
from winnow.flow.deals.further import Further, open_further
open_further([Further(numbers[3], now, anna.pk, "A second plant", Decimal(7000))], now=now)
Customer.objects.filter(pk=Customer.objects.order_by("pk")[0].pk).update(due_at=now)
wake([Customer.objects.order_by("pk")[0].pk], now=now)
ready = {"made_at": now, "edited_by": anna, "state": "ready"}
for prompt in ("Your price is twice theirs", "We are happy with what we have"):
    Card.objects.create(kind="objection", prompt=prompt, good="Ask what it costs them to stay as they are",
                        buyer="You were let down before", **ready)
from importlib.resources import files
from winnow.flow.replaying import jobs
shipped = (files("winnow.procedure") / "default.toml").read_text()
cem = User.objects.get(name="Cem")
jobs.run(jobs.ask(shipped.replace("on = true", "on = false"), 12, by=cem, now=now).pk, timezone.now)
"""


@pytest.fixture(scope="module")
def trade(firm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running Winnow with forty customers, one of whom is on anna's desk, and two cards."""
    home = Path(shutil.copytree(firm_home, tmp_path_factory.mktemp("trade") / "home"))
    in_home(home, MORE)
    with served(home) as url:
        yield url


def test_the_pages_have_no_faults_at_any_size_in_light_and_dark(browser, trade):
    customers = ["/customers/", "/customers/5/", "/customers/why/", "/customers/time/", "/customers/profile/"]
    practice = ["/practice/", "/practice/mine/", "/practice/cards/", "/practice/cards/1/"]
    practice += ["/practice/participation/", "/practice/partner/"]
    replays = ["/procedure/replay/", "/procedure/replay/1/"]
    assert faults_of(browser, trade, "cem", [*customers, *practice, *replays]) == []


def test_something_else_is_opened_from_a_customer_by_keyboard(browser, trade):
    page = sign_in(browser, trade, "anna")
    page.goto(f"{trade}/customers/5/")
    page.locator("h1").click()
    page.keyboard.press("b")
    page.get_by_label("What it is about").fill("Spare parts")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Opened. It has an owner")).to_be_visible()
    page.goto(f"{trade}/opportunities/")
    expect(page.get_by_text("Spare parts")).to_be_visible()


def test_the_step_of_a_customer_is_done_at_the_desk_and_a_card_graded_by_keyboard(browser, trade):
    page = sign_in(browser, trade, "anna")
    page.goto(f"{trade}/desk/")
    expect(page.get_by_role("button", name="Step is done")).to_be_visible()
    page.locator("h1").first.click()
    page.keyboard.press("y")
    expect(page.get_by_text("comes back on the day of the next step")).to_be_visible()
    page.goto(f"{trade}/practice/")
    page.keyboard.press("v")
    expect(page.get_by_text("Ask what it costs them")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("3")
    expect(page.get_by_text("We are happy with what we have")).to_be_visible()
