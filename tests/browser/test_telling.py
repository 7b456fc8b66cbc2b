"""How people are told, in a browser: choices, a calendar's address, blocks kept and missed, a webhook that failed.

And the page under a mail, without a script.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desk_server import in_home
from tests.browser.desks_of_others import PASSWORD, faults_of, sign_in

pytestmark = pytest.mark.browser
TOLD = f"""
import django; django.setup()
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from winnow.flow.mailing.wishes import link_for
from winnow.flow.telling.hooking import test
from winnow.followup.blocks.models import Block
from winnow.notices.actions import add_webhook, stop_webhook
from winnow.people.models import User
from winnow.prospects.models import Person, Touch, Prospect
now, ada, ben = timezone.now(), User.objects.get(name="Ada"), User.objects.get(name="Ben")
ada.set_password({PASSWORD!r}); ada.save()
hook, _ = add_webhook("https://hooks.example.com/a/rather/long/address/of/a/chat", "chat", ["overdue"], by=ada, now=now)
test(hook, now=now)
stop_webhook(hook, "It answered 410: gone.", by=None, now=now)
for days in (1, 2):
    start = (now - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    ends = start + timedelta(hours=2)
    Block.objects.create(user=ben, starts=start, ends=ends, state=Block.State.PLANNED, changed_at=start)
for half in range(4):
    at = (now - timedelta(days=1)).replace(minute=1, second=0, microsecond=0) + timedelta(minutes=30 * half)
    Touch.objects.create(prospect=Prospect.objects.get(), at=at, kind="call", direction="out", by=ben, role="qualifier",
                         disposition="no_answer", attempt=True)
settings.PUBLIC_URL = "http://x"
person = Person.objects.get()
open("{{link}}", "w").write(link_for(person.pk, person.email)[8:])
"""


@pytest.fixture
def home(home: Path) -> Path:
    in_home(home, TOLD.replace("{link}", str(home / "link.txt")))
    return home


def test_the_pages_have_no_faults_and_do_what_they_say(browser, address):
    of_ben = ["/account/notifications/", "/account/calendar/", "/blocks/"]
    assert faults_of(browser, address, "ben", of_ben) == []
    assert faults_of(browser, address, "ada", ["/webhooks/", "/webhooks/1/"]) == []
    a_calendar_is_made_renewed_and_ended(browser, address)
    a_message_that_was_given_up_is_sent_again(browser, address)


def a_calendar_is_made_renewed_and_ended(browser, address):
    page = sign_in(browser, address, "ben")
    page.goto(f"{address}/blocks/")
    expect(page.get_by_text(re.compile(r"[Kk]ept")).first).to_be_visible()
    page.goto(f"{address}/account/calendar/")
    page.locator("main form button").first.click()
    first = page.locator("main input[readonly]").input_value()
    assert page.request.get(first).status == 200
    page.locator("main form button").first.click()
    second = page.locator("main input[readonly]").input_value()
    assert (page.request.get(first).status, page.request.get(second).status) == (404, 200)
    page.get_by_role("button", name=re.compile("End it")).click()
    assert page.request.get(second).status == 404
    page.context.close()


def a_message_that_was_given_up_is_sent_again(browser, address):
    page = sign_in(browser, address, "ada")
    page.goto(f"{address}/webhooks/1/")
    expect(page.locator(".badge").get_by_text("Given up")).to_be_visible()
    page.get_by_role("button", name="Start it again").click()
    page.get_by_role("button", name="Send again what was given up (1)").press("Enter")
    expect(page.get_by_text("1 message will be sent again")).to_be_visible()
    page.context.close()


def test_the_page_under_a_mail_works_without_a_script_and_without_a_cookie(browser, address, home):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address + (home / "link.txt").read_text())
    assert "joe@miller" not in page.content().lower()
    page.get_by_role("button", name="No more such mail").click()
    expect(page.get_by_text("You get no more such mail from us.")).to_be_visible()
    page.get_by_role("button", name="That was a mistake: write to me again").click()
    expect(page.get_by_text("You get mail from us again.")).to_be_visible()
    page.get_by_role("button", name="Do not contact me at all").click()
    expect(page.get_by_text("You are not contacted any more, in any way.")).to_be_visible()
    assert context.cookies() == []
    context.close()
