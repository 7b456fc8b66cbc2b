"""Exports: whole, harmless in a spreadsheet, and read back as they were."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from winnow.tables import read

KINDS = ["prospects", "inquiries", "events", "orders", "campaigns"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_goes_to_standard_output_as_csv(firm: Installation, kind: str) -> None:
    rows = list(csv.reader(firm.run("export", kind).stdout.splitlines()))
    assert rows[0][0] == "id"


def test_a_name_that_a_spreadsheet_would_run_is_guarded(firm: Installation) -> None:
    rows = csv.DictReader(firm.run("export", "prospects").stdout.splitlines())
    assert [row["name"] for row in rows] == ["'=cmd 0", "'=cmd 1", "'=cmd 2"]


def test_ndjson_is_not_escaped(firm: Installation) -> None:
    said = firm.run("export", "prospects", "--format", "ndjson").stdout.splitlines()
    assert [json.loads(line)["name"] for line in said] == ["=cmd 0", "=cmd 1", "=cmd 2"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_exported_is_read_back_as_it_was(firm: Installation, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"prospects.{ending}"
    firm.run("export", "prospects", "-o", str(file))
    table = read(file)
    assert [row.values[table.headers.index("name")] for row in table] == ["=cmd 0", "=cmd 1", "=cmd 2"]


def test_what_was_written_is_told_as_facts(firm: Installation, tmp_path: Path) -> None:
    file = tmp_path / "prospects.csv"
    assert firm.facts("export", "prospects", "-o", str(file)) == {"file": str(file), "prospects": 3}
    assert "name a file with -o" in firm.run("export", "prospects", "--json", code=1).stderr


def test_a_workbook_does_not_go_to_a_terminal(firm: Installation) -> None:
    assert "Name a file with -o" in firm.run("export", "orders", "--format", "xlsx", code=1).stderr


def test_a_folder_that_is_not_there_is_told(firm: Installation) -> None:
    said = firm.run("export", "orders", "-o", "nowhere/orders.csv", code=1).stderr
    assert said == "nowhere/orders.csv cannot be written: No such file or directory. Choose another place.\n"


def test_that_data_was_taken_out_is_itself_an_event(firm: Installation) -> None:
    firm.run("export", "prospects")
    assert firm.sql("SELECT kind FROM prospects_event ORDER BY id DESC LIMIT 1") == [("exported",)]


def test_the_canonical_tables_are_seven_files_with_the_designed_columns(
    firm: Installation, tmp_path: Path
) -> None:
    told = firm.facts("export", "canonical", str(tmp_path / "out"))
    heads = {
        path.stem: path.read_text().splitlines()[0].replace('"', "") for path in (tmp_path / "out").iterdir()
    }
    assert heads == {
        "inquiries": "inquiry_id,prospect_id,at,channel,campaign_id,source,value_hint",
        "touches": "prospect_id,at,kind,direction,by,role,minutes,disposition",
        "stages": "prospect_id,at,stage,state,outcome,by,reason",
        "orders": "prospect_id,at,amount,margin,currency",
        "campaigns": "campaign_id,name,channel",
        "costs": "campaign_id,at,amount,currency",
        "people": "person_id,role,team,hourly_cost",
    }
    assert (told["inquiries"], told["stages"], told["people"]) == (4, 3, 8)


def test_the_canonical_tables_are_a_history_to_replay(firm: Installation, tmp_path: Path) -> None:
    firm.run("export", "canonical", str(tmp_path / "tables"))
    told = firm.facts("procedure", "replay", "1", "--on", str(tmp_path / "tables"), "--months", "120")
    assert (told["pursued"], told["changes"]) == (3, [])


def test_months_in_which_nothing_came_in_are_said(installed: Installation) -> None:
    said = installed.run("procedure", "replay", "1", "--months", "1").stderr
    assert "Nothing came in from " in said
    assert "--months" in said


def test_a_folder_without_tables_is_no_history(firm: Installation, tmp_path: Path) -> None:
    said = firm.run("procedure", "replay", "1", "--on", str(tmp_path), code=1).stderr
    assert "inquiries.parquet" in said
