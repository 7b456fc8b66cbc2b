"""`winnow model`: what it says, and what it refuses."""

import json

import pytest
from typer.testing import CliRunner

from tests.learning_world import company
from tests.world import people
from winnow.cli import ground
from winnow.cli.model import app
from winnow.cli.say import Problem
from winnow.qualify.models import LearnedModel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.setattr(ground, "ready", lambda: None)


def run(*words: str):
    return CliRunner().invoke(app, list(words))


def test_without_models_it_says_what_is_missing():
    people()
    assert "59 are needed" in run("list").output


def test_too_few_orders_are_a_problem_in_words():
    people()
    assert isinstance(found := run("train").exception, Problem)
    assert "Nothing was learned" in str(found)


def test_a_model_is_trained_shown_held_and_let_go(monkeypatch):
    cast = people()
    company(cast.anna)
    from tests.learning_world import LATER

    monkeypatch.setattr(ground, "now", lambda: LATER)
    assert "is in use now" in run("train").output
    shown = json.loads(run("show", "--json").stdout)
    assert shown["number"] == 1
    assert shown["snapshot"] == LearnedModel.objects.get().snapshot
    frozen = json.loads(run("freeze", "--reason", "We compare.", "--json").stdout)
    assert (frozen["number"], frozen["state"]) == (1, "champion, frozen")
    assert "may be replaced again" in run("unfreeze", "--reason", "Compared.").output


def test_what_cannot_be_done_is_said():
    people()
    assert "There is no model 4." in str(run("rollback", "4", "--reason", "Try.").exception)
