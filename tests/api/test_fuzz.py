"""Whatever is sent, by the description or against it: never a 5xx, and every refusal is a problem."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import URL, new_token
from tests.world import people
from winnow.api.operations import described
from winnow.prospects.words import Channel, Stage

TEXT = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    ["\0", "\\u0000", "<script>", "' OR 1=1--"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
MEANT = {
    "email": st.sampled_from(
        ["pat@firm.example.com", "ü@dömäin.example", "a@b", "@", "mailto:x@y.example.com"]
    ),
    "phone": st.sampled_from(["+49 30 1234567", "0", "+1", "٣٠١٢٣٤", "1" * 400]),
    "channel": st.sampled_from(list(Channel)),
    "received_at": st.datetimes().map(lambda at: at.isoformat())
    | st.sampled_from([0, -1, 10**18, "9999-12-31T23:59:59Z"]),
}
FIELDS = described()["components"]["schemas"]["InquiryIn"]["properties"]
INQUIRY = st.fixed_dictionaries(
    {}, optional={name: MEANT.get(name, TEXT) | JSON for name in FIELDS} | {"custom": JSON, "": JSON}
)
SENT = st.one_of(INQUIRY, st.lists(INQUIRY, max_size=4), JSON)
WORDS = TEXT | st.sampled_from(
    [*Stage, "1", "-1", "0", str(2**63), "2026-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)


def check(response: Any) -> None:
    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code


@pytest.fixture
def sender(door):
    return door


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sent=SENT, key=st.none() | st.text(max_size=20))
def test_whatever_is_posted_is_taken_or_refused_in_words(sender, sent, key):
    text = json.dumps(sent)
    header = {} if key is None else {"Idempotency-Key": key.encode("utf-8", "replace").decode("latin-1")}
    check(sender.post(text, **header))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=60))
def test_whatever_bytes_are_posted_are_refused_in_words(sender, body):
    check(
        sender.client.post(
            URL, body, content_type="application/json", headers={"Authorization": f"Bearer {sender.secret}"}
        )
    )


OPERATIONS = [(path, one["get"]) for path, one in described()["paths"].items() if "get" in one]


@pytest.mark.parametrize(("path", "operation"), OPERATIONS, ids=[path for path, _ in OPERATIONS])
def test_whatever_is_asked_is_answered_or_refused_in_words(db, path, operation):
    from django.test import Client

    people()
    secret, _ = new_token("read")
    client = Client(raise_request_exception=False)
    names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]

    @settings(max_examples=120)
    @given(
        query=st.dictionaries(st.sampled_from([*names, "x"]), WORDS, max_size=3),
        number=st.integers(-1, 2**70),
    )
    def asked(query: dict[str, str], number: int) -> None:
        harmless = {name: str(word).encode("utf-8", "replace").decode() for name, word in query.items()}
        check(
            client.get(
                path.replace("{number}", str(number)), harmless, headers={"Authorization": f"Bearer {secret}"}
            )
        )

    asked()
