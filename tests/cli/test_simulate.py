"""`winnow simulate`: a life in a throw-away database, told in counts."""

import json

import pytest

from tests.cli.installation import Installation

pytestmark = pytest.mark.sqlite  # it makes its own


def test_a_short_life_keeps_everything_and_leaves_nothing_behind(nothing: Installation) -> None:
    told = json.loads(
        nothing.run(
            "simulate", "--prospects", "15", "--months", "0.25", "--seed", "3", "--tick", "6", "--json"
        ).stdout
    )
    names = ("dropped", "promises_broken", "over_cap", "after_objection")
    assert [told[name] for name in names] == [0, 0, 0, 0]
    assert told["holds"]
    assert told["prospects"] > 5
    assert told["seconds"] > 0
    assert not (nothing.home / "winnow.sqlite3").exists()


def test_a_database_that_holds_prospects_is_refused(firm: Installation) -> None:
    url = f"sqlite:///{firm.home / 'winnow.sqlite3'}"
    refused = firm.run("simulate", "--prospects", "25", "--database", url, code=1)
    assert "empty one" in refused.stderr
