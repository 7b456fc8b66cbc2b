"""Two commands on a fresh machine: init makes everything, and again changes nothing."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from tests.cli.installation import AS_OF_BEFORE, Installation

# Everything that a database says of its tables; names that Django derives from both are among it.
SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT table_name, column_name, concat_ws(' ', ordinal_position, data_type, is_nullable,
        character_maximum_length, column_default, identity_generation) FROM information_schema.columns
        WHERE table_schema = 'public'""",
}


def test_init_makes_tables_secrets_a_procedure_and_a_link(nothing: Installation) -> None:
    told = nothing.facts("init", "--yes")
    assert told["procedure"] == 1
    assert told["migrated"]
    assert told["setup_link"].startswith("http://127.0.0.1:8000/setup/")


@pytest.mark.django_db
def test_an_installation_has_the_tables_that_each_step_by_itself_leads_to(installed: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA[connection.vendor])
        one_by_one = {tuple(row) for row in cursor.fetchall()}
    together = {tuple(row) for row in installed.sql(SCHEMA[connection.vendor])}
    assert len(together) > 250
    assert together == one_by_one


def test_a_second_init_migrates_and_publishes_nothing(installed: Installation) -> None:
    told = installed.facts("init", "--yes")
    assert (told["migrated"], told["procedure"], told["backup"]) == ([], 1, None)


@pytest.mark.sqlite
def test_an_address_of_no_database_is_told_in_one_sentence(nothing: Installation) -> None:
    nothing.database = "mysql://ann:geheim@host/x"
    said = nothing.run("init", "--yes", code=1).stderr
    assert said.startswith("Winnow works with SQLite")
    assert said.count("\n") == 1


def test_the_secret_stays_the_same_and_private(installed: Installation) -> None:
    key = installed.home / "secret.key"
    before = key.read_text()
    installed.run("init", "--yes")
    assert (key.read_text(), key.stat().st_mode & 0o777) == (before, 0o600)


def test_the_link_is_under_the_address_that_is_given(installed: Installation) -> None:
    done = installed.run("setup-link", "--url", "https://leads.example.com/")
    assert done.stdout.startswith("https://leads.example.com/setup/")


def test_an_address_that_no_browser_opens_is_refused(installed: Installation) -> None:
    assert "is no address" in installed.run("setup-link", "--url", "leads", code=1).stderr


def test_set_up_is_closed_once_there_is_a_second_person(installed: Installation) -> None:
    installed.run("user", "add", "ann@winnow.example", "--name", "Ann", "--role", "admin")
    assert "set up already" in installed.run("setup-link", code=1).stderr


@pytest.mark.sqlite
def test_a_database_that_holds_something_is_backed_up_before_it_migrates(installed: Installation) -> None:
    installed.run("token", "create", "--scope", "intake")
    installed.sql(
        "DELETE FROM django_migrations WHERE app = 'usersessions'", "DROP TABLE usersessions_usersession"
    )
    told = installed.facts("init", "--yes")
    checked = installed.facts("restore", "--check", told["backup"])
    assert (bool(told["migrated"]), checked["rows"]["people_token"]) == (True, 1)


def test_a_database_of_a_newer_winnow_is_refused(installed: Installation) -> None:
    installed.sql(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('prospects', '9999_later', '2030-01-01')"
    )
    for command in (["init", "--yes"], ["serve"], ["work"], ["doctor"]):
        assert "newer Winnow (it knows prospects.9999_later)" in installed.run(*command, code=1).stderr


def test_a_database_that_went_through_the_steps_of_before_is_taken_over_as_it_is(
    firm: Installation,
) -> None:
    firm.python(AS_OF_BEFORE)
    told = firm.facts("init", "--yes")
    assert (told["migrated"], firm.run("export", "inquiries").stdout.count("\n")) == ([], 5)


def test_a_database_halfway_through_the_steps_of_before_says_who_ends_them(installed: Installation) -> None:
    installed.python(AS_OF_BEFORE)
    installed.sql("DELETE FROM django_migrations WHERE name = '0013_industry'")
    assert "of that version first" in installed.run("init", "--yes", code=1).stderr


@pytest.mark.parametrize("command", [["serve"], ["work", "--once"], ["doctor"], ["token", "list"]])
def test_a_database_that_lacks_migrations_is_refused(installed: Installation, command: list[str]) -> None:
    installed.sql("DELETE FROM django_migrations WHERE app = 'usersessions'")
    assert "Run `winnow init`" in installed.run(*command, code=1).stderr


@pytest.mark.sqlite
def test_where_nothing_is_nothing_is_made_and_the_way_is_told(nothing: Installation) -> None:
    assert "There is no Winnow in" in nothing.run("doctor", code=1).stderr
    assert not nothing.home.exists()


@pytest.mark.sqlite
def test_init_leaves_a_database_that_survives_a_power_cut(installed: Installation) -> None:
    with closing(sqlite3.connect(installed.home / "winnow.sqlite3")) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
