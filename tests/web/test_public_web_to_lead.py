"""The address that stands in for Salesforce's Web-to-Lead."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.web.public_world import a_form, written_at_once
from tests.world import people
from winnow.intake.models import Held
from winnow.intake.posted import may_lead_back
from winnow.procedure.actions import default_text, publish
from winnow.prospects.models import Inquiry, Person

__all__ = ["written_at_once"]
pytestmark = pytest.mark.usefixtures("written_at_once")
URL = "/servlet/servlet.WebToLead"
SENT = {
    "oid": "00D300000000abc",
    "first_name": "Mette",
    "last_name": "Krag",
    "email": "mette@nordlys-pumper.example",
    "company": "Nordlys Pumper",
    "phone": "+4520123456",
    "description": "Ten pumps, please.",
    "lead_source": "Web",
    "00N3000000ABCDE": ["red", "blue"],
    "debug": "1",
}


@pytest.fixture
def client(db) -> Client:
    people()
    a_form(web_to_lead_id="00D300000000abc")
    return Client(enforce_csrf_checks=True)


def allow(host: str) -> None:
    from datetime import UTC, datetime

    text = default_text().replace("allowed_return_hosts = []", f'allowed_return_hosts = ["{host}"]')
    publish(text, now=datetime(2021, 1, 1, tzinfo=UTC), by=None, reason="Our own site")


def test_a_form_of_theirs_is_taken_as_it_is(client):
    client.post(f"{URL}?encoding=UTF-8", SENT)
    inquiry = Inquiry.objects.get()
    assert (inquiry.message, inquiry.source, inquiry.door) == ("Ten pumps, please.", "Web", "web_to_lead")
    assert Person.objects.get().name == "Mette Krag"


def test_custom_fields_are_kept(client):
    client.post(URL, SENT)
    assert Inquiry.objects.get().payload["posted"]["00N3000000ABCDE"] == ["red", "blue"]


def test_without_a_return_address_our_own_thanks_are_shown(client):
    assert client.post(URL, SENT)["Location"] == "/f/contact/thanks/"


def test_the_return_address_is_followed_to_a_host_of_the_procedure(client):
    allow("www.nordlys.example")
    wanted = "https://www.nordlys.example/danke?x=1"
    assert client.post(URL, {**SENT, "retURL": wanted})["Location"] == wanted


def test_nobody_is_led_astray(client):
    allow("www.nordlys.example")
    assert client.post(URL, {**SENT, "retURL": "https://evil.example/"})["Location"] == "/f/contact/thanks/"


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example", "https:evil.example", "javascript:alert(1)", "https://evil.example@good.example.evil.example",
        "https://good.example@evil.example/", "https://good.example\\@evil.example", "https://evil.example\\.good.example",
        "http:///evil.example", "https://good.example.evil.example", "data:text/html,x", "/\\evil.example", "",
        "https://good.example:x", "https://[good.example", "https://evil.example/\thttps://good.example",
        "https://good.example\r\nSet-Cookie: a=b",
    ],
)  # fmt: skip
def test_an_address_that_browsers_could_read_otherwise_is_not_followed(url):
    assert not may_lead_back(url, ["good.example"])


@pytest.mark.parametrize("url", ["https://good.example", "http://GOOD.example:8080/a?b=c#d"])
def test_an_address_at_an_allowed_host_is_followed(url):
    assert may_lead_back(url, ["Good.example"])


def test_the_encoding_that_the_form_names_is_believed(client):
    body = urlencode(
        {**SENT, "last_name": "Müller", "encoding": "ISO-8859-1"}, encoding="latin-1", doseq=True
    )
    client.post(URL, body, content_type="application/x-www-form-urlencoded")
    assert Person.objects.get().name == "Mette Müller"


def test_an_unknown_oid_is_not_taken(client):
    assert client.post(URL, {**SENT, "oid": "00Dunknown"}).status_code == 404


def test_sent_twice_it_is_one_inquiry(client):
    assert [client.post(URL, SENT).status_code for _ in range(2)] == [302, 302]
    assert Inquiry.objects.count() == 1


def test_what_reaches_nobody_is_kept_and_told(client):
    answer = client.post(URL, {"oid": SENT["oid"], "company": "Nobody"})
    assert answer.status_code == 422
    assert Held.objects.get().kind == "rejected"
