"""Offers by the API: made in a person's name from what is known, once, told without the link, taken back."""

import pytest
from django.test import Client

from tests.api.conftest import new_token
from tests.api.test_intake import is_problem
from tests.deals_world import opportunity
from tests.world import people
from winnow.offers.models import Offer
from winnow.people.actions import create_token
from winnow.prospects.models import Event, Prospect

LINES = [{"text": "Starter set", "quantity": 2, "price": 950}]


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def deal(cast):
    from django.utils import timezone

    return opportunity(cast, timezone.now())


class Caller:
    """A client with a token of somebody."""

    def __init__(self, user, *scopes: str) -> None:
        from django.utils import timezone

        secret, _ = create_token("erp", scopes or ("offer", "read"), user=user, now=timezone.now())
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client(raise_request_exception=False)

    def post(self, place: str, body, **headers: str):
        return self.client.post(
            f"/api/v1/{place}", body, content_type="application/json", headers={**self.headers, **headers}
        )

    def delete(self, place: str):
        return self.client.delete(f"/api/v1/{place}", headers=self.headers)

    def get(self, place: str):
        return self.client.get(f"/api/v1/{place}", headers=self.headers)


@pytest.fixture
def anna(cast):
    return Caller(cast.anna)


def test_an_offer_is_made_from_what_is_known_and_what_is_said(anna, deal):
    answer = anna.post("offers", {"prospect": deal.pk, "lines": LINES, "title": "Half the paper"})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["title"], told["total"], told["stands"]) == ("Half the paper", "1900.00", "open")
    assert "/offer/" in told["link"]
    assert Event.objects.filter(prospect=deal.pk, kind="offered").get().actor_id == Offer.objects.get().by_id


def test_the_same_key_makes_one(anna, deal):
    sent = {"prospect": deal.pk, "lines": LINES}
    first, again = (anna.post("offers", sent, **{"Idempotency-Key": "a"}) for _ in "12")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


def test_the_same_key_with_something_else_is_refused_and_nothing_is_made(anna, deal):
    anna.post("offers", {"prospect": deal.pk, "lines": LINES}, **{"Idempotency-Key": "a"})
    other = {"prospect": deal.pk, "lines": LINES, "title": "Another"}
    assert is_problem(anna.post("offers", other, **{"Idempotency-Key": "a"}), 422)
    assert Offer.objects.count() == 1


def test_after_a_refusal_the_key_may_be_used_for_what_was_put_right(anna, deal):
    wrong = {"prospect": deal.pk, "lines": LINES, "template": "moon"}
    assert is_problem(anna.post("offers", wrong, **{"Idempotency-Key": "a"}), 422)
    right = {"prospect": deal.pk, "lines": LINES}
    assert anna.post("offers", right, **{"Idempotency-Key": "a"}).status_code == 201


def test_one_key_of_two_people_is_two_offers(cast, deal):
    sent = {"prospect": deal.pk, "lines": LINES}
    made = [Caller(who).post("offers", sent, **{"Idempotency-Key": "a"}) for who in (cast.anna, cast.ada)]
    assert len({one.json()["id"] for one in made}) == 2


def test_it_is_read_without_its_link(anna, deal):
    number = anna.post("offers", {"prospect": deal.pk, "lines": LINES}).json()["id"]
    assert anna.get("offers").json()["items"][0]["id"] == number
    assert anna.get(f"offers/{number}").json()["link"] == ""


def test_a_smaller_one_names_the_larger_one(anna, deal):
    number = anna.post("offers", {"prospect": deal.pk, "lines": LINES}).json()["id"]
    small = anna.post("offers", {"prospect": deal.pk, "smaller_of": number}).json()
    assert (small["smaller_of"], small["total"]) == (number, "950.00")


def test_it_is_taken_back_once_with_a_reason(anna, deal):
    number = anna.post("offers", {"prospect": deal.pk, "lines": LINES}).json()["id"]
    assert is_problem(anna.delete(f"offers/{number}"), 422)
    assert anna.delete(f"offers/{number}?reason=Wrong").json()["stands"] == "revoked"
    assert is_problem(anna.delete(f"offers/{number}?reason=Again"), 422)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422), ({"prospect": 2**62}, 422), ({"prospect": 0}, 422), ([], 422), ("{", 400), ({"total": 1}, 422),
        ({"lines": [{"product": "moon"}]}, 422), ({"lines": [{"text": "x", "price": -1}]}, 422),
        ({"valid_until": "2000-01-01"}, 422), ({"template": "moon"}, 422), ({"smaller_of": 7}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_offered_is_said(anna, deal, sent, status):
    if isinstance(sent, dict) and sent and "prospect" not in sent:
        sent = {"prospect": deal.pk, "lines": LINES} | sent
    assert is_problem(anna.post("offers", sent), status)
    assert not Offer.objects.exists()


def test_it_takes_the_scope_a_person_and_their_prospect(cast, deal):
    sent = {"prospect": deal.pk, "lines": LINES}
    assert is_problem(Caller(cast.anna, "read").post("offers", sent), 403)
    assert is_problem(Caller(None).post("offers", sent), 403)
    assert is_problem(Caller(cast.ned).post("offers", sent), 422)
    Prospect.objects.filter(pk=deal.pk).update(owner=cast.cem)
    assert is_problem(Caller(cast.anna).post("offers", sent), 403)
    assert is_problem(Caller(cast.anna).get("offers/1"), 404)
    assert new_token("offer")
