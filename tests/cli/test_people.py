"""People and tokens from the terminal."""

import pytest

from tests.cli.installation import Installation

pytestmark = pytest.mark.sqlite  # the actions underneath are tested on both; a process each takes its time


def test_a_token_is_printed_alone(installed: Installation) -> None:
    said = installed.run("token", "create", "--scope", "intake").stdout
    assert said.startswith("wn_")
    assert len(said.split()) == 1


def test_a_token_s_text_is_kept_nowhere(installed: Installation) -> None:
    text = installed.run("token", "create", "--scope", "intake", "--name", "Site").stdout.strip()
    told = installed.facts("token", "list")
    assert [(one["name"], one["scopes"], text in str(one)) for one in told] == [("Site", ["intake"], False)]


def test_a_revoked_token_is_shown_as_such(installed: Installation) -> None:
    installed.run("token", "create", "--scope", "read", "--scope", "intake")
    assert installed.facts("token", "revoke", "1")["revoked_at"]
    assert installed.facts("token", "list")[0]["revoked_at"]


def test_an_unknown_scope_is_refused_with_those_there_are(installed: Installation) -> None:
    said = installed.run("token", "create", "--scope", "everything", code=1).stderr
    assert said == "everything is no scope. Scopes are intake, read, offer.\n"


def test_revoking_what_is_not_there_says_where_to_look(installed: Installation) -> None:
    assert "`winnow token list`" in installed.run("token", "revoke", "7", code=1).stderr


def test_a_person_is_added_with_a_link_to_come_in(installed: Installation) -> None:
    told = installed.facts("user", "add", "Ann@Winnow.example", "--name", "Ann", "--role", "seller")
    assert (told["email"], told["role"]) == ("ann@winnow.example", "seller")
    assert "/in/" in told["link"]


def test_the_same_address_twice_is_refused(firm: Installation) -> None:
    said = firm.run("user", "add", "anna@winnow.example", "--name", "A", "--role", "seller", code=1).stderr
    assert "already in use" in said


def test_a_team_that_is_not_there_is_refused_with_those_there_are(firm: Installation) -> None:
    words = ["user", "add", "x@winnow.example", "--name", "X", "--role", "seller", "--team", "Rome"]
    assert firm.run(*words, code=1).stderr == "There is no team Rome. Teams are: Berlin, New York.\n"


def test_an_hourly_cost_that_is_no_money_is_refused(firm: Installation) -> None:
    words = ["user", "add", "x@winnow.example", "--name", "X", "--role", "seller", "--hourly-cost", "-3"]
    assert "is no hourly cost" in firm.run(*words, code=1).stderr


def test_a_new_link_can_be_had_for_a_lost_password(firm: Installation) -> None:
    told = firm.facts("user", "link", "anna@winnow.example")
    assert (told["email"], "/in/" in told["link"]) == ("anna@winnow.example", True)


def test_nobody_is_told_as_nobody(firm: Installation) -> None:
    assert "Nobody has the address" in firm.run("user", "link", "zoe@winnow.example", code=1).stderr


def test_who_is_deactivated_is_told_what_they_still_hold(firm: Installation) -> None:
    holder = max(firm.facts("user", "list"), key=lambda one: one["working"])
    said = firm.run("user", "deactivate", holder["email"]).stdout
    assert f"{holder['working']} open prospects are still theirs" in said


def test_the_last_admin_stays(installed: Installation) -> None:
    assert "is the only admin" in installed.run("user", "deactivate", "admin@localhost", code=1).stderr
