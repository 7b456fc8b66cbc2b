"""What strangers write is shown as text, wherever a colleague sees it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.public_world import a_form, written_at_once
from tests.world import Cast, people
from winnow.prospects.models import Inquiry

__all__ = ["written_at_once"]
pytestmark = pytest.mark.usefixtures("written_at_once")
PAYLOADS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>", "javascript:alert(1)", "{{ 7|add:7 }}{% debug %}", "</title><b>x</b>",
    "\u2028<iframe srcdoc=x>", "<a href=javascript:alert(1)>x</a>",
]  # fmt: skip
HARMFUL = ("<script>alert", "<img src=x", "<svg/onload", "<iframe srcdoc", "<a href=javascript", "<b>x</b>")
FIELDS = (
    "name",
    "company",
    "message",
    "desired_outcome",
    "utm_source",
    "gclid",
    "referrer",
    "landing_page",
    "x",
)


@pytest.fixture
def cast(db) -> Cast:
    made = people()
    a_form()
    return made


def pages(cast: Cast) -> list[str]:
    client = Client()
    client.force_login(cast.ada)
    row = Inquiry.objects.select_related("prospect").latest("id")
    addresses = [
        reverse("prospect", args=[row.prospect_id]),
        reverse("prospects"),
        reverse("events"),
        reverse("forms"),
    ]
    return [client.get(address).content.decode() for address in addresses]


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_payload_in_any_field_or_header_comes_alive(cast, text):
    said = dict.fromkeys(FIELDS, text) | {"email": "mette@nordlys-pumper.example"}
    line = text.replace("\u2028", "")
    Client().post("/f/contact/", said, headers={"User-Agent": line, "Referer": line})
    for page in pages(cast):
        assert not [bad for bad in HARMFUL if bad in page]


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_payload_comes_alive_when_a_form_is_shown_again(cast, text):
    page = Client().post("/f/contact/", {**dict.fromkeys(FIELDS, text), "email": text}).content.decode()
    assert not [bad for bad in HARMFUL if bad in page]


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_payload_of_a_link_comes_alive_in_the_hosted_page(cast, text):
    page = (
        Client()
        .get("/f/contact/", {"utm_source": text, "gclid": text}, headers={"Referer": "x"})
        .content.decode()
    )
    assert not [bad for bad in HARMFUL if bad in page]
