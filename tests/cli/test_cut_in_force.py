"""`winnow cut` on the application's data."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.cut_world import champion
from tests.world import people
from winnow.cli import ground
from winnow.cli.cut import app
from winnow.cli.cut_in_force import fraction
from winnow.cli.say import Problem
from winnow.prospects.models import Event
from winnow.qualify.models import Cut


@pytest.fixture
def firm(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database stands for the installation."""
    monkeypatch.setattr(ground, "ready", lambda: None)
    people()


def run(*words: str) -> Any:
    return CliRunner().invoke(app, words, catch_exceptions=True)


@pytest.mark.parametrize(
    ("text", "share"), [("50", 0.5), ("50%", 0.5), ("2.5 %", 0.025), ("0.5%", 0.005), ("1", 0.01)]
)
def test_shares_are_read_as_per_cent(text: str, share: float) -> None:
    assert fraction(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["0.5", "half", "", "%"])
def test_what_could_mean_two_things_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        fraction(text)


def test_without_a_model_it_says_what_is_missing(firm: None) -> None:
    answer = run("--lose-at-most", "5%")
    assert isinstance(answer.exception, Problem)
    assert "59" in str(answer.exception)
    assert "No cut is in force." in run("show").output


def test_a_cut_is_published_shown_and_ended(firm: None) -> None:
    champion()
    assert "In force: " in run("--lose-at-most", "5%", "--reason", "Five is fine").output
    told = json.loads(run("show", "--json").output)
    assert told["in_force"]["lose_at_most"] == 0.05
    assert told["seen"]["orders"] == 0
    assert len(told["prices"]) == 21
    assert "No cut is in force any more" in run("--off").output
    assert not Cut.objects.filter(state="in_force").exists()
    event = Event.objects.get(kind="cut_published")
    assert (event.by, event.actor, event.reason) == ("door", None, "Five is fine")


def test_only_one_thing_is_asked_for_at_once(firm: None) -> None:
    champion()
    assert isinstance(run("--share", "50", "--off").exception, Problem)
    assert isinstance(run("--json").exception, Problem)


def test_what_cannot_be_promised_is_refused_and_nothing_changes(firm: None) -> None:
    champion(unseen={})
    answer = run("--share", "50")
    assert "too few" in str(answer.exception)
    assert not Cut.objects.exists()
