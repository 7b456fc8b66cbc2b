"""`winnow procedure` checks, compares, publishes and prints."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from winnow.cli.procedure import app
from winnow.procedure.models import Version
from winnow.procedure.reference import reference

pytestmark = pytest.mark.django_db


def run(*words: str, typed: str | None = None) -> Any:
    return CliRunner().invoke(app, list(words), input=typed)


@pytest.fixture
def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "procedure.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def faster(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "faster.toml"
    path.write_text(text.replace("respond_within = 15", "respond_within = 10"), encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "broken.toml"
    path.write_text(text.replace("respond_within = 15", "respond_witin = 15"), encoding="utf-8")
    return path


def test_check_praises_a_complete_procedure(file: Path) -> None:
    result = run("check", str(file))
    assert (result.exit_code, "is a complete procedure" in result.output) == (0, True)


def test_check_reads_standard_input(text: str) -> None:
    assert run("check", "-", typed=text).exit_code == 0


def test_check_names_line_field_and_nearest_word_and_fails(broken: Path) -> None:
    result = run("check", str(broken))
    line = broken.read_text().split("respond_witin")[0].count("\n") + 1
    said = f"{broken}:{line} clocks.phone.respond_witin: no such field; did you mean respond_within?\n"
    assert (result.exit_code, result.stderr) == (1, said)


def test_check_tells_problems_as_json(broken: Path) -> None:
    facts = json.loads(run("check", str(broken), "--json").stdout)
    assert (facts["ok"], facts["problems"][0]["suggestion"]) == (False, "respond_within")


def test_a_file_that_is_not_there_is_named() -> None:
    result = run("check", "/nowhere/procedure.toml")
    assert (result.exit_code, "cannot be read: No such file" in result.stderr) == (1, True)


def test_publish_puts_in_force(file: Path) -> None:
    result = run("publish", str(file), "--reason", "First")
    assert (result.exit_code, result.output, Version.objects.count()) == (0, "Version 1 is in force.\n", 1)


def test_publish_needs_a_reason(file: Path) -> None:
    for given in ((), ("--reason", " ")):
        result = run("publish", str(file), *given)
        assert (result.exit_code, "--reason" in result.stderr, Version.objects.count()) == (2, True, 0)


def test_publish_looks_at_the_file_before_it_asks_why(broken: Path, tmp_path: Path) -> None:
    said = run("publish", str(broken))
    assert (said.exit_code, str(broken) in said.stderr, "--reason" in said.stderr) == (1, True, False)
    assert "cannot be read" in run("publish", str(tmp_path / "nowhere.toml")).stderr


def test_publish_refuses_mistakes_and_repetitions(file: Path, broken: Path) -> None:
    run("publish", str(file), "--reason", "First")
    codes = [run("publish", str(path), "--reason", "Again").exit_code for path in (broken, file)]
    assert (codes, Version.objects.count()) == ([1, 1], 1)


def test_diff_compares_a_file_with_what_is_in_force(file: Path, faster: Path) -> None:
    run("publish", str(file), "--reason", "First")
    assert run("diff", str(faster)).output == "Phone inquiries: answer within 15 → 10 working minutes\n"


def test_diff_compares_two_files_and_two_versions_alike(file: Path, faster: Path) -> None:
    for path in (file, faster):
        run("publish", str(path), "--reason", "Next")
    assert run("diff", str(file), str(faster)).output == run("diff", "1", "2").output


def test_diff_says_that_nothing_changes(file: Path) -> None:
    assert run("diff", str(file), str(file)).output == "They say the same.\n"


def test_diff_tells_changes_as_json(file: Path, faster: Path) -> None:
    [change] = json.loads(run("diff", str(file), str(faster), "--json").stdout)
    assert (change["path"], change["after"]) == ("clocks.phone.respond_within", "10 working minutes")


def test_diff_of_a_version_that_is_not_there_fails(file: Path) -> None:
    result = run("diff", str(file), "9")
    assert (result.exit_code, "no version 9" in result.stderr) == (1, True)


def test_document_prints_what_is_in_force(file: Path) -> None:
    run("publish", str(file), "--reason", "First")
    assert "This is version 1 of our" in run("document").output


def test_document_writes_html_of_a_file(file: Path, tmp_path: Path) -> None:
    run("document", str(file), "--html", "-o", str(tmp_path / "out.html"))
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<h1>")


def test_without_a_version_document_says_what_to_do() -> None:
    result = run("document")
    assert (result.exit_code, "winnow init" in result.stderr) == (1, True)


def test_show_prints_the_text_as_it_was_published(file: Path, text: str) -> None:
    run("publish", str(file), "--reason", "First")
    assert run("show").output.rstrip("\n") == text.rstrip("\n")


def test_show_tells_a_version_as_json(file: Path, faster: Path) -> None:
    for path in (file, faster):
        run("publish", str(path), "--reason", path.stem)
    assert json.loads(run("show", "1", "--json").stdout)["reason"] == "procedure"


def test_reference_prints_the_page() -> None:
    assert run("reference").output == reference()
