"""Fixtures of the pages."""

from pathlib import Path

import pytest

from tests.web.desk_steps import Desk
from winnow.intake.limits import take
from winnow.web.views import public_pace


@pytest.fixture(autouse=True)
def own_pace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test begins with no look at a public page behind it."""
    monkeypatch.setattr(public_pace, "take", lambda file, *rest: take(tmp_path / "limits", *rest))


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The firm at an instant, with one inquiry on ben's desk."""
    return Desk(monkeypatch)
