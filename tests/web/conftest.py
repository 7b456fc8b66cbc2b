"""Fixtures of the pages."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.web.desk_steps import Desk
from tests.web.samples.world import World, make_world
from winnow.intake.limits import take
from winnow.web.views import public_door, public_pace


@pytest.fixture(autouse=True)
def own_pace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing was sent before a test, and however slow the machine is, nothing fills up again during it."""
    began = time.time()
    for door in (public_pace, public_door):
        monkeypatch.setattr(
            door, "take", lambda _file, limits, _now: take(tmp_path / "limits", limits, began)
        )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once; each test looks at it inside a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world) -> list[tuple[str, str, Client]]:
    """Team, role and browser of everybody; a stranger has neither team nor role."""
    found = [("", "anonymous", Client())]
    for (team, role), user in world.people.items():
        client = Client()
        client.force_login(user)
        client.get(reverse("notifications"))  # the library notes a new session once
        found.append((team, role, client))
    return found


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The firm at an instant, with one inquiry on ben's desk."""
    return Desk(monkeypatch)
