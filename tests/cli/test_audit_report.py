"""`winnow audit -o`: from canonical tables to a report, its ids and its facts, whole or not at all."""

import csv
import json

import pytest
from typer.testing import CliRunner

from tests.measure.findings.firm import FORMULA, tables
from winnow.cli import audit_report
from winnow.cli.audit import app
from winnow.cli.audit_engine import Computing, computing
from winnow.cli.audit_source import of_home
from winnow.cli.say import Problem

pytestmark = pytest.mark.sqlite  # nothing here asks a database


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def canonical(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit") / "canonical"
    folder.mkdir()
    for name, frame in tables().items():
        frame.write_parquet(folder / f"{name}.parquet")
    return folder


@pytest.fixture(scope="module")
def written(canonical):
    """The folder of the report, and what was printed."""
    place = canonical.parent
    (place / "report-ids").mkdir()
    (place / "report-ids" / "nobodys.csv").write_text("of an earlier run")
    (place / "report-ids" / "mine.csv").write_text("somebody's own")
    return place, run(canonical, "-o", place / "report.html", "--json", "-", "--as-of", "2027-04-05")


def test_the_facts_alone_are_printed(written):
    assert written[1].exit_code == 0
    facts = json.loads(written[1].stdout)
    assert facts["findings"][0]["key"] == "campaigns-at-a-loss"
    assert facts["as_of"] == "2027-04-06T00:00:00+00:00"


def test_the_ids_behind_a_finding_are_a_csv_that_runs_nowhere(written):
    place, done = written
    finding = next(one for one in json.loads(done.stdout)["findings"] if one["key"] == "never-followed-up")
    assert finding["ids_file"] == str(place / "report-ids" / "never-followed-up.csv")
    with open(finding["ids_file"], newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == finding["count"] == 60
    assert rows[0]["first_at"] == "2026-03-02T09:00:00Z"
    assert f"'{FORMULA}" in {row["prospect_id"] for row in rows}


def test_lists_of_an_earlier_run_go_and_nothing_else(written):
    names = {path.name for path in (written[0] / "report-ids").iterdir()}
    assert "mine.csv" in names
    assert "nobodys.csv" not in names


def test_the_report_links_to_the_lists_beside_it(written):
    text = (written[0] / "report.html").read_text()
    assert 'href="report-ids/never-followed-up.csv"' in text
    assert text.endswith("</html>\n")


def test_a_run_that_ends_early_leaves_the_old_report_as_it_was(written, monkeypatch):
    """The report is made before its file is opened, and moved into its place when it is whole."""
    report, before = written[0] / "report.html", (written[0] / "report.html").read_text()

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(audit_report, "_document", stopped)
    found = audit_report.Audited(None, {}, type("Looked", (), {"findings": (), "further": ()}), None)
    monkeypatch.setattr("winnow.measure.report.told.told", lambda *_: {})
    with pytest.raises(KeyboardInterrupt):
        audit_report.write(found, audit_report.Wanted(report, None, None), lambda *_: None)
    assert report.read_text() == before
    assert [path.name for path in written[0].iterdir() if path.name.startswith(".")] == []


def test_an_engine_that_is_not_there_is_named(canonical):
    assert "duckdb or spark" in str(run(canonical, "--engine", "abacus").exception)


def test_where_memory_is_not_enough_it_is_said_how_to_allow_more(canonical, tmp_path, monkeypatch):
    monkeypatch.setattr("winnow.cli.audit_engine.LEAST", 1)
    done = run(canonical, "--memory", "1MB", "-o", tmp_path / "report.html")
    assert isinstance(done.exception, Problem)
    assert "not enough memory with 1MB: allow more with --memory" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_as_much_memory_is_used_as_is_allowed(canonical):
    by = computing("duckdb", "0.7 gb")
    assert by.connect().raw_sql("SELECT current_setting('memory_limit')").fetchone() == ("667.5 MiB",)


@pytest.mark.parametrize("size", ["6", "much", "199MB", "-1GB", "80%", "1e9GB", ""])
def test_what_is_no_size_of_memory_is_told(canonical, size):
    done = run(canonical, "--memory", size)
    assert (done.exit_code, "a size from 200MB on" in " ".join(done.output.split())) == (2, True)


def test_a_folder_that_is_elsewhere_is_read_by_spark_alone():
    assert "read it with --engine spark" in str(run("s3a://leads/tables").exception)


def test_the_figures_of_this_winnow_are_duckdbs():
    with pytest.raises(Problem, match="leave --engine out"):
        of_home(Computing("spark", None))


def test_a_time_zone_that_is_not_there_is_named(canonical):
    done = run(canonical, "--timezone", "Mars/Olympus")
    assert isinstance(done.exception, Problem)
    assert "Mars/Olympus" in str(done.exception)


def test_files_or_the_home_but_not_both_and_not_neither(canonical):
    assert run().exit_code == run(canonical, "--home").exit_code == 2


def test_a_table_without_what_it_needs_is_a_problem(tmp_path):
    import polars as pl

    pl.DataFrame({"prospect_id": ["a"]}).write_parquet(tmp_path / "orders.parquet")
    assert "The table orders has no at" in str(run(tmp_path).exception)


def test_what_is_dated_after_now_has_not_happened_and_is_told(tmp_path):
    from datetime import UTC, datetime

    import polars as pl

    days = [datetime(2026, 3, 2, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)]
    pl.DataFrame({"prospect_id": ["a", "b"], "at": days}).write_parquet(tmp_path / "orders.parquet")
    tables, notes = audit_report.tables_of(str(tmp_path), computing("duckdb", None), None)
    assert tables.orders.count().execute() == 1
    assert notes == [f"{audit_report.LATER} The last is of 2999-01-01."]
