"""`winnow cut evaluate` on files that can be used: what it answers, and that it answers right."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.cut_files import evaluated, prospects, run, write

pytestmark = pytest.mark.sqlite  # nothing here asks a database

COLUMNS = ("--label", "bought", "--time", "created", "--id", "id", "--amount", "amount")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("cut") / "prospects.csv", prospects(1_000))


@pytest.fixture(scope="module")
def found(file: Path) -> dict:
    return evaluated(file, *COLUMNS)


def test_the_answer_has_the_promised_keys_and_shapes(found: dict) -> None:
    assert {"used", "refused", "method", "auc", "kept", "safe", "refusal"} <= set(found)
    assert set(found["kept"]) == {"30", "50", "70"}
    assert all(low <= value <= high for value, low, high in found["kept"].values())
    assert set(found["safe"]) == {"2", "5"}
    assert all({"share", "lost", "broken"} <= set(one) for one in found["safe"].values())
    assert all(set(one) == {"column", "reason"} for one in found["refused"])


def test_the_signal_that_is_there_is_found(found: dict) -> None:
    assert found["auc"] > 0.72
    assert found["kept"]["30"][0] > found["kept"]["50"][0] > found["kept"]["70"][0] > 0.35
    assert found["refusal"] is None


def test_every_column_but_the_outcome_is_used_or_refused_with_a_reason(found: dict) -> None:
    told = set(found["used"]) | {one["column"] for one in found["refused"]}
    assert told == {"id", "created", "source", "visits", "budget", "noise", "amount"}
    assert {"source", "visits", "budget"} <= set(found["used"])
    assert {"id", "amount"} <= {one["column"] for one in found["refused"]}


def test_the_promise_was_made_without_the_part_it_was_tried_on(found: dict) -> None:
    assert found["tested"]["prospects"] == 200
    assert found["tested"]["fitted_on"] == 800
    assert found["safe"]["5"]["share"] > 0
    assert found["safe"]["5"]["broken"] is False


def test_the_same_file_gets_the_same_answer(file: Path, found: dict) -> None:
    assert evaluated(file, *COLUMNS) == found


def test_people_get_sentences_and_a_table(file: Path) -> None:
    said = run(file, *COLUMNS).stdout
    assert re.search(r"can be thrown away|Not with these data", said)
    assert "50 %" in said


def test_without_a_time_every_prospect_is_tested_in_turn(tmp_path: Path) -> None:
    answer = evaluated(write(tmp_path / "f.csv", prospects(300)), "--label", "bought", "--id", "id")
    assert answer["tested"] == {
        "prospects": 300,
        "orders": answer["orders"],
        "newest": False,
        "fitted_on": 240,
    }
    assert any("--time" in note for note in answer["notes"])
    assert "amount" not in answer["used"], "it is filled in only for those who bought"


def test_without_a_signal_the_answer_is_no(tmp_path: Path) -> None:
    rows = prospects(900)
    shuffled = [row[6] for row in rows[1:]]
    for row, outcome in zip(rows[1:], reversed(shuffled), strict=True):
        row[6] = outcome
    answer = evaluated(
        write(tmp_path / "f.csv", rows), "--label", "bought", "--time", "created", "--id", "id"
    )
    assert answer["refusal"].startswith("Not with these data")
    assert {one["share"] for one in answer["safe"].values()} == {0.0}


def test_too_few_orders_are_counted(tmp_path: Path) -> None:
    answer = evaluated(write(tmp_path / "f.csv", prospects(90)), "--label", "bought")
    assert re.search(r"needs 59 orders .* there are \d+; \d+ more orders would do", answer["refusal"])


def test_the_report_stands_alone(file: Path, tmp_path: Path) -> None:
    assert run(file, *COLUMNS, "-o", str(tmp_path / "r.html")).exit_code == 0
    page = (tmp_path / "r.html").read_text()
    assert "<svg" in page
    assert "<table" in page
    assert not re.search(r"<script|<link|<img|https?://|url\(|@import|\son\w+=", page)


def test_names_in_the_report_are_only_text(tmp_path: Path) -> None:
    rows = prospects(300)
    rows[0][3] = "<script>alert(1)</script>"
    file = write(tmp_path / "a<b>.csv", rows)
    run(file, "--label", "bought", "--time", "created", "-o", str(tmp_path / "r.html"))
    assert "<script" not in (tmp_path / "r.html").read_text()


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    from winnow.cli.say import Problem

    file = write(tmp_path / "f.csv", prospects(90))
    with pytest.raises(Problem, match="cannot be written"):
        run(file, *COLUMNS, "-o", str(tmp_path / "nowhere" / "r.html"))


def test_it_needs_no_installation(file: Path, tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WINNOW", "DJANGO"))}
    clean.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "winnow.cli.main", "cut", "evaluate", str(file), *COLUMNS, "--json"],
        env=clean | {"WINNOW_HOME": str(tmp_path / "none"), "HOME": str(tmp_path)},
        capture_output=True, text=True, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == 1_000
    assert list(tmp_path.iterdir()) == []
