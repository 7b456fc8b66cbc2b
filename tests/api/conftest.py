"""The intake door as a client sees it, with the writer in the client's own thread and transaction."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import people
from winnow.api import bearer
from winnow.flow.gather import Gatherer
from winnow.people.actions import create_token
from winnow.people.models import Token

URL = "/api/v1/inquiries"


class Door:
    """A client with a token."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.secret, self.token = new_token()

    def post(self, body: Any, *, token: str | None = None, key: str | None = None, **headers: str) -> Any:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        known = {"Authorization": f"Bearer {token or self.secret}", **headers}
        if key is not None:
            known["Idempotency-Key"] = key
        kind = known.pop("Content-Type", "application/json")
        return self.client.post(URL, text, content_type=kind, headers=known)


def new_token(*scopes: str) -> tuple[str, Token]:
    return create_token("site", scopes or ("intake",), user=None, now=timezone.now())


@pytest.fixture(autouse=True)
def written_at_once(monkeypatch):
    """Tests see what is written inside their own transaction."""

    def hand_in(self, work):
        work.done.set_running_or_notify_cancel()
        self._write([work])

    monkeypatch.setattr(Gatherer, "_hand_in", hand_in)
    monkeypatch.setattr(bearer, "_known", {})


@pytest.fixture
def door(db) -> Door:
    people()
    return Door()
