"""`winnow import` as scripts use it: exact facts on standard output, everything said aside on standard error."""

import json
from pathlib import Path

import pytest

from tests.cli.installation import Installation

FACTS = {
    "rows",
    "accepted",
    "repeated",
    "quarantined",
    "rejected",
    "errors_file",
    "import_id",
    "already",
    "seconds",
}
ROWS = "Email,Name,Date\na@x.example.com,Ann,2025-01-02\nb@y.example.com,Bob,never\na@x.example.com,Ann,2025-02-03\n"


@pytest.fixture
def people_csv(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(ROWS)
    return file


def counts(told: dict) -> list[int]:
    return [told[name] for name in ("rows", "accepted", "repeated", "quarantined", "rejected")]


def test_a_file_comes_in_and_the_facts_are_alone_on_standard_output(
    installed: Installation, people_csv: Path
) -> None:
    done = installed.run("import", str(people_csv), "--channel", "list", "--campaign", "Old list", "--json")
    told = json.loads(done.stdout)
    assert set(told) == FACTS
    assert (counts(told), told["import_id"]) == ([3, 1, 1, 0, 1], 1)
    assert "Used: email=Email" in done.stderr
    assert "never" in Path(told["errors_file"]).read_text()


def test_a_dry_run_writes_nothing(installed: Installation, people_csv: Path) -> None:
    told = installed.facts("import", str(people_csv), "--dry-run")
    assert (counts(told), told["import_id"], told["errors_file"]) == ([3, 1, 1, 0, 1], None, None)
    assert installed.sql("select count(*) from prospects_inquiry")[0][0] == 0
    assert installed.facts("import", "list") == []


def test_columns_are_mapped_by_hand(installed: Installation, people_csv: Path) -> None:
    told = installed.facts("import", str(people_csv), "--map", "email=Email", "--map", "message=Date")
    assert counts(told) == [3, 2, 1, 0, 0]


def test_undo_takes_an_import_back_and_it_can_come_again(installed: Installation, people_csv: Path) -> None:
    installed.facts("import", str(people_csv))
    assert installed.facts("import", "undo", "1") == {
        "import_id": 1, "status": "undone", "inquiries": 2, "closed": 1, "held": 1, "kept_prospects": [],
    }  # fmt: skip
    assert counts(installed.facts("import", str(people_csv))) == [3, 1, 1, 0, 1]
    assert [one["status"] for one in installed.facts("import", "list")] == ["undone", "done"]


def test_outcomes_come_from_a_file_of_their_own(
    installed: Installation, people_csv: Path, tmp_path: Path
) -> None:
    installed.facts("import", str(people_csv))
    deals = tmp_path / "deals.csv"
    deals.write_text("who,won,worth\na@x.example.com,2025-03-01,1200\nz@x.example.com,2025-03-01,5\n")
    words = (
        "import",
        "outcomes",
        str(deals),
        "--match",
        "email=who",
        "--won-date",
        "won",
        "--amount",
        "worth",
    )
    assert counts(installed.facts(*words)) == [2, 1, 0, 0, 1]
    assert installed.sql("select amount from prospects_order")[0][0] == 1200


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--map", "email"), "Write --map email=E-mail"), (("--map", "mail=Email"), "There is no field 'mail'"),
     (("--preset", "hubspot"), "no HubSpot contacts file"), (("--channel", "fax"), "There is no channel 'fax'"),
     (("--map", "message=Date"), "No column says who inquired")],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(
    installed: Installation, people_csv: Path, words: tuple[str, ...], said: str
) -> None:
    done = installed.run("import", str(people_csv), *words, code=1)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_import_that_is_not_there_cannot_be_undone(installed: Installation) -> None:
    assert "There is no import 7" in installed.run("import", "undo", "7", code=1).stderr


def test_a_waiting_import_is_run_by_the_worker(installed: Installation, people_csv: Path) -> None:
    installed.facts("import", str(people_csv))
    installed.sql("update intake_import set status = 'waiting', rows_done = 0, rejected = 0 where id = 1")
    installed.run("work", "--once")
    assert installed.sql("select status, rows_done from intake_import")[0][:] in ([("done", 3)], ("done", 3))
