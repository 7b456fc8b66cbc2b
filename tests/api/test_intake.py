"""POST /api/v1/inquiries: what is taken, what is answered, what is refused and how."""

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.api.conftest import URL, new_token
from winnow.flow import gather
from winnow.intake.models import Held
from winnow.people.actions import revoke_token
from winnow.prospects.models import Campaign, Inquiry, Prospect

PAT = {"email": "pat@nordlys-pumps.example", "name": "Pat Person", "message": "Ten pumps, please."}


def is_problem(response, status: int) -> bool:
    told = response.json()
    return (
        response.status_code == status
        and response["Content-Type"] == "application/problem+json"
        and told["status"] == status
        and bool(told["title"] and told["detail"])
    )


def test_one_inquiry_is_answered_with_owner_next_action_and_due_instant(door):
    told = door.post(PAT).json()
    row = Prospect.objects.get(pk=told["prospect"])
    assert told["owner"] == {"id": row.owner_id, "name": row.owner.name}
    assert (told["next_action"], told["status"]) == (row.next_action, "accepted")
    assert told["due_at"].startswith(row.due_at.strftime("%Y-%m-%dT%H:%M"))
    assert told["reasons"]


def test_one_inquiry_is_created(door):
    assert door.post(PAT).status_code == 201


def test_each_field_arrives_where_it_belongs(door):
    utm = {f"utm_{name}": f"The {name}" for name in ("source", "medium", "campaign", "term", "content")}
    sent = {
        "email": "pat@nordlys-pumps.example", "phone": "030 23125000", "first_name": "Pat", "last_name": "Person",
        "company": "Nordlys", "country": "Germany", "message": "Ten pumps", "channel": "trade_show",
        "campaign": "Hannover", "source": "booth", "external_id": "b-7", "received_at": "2026-01-02T03:04:05Z", **utm,
    }  # fmt: skip
    row = Inquiry.objects.get(pk=door.post(sent).json()["inquiry"])
    person = row.prospect.person
    assert (person.email, person.phone, person.name) == (
        "pat@nordlys-pumps.example",
        "+493023125000",
        "Pat Person",
    )
    assert (person.company.name, person.country, row.message) == ("Nordlys", "DE", "Ten pumps")
    assert (row.channel, row.campaign.name, row.source) == ("trade_show", "Hannover", "booth")
    assert (row.external_id, row.at.isoformat()) == ("b-7", "2026-01-02T03:04:05+00:00")
    assert (row.utm, row.payload) == (utm, sent)


@pytest.mark.parametrize("field", ["email", "phone", "name", "external_id"])
def test_one_of_four_fields_is_enough(door, field):
    only = {"email": "a@b.example", "phone": "+49 30 23125000", "name": "Pat Person", "external_id": "7"}[
        field
    ]
    assert door.post({field: only}).status_code == 201


def test_a_list_is_answered_in_its_order_with_a_status_each(door):
    told = door.post([PAT, {"company": "Nobody"}, PAT | {"message": "And two valves."}]).json()
    assert [one["status"] for one in told] == ["accepted", "rejected", "repeated"]


def test_unknown_fields_are_kept_as_they_came(door):
    sent = {**PAT, "shoe_size": 43, "nested": {"a": [1, None]}}
    assert Inquiry.objects.get(pk=door.post(sent).json()["inquiry"]).payload == sent


def test_the_same_external_id_of_a_source_is_the_same_inquiry(door):
    first, second = (door.post({"external_id": "row-7", "source": "olist"}) for _ in range(2))
    assert (second.status_code, second.json()["inquiry"]) == (200, first.json()["inquiry"])


def test_a_source_longer_than_its_column_is_cut_and_its_inquiry_found_again(door):
    sent = {"external_id": "row-7", "source": "s" * 500}
    first, second = door.post(sent), door.post(sent)
    assert first.json()["inquiry"] == second.json()["inquiry"]


def test_a_campaign_longer_than_its_column_is_one_campaign(door):
    for _ in range(2):
        door.post({"email": "a@b.example.com", "campaign": "c" * 500})
    assert Campaign.objects.count() == 1


def test_an_inquiry_that_reaches_nobody_is_kept_and_refused(door):
    refused = door.post({"company": "Nobody"})
    assert is_problem(refused, 422)
    assert refused.json()["instance"] == URL
    assert Held.objects.get(pk=refused.json()["held"]).kind == "rejected"


