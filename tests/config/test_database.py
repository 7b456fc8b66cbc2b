"""DATABASE_URL names SQLite or PostgreSQL; anything else is said in words, without the password."""

import pytest

from winnow.config import database as module
from winnow.config.database import POSTGRESQL, SQLITE, Unusable, database


def test_both_databases_are_understood() -> None:
    assert database("sqlite:////tmp/a.sqlite3")["ENGINE"] == SQLITE
    found = database("postgresql://ann:a%40b@db.example:6543/winnow")
    assert (found["ENGINE"], found["PASSWORD"], found["PORT"]) == (POSTGRESQL, "a@b", 6543)


@pytest.mark.parametrize("url", ["winnow", "postgres://ann:geheim@host:port/x", "carrots://geheim@x/y"])
def test_what_is_no_address_is_told_with_how_one_looks(url: str) -> None:
    with pytest.raises(Unusable, match="postgres://USER:PASSWORD@HOST:5432/NAME") as said:
        database(url)
    assert "geheim" not in str(said.value)


def test_another_kind_of_database_is_refused_in_words() -> None:
    with pytest.raises(Unusable, match="with no other database"):
        database("mysql://ann:geheim@host/x")


def test_without_its_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(Unusable, match=r"pip install '\.\[postgres\]'"):
        database("postgres://ann@host/x")
