"""The doctor at the terminal: facts, sentences, exit codes, and what it says of the machine."""

import json
from pathlib import Path

import pytest

from tests.cli.installation import Installation


def unguard(firm: Installation) -> None:
    """Take the one guard away that refuses a dropped prospect."""
    if firm.database:
        firm.sql("ALTER TABLE prospects_prospect DROP CONSTRAINT never_dropped")


# The throw-away PostgreSQL of the tests does not flush, and the doctor says so.
FLUSHES_NOT = "fsync"


def problems(firm: Installation, told: dict) -> list[str]:
    return [
        one
        for one in told["problems"]
        if not (firm.database and (FLUSHES_NOT in one or "synchronous" in one))
    ]


def examined(firm: Installation) -> dict:
    done = firm.run("doctor", "--json", code=1) if firm.database else firm.run("doctor", "--json")
    return json.loads(done.stdout)


def test_it_counts_what_is_there(firm: Installation) -> None:
    told = examined(firm)
    names = (
        "prospects",
        "open",
        "without_owner",
        "without_next_action",
        "inquiries",
        "quarantined",
        "rejected",
    )
    assert [told[name] for name in names] == [3, 3, 0, 0, 4, 0, 0]
    assert problems(firm, told) == []


def test_a_dropped_prospect_fails_it_and_is_named(firm: Installation) -> None:
    unguard(firm)
    firm.sql("UPDATE prospects_prospect SET owner_id = NULL WHERE id = 2")
    told = firm.facts("doctor", code=1)
    assert (told["without_owner"], told["offending"]) == (
        1,
        {"without_owner": [2], "loads_wrong": told["offending"]["loads_wrong"]},
    )


def test_people_are_told_in_sentences_on_standard_error(firm: Installation) -> None:
    unguard(firm)
    firm.sql("UPDATE prospects_prospect SET owner_id = NULL WHERE id = 2")
    said = firm.run("doctor", code=1).stderr
    assert "Wrong: Open prospects have no owner. Reassign them. (1)" in said
    assert "without_owner: 2" in said


def test_a_trigger_that_somebody_dropped_is_missed(firm: Installation) -> None:
    table = " ON prospects_event" if firm.database else ""
    firm.sql(f"DROP TRIGGER event_kept{table}")
    told = firm.facts("doctor", code=1)
    assert any("no longer refuses what it must: event_kept missing" in one for one in told["problems"])


def test_a_unique_index_that_somebody_dropped_is_missed(firm: Installation) -> None:
    firm.sql("DROP INDEX one_open_prospect_of_a_person")
    assert any("one_open_prospect_of_a_person" in one for one in firm.facts("doctor", code=1)["problems"])


def test_a_clock_that_was_set_back_is_noticed(firm: Installation) -> None:
    firm.python("inquire(now=datetime(2099, 1, 1, tzinfo=UTC))")
    assert any(one.startswith("Clock jump") for one in examined(firm)["warnings"])


def test_overdue_work_that_nobody_looked_at_asks_for_a_worker(firm: Installation) -> None:
    assert any("Is `winnow work` running?" in one for one in examined(firm)["warnings"])


@pytest.mark.sqlite
def test_the_settings_that_make_an_answer_durable_are_shown(firm: Installation) -> None:
    assert examined(firm)["database"] == {
        "kind": "sqlite",
        "journal_mode": "wal",
        "synchronous": "2",
        "foreign_keys": "1",
    }


@pytest.mark.postgresql
def test_a_postgres_that_does_not_flush_is_refused(firm: Installation) -> None:
    assert any("fsync is off" in one for one in firm.facts("doctor", code=1)["problems"])


@pytest.mark.sqlite
def test_a_row_that_refers_to_nothing_is_found_by_a_thorough_look(firm: Installation) -> None:
    firm.sql("UPDATE prospects_prospect SET company_id = 999 WHERE id = 1")
    assert firm.run("doctor").returncode == 0
    assert "rows refer to others that are gone" in firm.run("doctor", "--thorough", code=1).stderr


@pytest.mark.sqlite
def test_a_damaged_database_is_told_in_a_sentence(firm: Installation) -> None:
    file = firm.home / "winnow.sqlite3"
    scribble(file)
    assert "Traceback" not in firm.run("doctor", code=1).stderr


def scribble(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096 * 3)
        opened.write(b"\xff" * 4096 * 20)
