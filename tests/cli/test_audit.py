"""`winnow audit` over files: what it shows, what it writes, how it refuses."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from winnow.cli.audit import app
from winnow.cli.say import Problem

pytestmark = pytest.mark.sqlite  # nothing here asks a database

SALESFORCE = Path(__file__).parents[1] / "measure" / "exports" / "salesforce"


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit")
    done = run(
        SALESFORCE,
        "--json",
        folder / "facts.json",
        "--unused",
        folder / "unused.csv",
        "--map",
        folder / "map.toml",
    )
    return folder, done


def test_roles_tables_and_reasons_are_shown(written):
    _, done = written
    assert done.exit_code == 0
    for said in ("Opportunity.csv", "deals", "95%", "inquiries", "it is planned, not done", "Left out: 5"):
        assert said in done.output


def test_the_facts_have_the_promised_keys(written):
    facts = json.loads((written[0] / "facts.json").read_text())
    read = {"roles", "unused", "doubtful", "questions", "notes", "tables", "known", "only_days"}
    assert set(facts) == read | {"as_of", "timezone", "findings", "not_found", "unknown", "metrics"}
    lead = next(role for role in facts["roles"] if role["file"] == "Lead.csv")
    assert (lead["role"], lead["sure"], lead["rows"]) == ("inquiries", 0.95, 5)
    assert {"field", "columns", "sure", "why"} == set(lead["columns"][0])
    assert lead["words"]["status"]["Unqualified"] == {"means": "invalid", "sure": 0.9}
    assert set(facts["unused"][0]) == {"file", "row", "reason"}


def test_the_rows_left_out_are_written_as_csv(written):
    rows = list(csv.DictReader((written[0] / "unused.csv").read_text().splitlines()))
    assert [(row["file"], row["row"]) for row in rows][:2] == [("Campaign.csv", "3"), ("Lead.csv", "5")]


def test_the_guess_is_written_where_no_mapping_is_and_followed_the_next_time(written):
    folder, _ = written
    text = (folder / "map.toml").read_text()
    (folder / "map.toml").write_text(
        text.replace('role = "campaigns"', 'role = "unknown"').split("[file.columns]")[0]
    )
    again = run(SALESFORCE, "--map", folder / "map.toml", "--show-mapping")
    assert 'name = "Campaign.csv"\nrole = "unknown"' in again.stdout


def test_nothing_half_written_is_left(written):
    assert sorted(path.name for path in written[0].iterdir()) == [
        "facts-ids", "facts.json", "map.toml", "unused.csv",
    ]  # fmt: skip


def test_a_wrong_mapping_ends_with_code_2_in_words(tmp_path):
    (tmp_path / "map.toml").write_text('[[file]]\nname = "Lead.csv"\nrole = "leads"\n')
    done = run(SALESFORCE, "--map", tmp_path / "map.toml")
    assert done.exit_code == 2
    assert "there is no role 'leads'" in done.output


def test_files_without_one_row_of_use_are_a_problem(tmp_path):
    (tmp_path / "a.csv").write_text("this,that\n1,2\n")
    done = run(tmp_path / "a.csv")
    assert isinstance(done.exception, Problem)
