"""Addresses that open by a word: guessed, tampered with, flooded, and asked with what no database takes, in vain."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.nurture_world import PUBLIC, resting, tracks
from winnow.correspondence.models import Suppression
from winnow.flow.asking.putting import ask
from winnow.flow.mailing.wishes import link_for
from winnow.notices.actions import new_feed
from winnow.nurture.models import Question
from winnow.prospects.models import Event, Prospect

WRONG = (
    "%00",
    "a%00b",
    "%F0%9F%98%80",
    "%ED%A0%80",
    "%2e%2e",
    "-",
    "A" * 5_000,
    "'%22%3Cscript%3E",
    "%0d%0aX: y",
    "0" * 43,
)
PLACES = (
    "/l/{}/",
    "/asked/{}/",
    "/offer/{}/",
    "/offer/{}/pdf/",
    "/u/{}/",
    "/calendar/{}.ics",
    "/in/{}/",
    "/setup/{}/",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def row(settings) -> Prospect:  # type: ignore[no-untyped-def]
    settings.PUBLIC_URL = PUBLIC
    found = resting(tracks(), name="Mette Krag", email="mette@nordlys.example.com")
    now = timezone.now()
    Prospect.objects.filter(id=found.pk).update(last_inquiry_at=now - timedelta(days=183))
    assert ask(182, now) == 1
    return found


def unsubscribing(row: Prospect) -> str:
    return link_for(row.person_id, row.person.email).removeprefix(PUBLIC)


@pytest.mark.parametrize("place", PLACES)
def test_no_word_makes_a_page_fail_or_shows_it_again(row: Prospect, place: str) -> None:
    client = Client(raise_request_exception=False)
    for word in WRONG:
        for answer in (client.get(place.format(word)), client.post(place.format(word), {"a": "\0"})):
            assert answer.status_code in (302, 403, 404, 405, 410, 429), (word, answer.status_code)
            assert b"<script>" not in answer.content
            assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("place", PLACES[:6])
def test_whoever_guesses_is_soon_told_when_to_come_back(row: Prospect, place: str) -> None:
    answers = [Client().get(place.format(f"{number:043}")) for number in range(12)]
    assert {one.status_code for one in answers[:10]} == {404}
    assert (answers[-1].status_code, int(answers[-1]["Retry-After"]) >= 1) == (429, True)


def test_a_flood_of_answers_is_slowed_down_and_each_is_kept_once(row: Prospect) -> None:
    address = f"/asked/{Question.objects.get().token}/"
    statuses = [Client().post(address, {"answer": "deciding"}).status_code for _ in range(65)]
    assert (set(statuses[:60]), statuses[-1]) == ({200}, 429)
    assert Event.objects.filter(prospect=row, kind="recycled").count() <= 1


def test_those_who_unsubscribe_are_never_kept_waiting(row: Prospect) -> None:
    for number in range(20):
        Client().get(f"/l/{number:043}/")
    one_click = {"List-Unsubscribe": "One-Click"}
    assert {Client().post(unsubscribing(row), one_click).status_code for _ in range(20)} == {200}
    assert Suppression.objects.count() == 1


@pytest.mark.parametrize("change", ["swapcase", "shorter", "other person"])
def test_a_link_under_a_mail_cannot_be_made_into_anothers(row: Prospect, change: str) -> None:
    address = unsubscribing(row)
    word = address.removeprefix("/u/").removesuffix("/")
    first, _, rest = word.partition(":")
    bent = {
        "swapcase": word.swapcase(),
        "shorter": word[:-1],
        "other person": f"{first[:-2]}{first[-2:][::-1]}:{rest}",
    }
    assert Client().post(f"/u/{bent[change]}/").status_code == 404
    assert not Suppression.objects.exists()


def test_looking_under_a_mail_changes_nothing_and_one_click_needs_no_cookie(row: Prospect) -> None:
    before = (Suppression.objects.count(), Event.objects.count())
    for method in ("get", "head", "options"):
        assert not getattr(Client(), method)(unsubscribing(row)).cookies
    assert (Suppression.objects.count(), Event.objects.count()) == before
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(
        unsubscribing(row), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, bool(answer.cookies), answer.headers.get("Location")) == (200, False, None)
    assert Suppression.objects.get().scope == "marketing"


def test_a_calendar_word_is_no_word_of_anything_else(row: Prospect) -> None:
    word = new_feed(row.owner, now=timezone.now())
    assert Client().get(f"/calendar/{word}.ics").status_code == 200
    assert {Client().get(place.format(word)).status_code for place in PLACES[:5]} == {404}


KINDS = ("text/plain", "application/json", "multipart/form-data", "image/png", "\u00e9")
BODIES = (b"", b"\xff\xfe\x00" * 50, b"{" * 5_000, b"answer=" + b"a" * 300_000)


def test_bodies_of_any_kind_are_no_failure_of_ours(row: Prospect) -> None:
    client = Client(raise_request_exception=False)
    address = f"/asked/{Question.objects.get().token}/"
    for kind in KINDS:
        for body in BODIES:
            status = client.post(address, body, content_type=kind).status_code
            assert status in (400, 413, 415, 422), (kind, body[:9])
