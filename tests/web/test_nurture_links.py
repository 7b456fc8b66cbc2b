"""What anybody reaches by a link in a mail: its destination and nothing else, and a page with one button."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.nurture_world import FIREFOX, PUBLIC, deliver, resting, tracks
from tests.world import NOW, Cast
from winnow.flow.merge import Merge, merge
from winnow.flow.nurturing.stepping import step_due
from winnow.nurture.models import Click, Link
from winnow.prospects.models import Prospect


@pytest.fixture
def cast(db: None, settings) -> Cast:
    settings.PUBLIC_URL = PUBLIC
    return tracks()


@pytest.fixture
def row(cast: Cast) -> Prospect:
    found = resting(cast)
    step_due(NOW + timedelta(days=7))
    deliver(timezone.now() - timedelta(hours=1))
    return found


def path_of(key: str) -> str:
    return f"/l/{Link.objects.get(key=key).token}/"


def test_a_link_leads_to_its_stored_destination_without_a_cookie(row):
    answer = Client(headers={"user-agent": FIREFOX}).get(path_of("guide") + "?url=https://evil.test")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "https://www.winnow.example/guide?from=mail",
    )
    assert not answer.cookies
    assert Click.objects.get().machine == ""


def test_a_scanner_is_led_on_and_counts_for_nothing(row):
    Client().head(path_of("guide"))
    Client(headers={"user-agent": FIREFOX, "sec-purpose": "prefetch"}).get(path_of("guide"))
    assert set(Click.objects.values_list("machine", flat=True)) == {"asked by HEAD", "fetched in advance"}


def test_who_was_merged_since_the_mail_is_thanked_like_anybody(cast, row):
    kept = resting(cast)
    merge(Merge(kept.pk, row.pk, cast.cem.pk, "The same person"), now=NOW + timedelta(days=8))
    assert Client(headers={"user-agent": FIREFOX}).post(path_of("talk")).status_code == 200
    kept.refresh_from_db()
    assert kept.state == "working"


def test_a_word_that_is_none_of_ours_leads_nowhere(row):
    assert Client().get(f"/l/{'0' * 40}/").status_code == 404


def test_the_page_that_asks_changes_nothing_until_its_button_is_pressed_and_names_nobody(row):
    page = Client(headers={"user-agent": FIREFOX}).get(path_of("talk"))
    assert (page.status_code, Click.objects.count()) == (200, 0)
    assert row.person.email.encode() not in page.content
    row.refresh_from_db()
    assert row.state == "nurture"
    answer = Client(enforce_csrf_checks=True).post(path_of("talk"))
    assert (answer.status_code, bool(answer.cookies)) == (200, False)
    row.refresh_from_db()
    assert row.state == "working"
