"""Fixtures of the pages."""

import pytest

from tests.web.desk_steps import Desk


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The firm at an instant, with one inquiry on ben's desk."""
    return Desk(monkeypatch)
