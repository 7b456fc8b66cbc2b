"""The marketer's forms: made, changed, tried, closed."""

import pytest
from django.test import Client

from tests.web.public_world import a_form
from tests.world import Cast, people
from winnow.intake.models import Form
from winnow.prospects.models import Event, Prospect

GIVEN = {"title": "Fair", "slug": "Fair-2026", "channel": "trade_show", "intro": "", "thanks": "See you."}


@pytest.fixture
def cast(db) -> Cast:
    return people()


@pytest.fixture
def mia(cast) -> Client:
    client = Client()
    client.force_login(cast.mia)
    return client


def test_a_form_is_made_open_and_recorded(mia, cast):
    mia.post("/forms/add/", GIVEN)
    assert Form.objects.get(slug="fair-2026").is_open
    assert Event.objects.get(kind="form_created").actor == cast.mia


def test_an_address_is_given_once(mia):
    a_form(slug="fair-2026")
    answer = mia.post("/forms/add/", GIVEN)
    assert answer.status_code == 422
    assert "Choose another address" in answer.content.decode()


def test_a_web_to_lead_id_belongs_to_one_form(mia):
    a_form(web_to_lead_id="00D1")
    assert (
        "Each needs its own" in mia.post("/forms/add/", {**GIVEN, "web_to_lead_id": "00D1"}).content.decode()
    )


def test_a_form_is_changed(mia):
    row = a_form()
    mia.post(f"/forms/{row.pk}/edit/", {**GIVEN, "slug": "contact"})
    assert Form.objects.get().title == "Fair"


def test_the_plain_copy_posts_to_the_form_and_escapes_what_was_written(mia):
    row = a_form(consent_text="<script>")
    page = mia.get(f"/forms/{row.pk}/").content.decode()
    assert "&lt;form action=&quot;http://testserver/f/contact/&quot;" in page
    assert "&amp;lt;script&amp;gt;" in page


def test_trying_a_form_starts_a_clock_that_can_be_seen(mia):
    row = a_form()
    page = mia.post(f"/forms/{row.pk}/try/").content.decode()
    prospect = Prospect.objects.get()
    assert prospect.clock_started_at
    assert f"/prospects/{prospect.pk}/" in page


def test_a_closed_form_can_be_opened_again(mia):
    row = a_form()
    mia.post(f"/forms/{row.pk}/close/")
    assert not Form.objects.get().is_open
    mia.post(f"/forms/{row.pk}/reopen/")
    assert Form.objects.get().is_open
