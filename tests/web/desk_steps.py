"""Steps for tests of the desk and the prospect's page: a clock that stands still, people signed in, one inquiry."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import NOW, Cast, inquire, people
from winnow.people.models import User
from winnow.prospects.models import Prospect

BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


class Desk:
    """The firm at an instant, with one inquiry on ben's desk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.cast: Cast = people()
        self.prospect = self.arrive(name="Mette Krag", email="mette@nordlys.example.com", phone="+4520123456")

    def arrive(self, **fields: Any) -> int:
        return inquire(now=self.now, **fields).prospect

    def as_(self, user: User) -> Client:
        return as_user(user)

    def later(self, at: datetime) -> None:
        self.now = at

    def row(self, number: int | None = None) -> Prospect:
        return Prospect.objects.get(id=number or self.prospect)


def said(response: Any) -> str:
    return str(response.content.decode())
