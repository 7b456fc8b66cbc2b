"""`winnow cadence`."""

import json

import pytest
from typer.testing import CliRunner

from tests.cadence_world import firm, row, tried
from tests.world import Cast
from winnow.cli import ground
from winnow.cli.cadence import app
from winnow.followup.models import CadenceChange

RUN = CliRunner()


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(ground, "ready", lambda: None)
    return firm()


def test_it_tells_who_stands_where_changes_many_and_undoes(cast: Cast) -> None:
    one = tried(cast)
    listed = json.loads(RUN.invoke(app, ["list", "--json"]).output)["cadences"]
    assert {entry["cadence"]: entry["waiting"] for entry in listed}["default"] == [0, 1, 0, 0]
    looked = RUN.invoke(app, ["change", "gentle", "--channel", "web"])
    assert "1 prospects on desks are meant. Nothing was changed" in looked.output
    assert row(one.pk).cadence == ""
    done = RUN.invoke(app, ["change", "gentle", "--of", "default", "--reason", "Spring"])
    assert "1 changed: 1 planned anew" in done.output
    assert row(one.pk).cadence == "gentle"
    number = CadenceChange.objects.get().pk
    undone = json.loads(RUN.invoke(app, ["undo", str(number), "--json"]).output)
    assert undone == {"change": number, "undone": 1}
    assert row(one.pk).cadence == ""


def test_attempts_are_planned_anew(cast: Cast) -> None:
    tried(cast)
    assert json.loads(RUN.invoke(app, ["replan", "--json"]).output) == {"looked_at": 0, "moved": 0}
