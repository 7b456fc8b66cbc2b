"""The hosted form: taken once, held back when it looks like a machine's, and never lost to a mistake."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.public_world import SAID, a_form, written_at_once
from tests.world import people
from winnow.intake.models import Form, Held
from winnow.prospects.models import Event, Inquiry, Prospect
from winnow.web.forms.public import HONEYPOT
from winnow.web.views import public_door
from winnow.web.views.public_seal import seal

__all__ = ["written_at_once"]
pytestmark = pytest.mark.usefixtures("written_at_once")


@pytest.fixture
def form(db) -> Form:
    people()
    return a_form()


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def sealed(form: Form, seconds: float = 30) -> dict[str, str]:
    return {**SAID, "seal": seal(form.pk, timezone.now() - timedelta(seconds=seconds))}


def hidden(page: str) -> dict[str, str]:
    found: dict[str, str] = {}

    class Fields(HTMLParser):
        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            if tag == "input" and given.get("type") == "hidden":
                found[given["name"]] = given.get("value", "")

    Fields().feed(page)
    return found


def test_what_is_sent_becomes_an_inquiry_of_the_forms_campaign(client, form):
    client.post("/f/contact/", sealed(form))
    inquiry = Inquiry.objects.get()
    assert (inquiry.campaign, inquiry.door, inquiry.source) == (form.campaign, "form", "form:contact")


def test_the_sender_is_led_to_the_thank_you(client, form):
    answer = client.post("/f/contact/", sealed(form), follow=True)
    assert answer.redirect_chain == [("/f/contact/thanks/", 303)]
    assert "We call you within an hour." in answer.content.decode()


def test_a_double_click_is_one_inquiry_and_thanked_twice(client, form):
    said = sealed(form)
    answers = [client.post("/f/contact/", said) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert Inquiry.objects.count() == 1


def test_going_back_to_say_more_is_a_second_inquiry(client, form):
    said = sealed(form)
    client.post("/f/contact/", said)
    client.post("/f/contact/", {**said, "message": "And two valves."})
    assert (Inquiry.objects.count(), Prospect.objects.count()) == (2, 1)


def test_a_plain_copy_on_another_site_is_taken_without_a_seal(client, form):
    assert (
        client.post("/f/contact/", SAID, headers={"Origin": "https://www.nordlys.example"}).status_code == 303
    )
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(("sign", "value"), [("honeypot", "x"), ("seconds", 0.5)])
def test_a_machine_is_thanked_and_starts_no_clock(client, form, sign, value):
    said = sealed(form, value) if sign == "seconds" else {**sealed(form), HONEYPOT: value}
    answer = client.post("/f/contact/", said)
    assert (answer.status_code, answer["Location"]) == (303, "/f/contact/thanks/")
    assert (Held.objects.get().kind, Prospect.objects.count()) == ("quarantined", 0)


@pytest.mark.parametrize("forged", ["", "1.x.0", "1.nonce.1e999:sig", "…"])
def test_a_forged_seal_counts_as_none(client, form, forged):
    assert client.post("/f/contact/", {**SAID, "seal": forged}).status_code == 303


def test_a_seal_of_another_form_is_none(client, form):
    other = a_form(slug="other")
    client.post("/f/contact/", {**SAID, "seal": seal(other.pk, timezone.now())})
    assert not Held.objects.exists()  # too fast, had it been valid


def test_what_was_typed_is_shown_again_with_what_is_wrong(client, form):
    answer = client.post("/f/contact/", {**sealed(form), "email": "pat at nordlys", "phone": ""})
    assert answer.status_code == 422
    assert "pat at nordlys" in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_after_a_mistake_the_same_showing_can_be_sent(client, form):
    page = client.post("/f/contact/", {**sealed(form), "email": "", "phone": ""}).content.decode()
    client.post("/f/contact/", {**hidden(page), **SAID})
    assert Inquiry.objects.count() == 1


def test_a_name_without_an_address_is_asked_for_one(client, form):
    assert "e-mail address or a phone number" in client.post("/f/contact/", {"name": "Pat"}).content.decode()


def test_that_either_address_is_enough_is_said_before_it_is_sent(client, form):
    assert "This or your phone number is enough." in client.get(f"/f/{form.slug}/").content.decode()


def test_twenty_from_one_address_in_a_minute_pass(client, form):
    answers = [client.post("/f/contact/", {**SAID, "message": f"Line {n} please"}) for n in range(20)]
    assert {one.status_code for one in answers} == {303}


def test_too_much_from_one_address_is_told_when_to_come_back(client, form, monkeypatch):
    monkeypatch.setattr(public_door, "ADDRESS_BURST", 1)
    client.post("/f/contact/", SAID)
    answer = client.post("/f/contact/", {**SAID, "message": "Again"})
    assert answer.status_code == 429
    assert f"in {answer['Retry-After']} seconds" in answer.content.decode()
    assert "Again" in answer.content.decode()


def test_too_much_for_one_form_is_turned_away_whoever_sends(client, form, monkeypatch):
    monkeypatch.setattr(public_door, "FORM_BURST", 1)
    answers = [
        client.post("/f/contact/", {**SAID, "message": str(n)}, REMOTE_ADDR=f"203.0.113.{n}")
        for n in range(2)
    ]
    assert [one.status_code for one in answers] == [303, 429]


def test_behind_a_proxy_of_ours_the_sender_is_whom_it_names(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
    settings.PUBLIC_URL = "https://leads.example.com"
    assert public_door.address_of(request) == "203.0.113.9"
    settings.PUBLIC_URL = ""
    assert public_door.address_of(request) == "10.0.0.2"


def test_a_closed_form_takes_nothing_and_says_so(client, form):
    Form.objects.update(is_open=False)
    assert client.post("/f/contact/", SAID).status_code == 410
    assert not Inquiry.objects.exists()


def test_first_and_last_touch_are_kept_apart_and_raw(client, form):
    client.get("/f/contact/?utm_source=News%20Letter&gclid=A1", headers={"Referer": "https://first.example/"})
    page = client.get(
        "/f/contact/?utm_source=ADS", headers={"Referer": "https://last.example/"}
    ).content.decode()
    client.post("/f/contact/", {**hidden(page), **sealed(form)})
    utm = Inquiry.objects.get().utm
    assert (utm["utm_source"], utm["first_utm_source"], utm["first_gclid"]) == ("ADS", "News Letter", "A1")
    assert (utm["referrer"], utm["first_referrer"]) == ("https://last.example/", "https://first.example/")
    assert utm["landing_page"].endswith("?utm_source=ADS")


def test_what_was_agreed_to_is_kept_with_the_inquiry(client, form):
    client.post("/f/contact/", {**sealed(form), "consent": "on"})
    assert "You may call me." in Inquiry.objects.get().consent_basis


def test_the_trap_is_kept_from_eyes_keyboards_and_readers(client, form):
    page = client.get("/f/contact/").content.decode()
    assert re.search(r'<div[^>]*aria-hidden="true"><label>[^<]*<input[^>]*tabindex="-1"', page)


@pytest.mark.parametrize(
    "field", ["owner", "owner_id", "score", "role", "stage", "is_staff", "campaign", "channel"]
)
def test_posting_what_only_winnow_decides_changes_nothing(client, form, field):
    client.post("/f/contact/", {**sealed(form), field: "99"})
    row = Prospect.objects.get()
    assert (row.campaign, row.channel, row.stage) == (form.campaign, "web", "inquiry")


@pytest.mark.parametrize(
    "text", ["a\r\nBcc: x@y.example", "\0", "﻿", "'; DROP TABLE prospects_inquiry; --", "%s%n{0}"]
)
def test_hostile_text_in_every_field_is_only_text(client, form, text):
    answer = client.post("/f/contact/", {name: f"{value}{text}" for name, value in SAID.items()})
    assert answer.status_code in (303, 422)
    assert "Bcc" not in str(answer.headers)


def test_too_long_a_post_is_refused(client, form):
    assert client.post("/f/contact/", {**SAID, "message": "x" * 300_000}).status_code == 400


def test_no_event_is_written_for_what_is_held_back(client, form):
    before = Event.objects.count()
    client.post("/f/contact/", {**sealed(form), HONEYPOT: "x"})
    assert Event.objects.count() == before


def test_a_broken_file_of_limits_loses_no_inquiry(form, client, tmp_path):
    (tmp_path / "limits").write_bytes(b"no database at all " * 200)
    assert client.post("/f/contact/", sealed(form)).status_code == 303
    assert Inquiry.objects.count() == 1
