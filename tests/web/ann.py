"""Ann, who has a password and whom nobody has tried to be; for tests of signing in."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from winnow.people.models import User

THEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "four unrelated words"


@pytest.fixture(autouse=True)
def nobody_tried_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann@example.com", PASSWORD, name="Ann", role="seller", joined_at=THEN)


def user_of(client: Client) -> str | None:
    return client.session.get("_auth_user_id")
