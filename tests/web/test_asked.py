"""The page with the one question: anybody who has its word answers, looking changes nothing, and it names nobody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.nurture_world import PUBLIC, resting, tracks
from tests.world import Cast
from winnow.flow.asking.putting import ask
from winnow.nurture.models import Question
from winnow.prospects.models import Prospect


@pytest.fixture
def cast(db: None, settings) -> Cast:
    settings.PUBLIC_URL = PUBLIC
    return tracks()


@pytest.fixture
def row(cast: Cast) -> Prospect:
    """Asked just now."""
    found = resting(cast, name="Mette Krag", email="mette@nordlys.example.com")
    now = timezone.now()
    Prospect.objects.filter(id=found.pk).update(last_inquiry_at=now - timedelta(days=183))
    assert ask(182, now) == 1
    return found


def path() -> str:
    return f"/asked/{Question.objects.get().token}/"


def test_looking_changes_nothing_sets_no_cookie_and_names_nobody(row):
    page = Client().get(path())
    assert (page.status_code, bool(page.cookies)) == (200, False)
    assert b"Mette" not in page.content
    row.refresh_from_db()
    assert (row.state, Question.objects.get().answer) == ("nurture", "")


def test_an_answer_is_taken_without_signing_in_and_can_be_changed(row):
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.post(path(), {"answer": "elsewhere", "whom": "Rival Ltd", "reason": "price"})
    assert page.status_code == 200
    row.refresh_from_db()
    assert (row.outcome, row.outcome_reason) == ("bought_elsewhere", "price")
    again = stranger.get(path()).content.decode()
    assert "Rival Ltd" in again
    stranger.post(path(), {"answer": "deciding"})
    row.refresh_from_db()
    assert row.state == "working"


def test_without_an_answer_it_says_what_is_missing(row):
    assert Client().post(path(), {}).status_code == 422
    assert Client().post(path(), {"answer": "moon"}).status_code == 422


def test_after_its_time_it_thanks_and_takes_none(row):
    Question.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = Client().post(path(), {"answer": "deciding"})
    assert page.status_code == 410
    row.refresh_from_db()
    assert row.state == "nurture"


def test_a_word_that_is_none_of_ours_asks_nothing(row):
    assert Client().get(f"/asked/{'0' * 40}/").status_code == 404
