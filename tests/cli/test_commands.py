"""What holds for every command: help, exit codes, a quick start, and a reference that is current."""

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from django.urls import reverse

from tests.cli.installation import Installation
from tests.conftest import REPOSITORY
from winnow.cli import links, main
from winnow.cli.reference import text

pytestmark = pytest.mark.sqlite  # nothing here depends on the database
GO_ON = {"winnow serve", "winnow demo"}  # until they are stopped
DOCUMENTS = {"winnow procedure document", "winnow procedure reference", "winnow reference"}


def every_command() -> Iterator[tuple[str, Any]]:
    root = typer.main.get_command(main.app)
    context = root.make_context("winnow", ["reference"])
    yield from _below("winnow", root, context)


def _below(path: str, command: Any, context: Any) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from _below(f"{path} {name}", command.get_command(context, name), context)


def test_every_command_has_help() -> None:
    assert [path for path, command in every_command() if not command.help] == []


def test_every_option_has_help() -> None:
    silent = [
        f"{path} {parameter.name}"
        for path, command in every_command()
        for parameter in command.params
        if parameter.name != "help" and not getattr(parameter, "help", None)
    ]
    assert silent == []


def test_every_command_that_ends_tells_its_facts_as_json() -> None:
    silent = {
        path
        for path, command in every_command()
        if not any("--json" in parameter.opts for parameter in command.params)
        and (getattr(command, "invoke_without_command", False) or not hasattr(command, "list_commands"))
    }
    assert silent == GO_ON | DOCUMENTS


def test_the_reference_is_current() -> None:
    written = (REPOSITORY / "docs" / "cli.md").read_text()
    assert written == text() + "\n", "run: winnow reference > docs/cli.md"


def test_the_links_lead_where_the_web_expects_them() -> None:
    assert reverse("sign_in_link", args=["x"]) == links.SIGN_IN.format(secret="x")
    assert reverse("setup", args=["x"]) == links.SET_UP.format(secret="x")


@pytest.mark.parametrize(
    "words", [["nonsense"], ["serve", "--port", "many"], ["token", "create"], ["backup"]]
)
def test_wrong_usage_ends_with_two(installed: Installation, words: list[str]) -> None:
    assert installed.run(*words, code=2).stderr


def test_the_version_is_told(nothing: Installation) -> None:
    assert nothing.run("--version").stdout.startswith("winnow 0")


def test_starting_imports_no_framework() -> None:
    code = (
        "import sys, winnow.cli.main as m; m.typer.main.get_command(m.app);"
        "print([name for name in ('django', 'pydantic', 'rich', 'gunicorn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_database_that_does_not_answer_is_told_in_one_sentence(nothing: Installation) -> None:
    began = time.monotonic()
    nothing.database = "postgresql://nobody@127.0.0.1:9/none"
    said = nothing.run("doctor", code=1).stderr
    assert said.startswith("The database does not answer:")
    assert time.monotonic() - began < 20
