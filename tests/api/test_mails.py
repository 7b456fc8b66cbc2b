"""Mails by webhook."""

import pytest
from django.test import Client

from tests.mail.world import INTAKE, firm, incoming
from tests.world import NOW
from winnow.correspondence.models import Mail
from winnow.people.actions import create_token
from winnow.prospects.models import Inquiry

MAIL = incoming(
    "Pat <pat@new1.test>", to=INTAKE, subject="Pumps", text="We need ten pumps, please make an offer."
)


@pytest.fixture
def bearer(db: None) -> str:
    cast = firm()
    return f"Bearer {create_token('mail', ['intake'], user=cast.ada, now=NOW)[0]}"


def post(bearer: str, body: bytes = MAIL, kind: str = "message/rfc822"):
    return Client().post("/api/v1/mails", body, content_type=kind, headers={"Authorization": bearer})


def test_a_mail_handed_over_twice_is_one_inquiry(bearer: str) -> None:
    first, again = post(bearer), post(bearer)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["kind"], first.json()["prospect"]) == ("inquiry", Inquiry.objects.get().prospect_id)


@pytest.mark.parametrize(
    ("change", "status"),
    [({"bearer": "Bearer wn_unknown"}, 401), ({"kind": "text/plain"}, 415), ({"body": b"\n"}, 400)],
)
def test_what_is_no_mail_or_from_nobody_we_know_is_refused_and_not_stored(
    bearer: str, change, status
) -> None:
    answer = post(**{"bearer": bearer} | change)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Mail.objects.exists()
