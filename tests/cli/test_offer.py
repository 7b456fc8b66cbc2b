"""`winnow offer`."""

import json

import pytest
from typer.testing import CliRunner

from tests.deals_world import opportunity
from tests.world import NOW, Cast, people
from winnow.cli import ground
from winnow.cli.offer import app
from winnow.offers.models import Offer

RUN = CliRunner()


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(ground, "ready", lambda: None)
    monkeypatch.setattr(ground, "now", lambda: NOW)
    return people()


def run(*words: str):
    return json.loads(RUN.invoke(app, [*words, "--json"], catch_exceptions=False).output)


def test_it_is_made_listed_shown_and_taken_back(cast: Cast) -> None:
    number, by = str(opportunity(cast).pk), ("--by", cast.anna.email)
    made = run("make", number, *by, "--title", "Half the paper", "--line", "2:Starter set:950")
    assert (made["total"], made["title"]) == ("1900.00", "Half the paper")
    small = run("make", number, *by, "--smaller-of", str(made["id"]))
    assert (small["smaller_of"], small["total"]) == (made["id"], "950.00")
    assert [one["id"] for one in run("list", "--prospect", number)] == [small["id"], made["id"]]
    assert "/offer/" in run("show", str(made["id"]))["link"]
    assert run("list")[0]["link"] == ""
    run("withdraw", str(made["id"]), *by, "--reason", "A wrong price")
    assert Offer.objects.get(pk=made["id"]).revoked_at == NOW