def test_suspected_spam_is_taken_but_starts_no_clock(door):
    held = door.post({**PAT, "message": "high authority backlinks, buy backlinks, first page of google"})
    assert (held.status_code, held.json()["status"], Prospect.objects.count()) == (202, "quarantined", 0)


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\udc00\\ud800", "a\\\\u0000b"])
def test_text_that_no_database_stores_is_made_harmless(door, text):
    body = '{"email": "pat@firm.example.com", "message": "aTEXTb", "xTEXT": "TEXT"}'.replace("TEXT", text)
    assert door.post(body).status_code == 201


@pytest.mark.parametrize(
    "name", ["owner", "score", "role", "stage", "state", "is_staff", "team", "prospect", "id"]
)
def test_posting_what_only_winnow_decides_changes_nothing(door, name):
    plain = Prospect.objects.get(pk=door.post({"email": "a@one.example"}).json()["prospect"])
    forged = Prospect.objects.get(pk=door.post({"email": "b@two.example", name: "99"}).json()["prospect"])
    assert (forged.score, forged.stage, forged.state) == (plain.score, plain.stage, plain.state)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (" ", 400), ("{", 400), ("\xff", 400), ("NaN", 400), ("[" * 100_000, 400),
        ("7", 422), ("[]", 422), ("[1]", 422), ('{"email": {"a": 1}}', 422), ('{"channel": "pigeon"}', 422),
        ('{"email": "a@b.example.com", "received_at": "yesterday"}', 422),
        ('{"email": "a@b.example.com", "received_at": "0001-01-01T00:00:00+05:00"}', 422),
        ("[" + "{}," * 1000 + "{}]", 422),
    ],
)  # fmt: skip
def test_a_body_that_is_no_inquiry_is_refused_and_nothing_is_kept(door, body, status):
    assert is_problem(door.post(body.encode("latin-1")), status)
    assert not Inquiry.objects.exists()
    assert not Held.objects.exists()


def test_what_is_wrong_is_named_with_its_place(door):
    told = door.post([PAT, {"email": ["a", "b"]}]).json()
    assert told["errors"][0]["pointer"] == "/1/email"


def test_a_body_beyond_the_cap_is_refused(door):
    assert is_problem(door.post({**PAT, "message": "x" * (4 * 1024 * 1024)}), 413)


def test_what_is_no_json_is_refused(door):
    assert is_problem(door.post("email=a", **{"Content-Type": "application/x-www-form-urlencoded"}), 415)


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer", "Bearer wn_unknown", "Bearer \xe9"])
def test_without_a_known_token_nothing_is_taken(door, header):
    refused = door.client.post(URL, PAT, content_type="application/json", headers={"Authorization": header})
    assert is_problem(refused, 401)
    assert refused["WWW-Authenticate"].startswith("Bearer")


def test_a_token_of_another_scope_is_refused(door):
    assert is_problem(door.post(PAT, token=new_token("read")[0]), 403)


def test_a_revoked_token_is_refused_at_once(door):
    assert door.post(PAT).status_code == 201
    revoke_token(door.token, by=None, now=timezone.now())
    assert is_problem(door.post(PAT), 401)
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused_as_problems(door, method):
    refused = getattr(door.client, method)(URL)
    assert is_problem(refused, 405)
    assert "POST" in refused["Allow"]


def test_a_full_or_missing_database_is_never_a_success(door, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(gather, "write_together", full)
    refused = door.post(PAT)
    assert is_problem(refused, 503)
    assert int(refused["Retry-After"]) > 0


def test_too_much_waiting_is_turned_away(door, monkeypatch):
    def crowded(*_: object) -> None:
        raise gather.Overloaded

    monkeypatch.setattr(gather.Gatherer, "submit", crowded)
    assert is_problem(door.post(PAT), 503)


def test_a_mistake_of_ours_is_told_as_a_problem(door, monkeypatch):
    monkeypatch.setattr(gather, "write_together", lambda *_: 1 / 0)
    assert is_problem(door.post(PAT), 500)


def test_answers_are_never_sniffed_or_cached(door):
    answer = door.post(PAT)
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def test_an_answer_says_how_long_it_is(door):
    response = door.post(PAT)
    assert response["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_refused_beside_any_other_text(door, word):
    for name in ("\\ud800\\udc00", "x"):
        assert door.post(f'{{"email": "ada@firm1.test", "{name}": {word}}}').status_code == 400


def test_a_number_too_large_for_a_computer_is_kept_as_a_word(door):
    assert door.post('{"email": "ada@firm1.test", "size": 1e400}').status_code == 201
    assert Inquiry.objects.get().payload["size"] == "Infinity"
