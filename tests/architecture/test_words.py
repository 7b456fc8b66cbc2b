"""Names and habits that the house does without."""

import ast
import re
from pathlib import Path

from tests.architecture.source import PACKAGE, REPOSITORY, failing, imports, modules

SAYING_NOTHING = {"services", "managers", "helpers", "utils", "util", "common", "misc", "handlers", "service"}
LEFT_FOR_LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ""}


def hand_written() -> list[Path]:
    folders = [PACKAGE, REPOSITORY / "tests", REPOSITORY / "docs", REPOSITORY / ".ci"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in WRITTEN_BY_HAND]
    files += [REPOSITORY / "run", *REPOSITORY.glob("*.md"), REPOSITORY / "pyproject.toml"]
    return [path for path in sorted(files) if path.is_file() and "__pycache__" not in path.parts]


def test_nothing_is_left_for_later_in_a_comment() -> None:
    offences = [
        f"{path.relative_to(REPOSITORY)}:{number} {line.strip()}"
        for path in hand_written()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LEFT_FOR_LATER.search(line)
    ]
    assert not offences, failing(offences)


def test_nothing_raises_that_it_is_not_implemented() -> None:
    offences = [
        module.at(node.lineno)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise) and "NotImplementedError" in ast.dump(node)
    ]
    assert not offences, failing(offences)


def test_no_module_has_a_name_that_says_nothing() -> None:
    offences = [module.name for module in modules() if SAYING_NOTHING & set(module.parts)]
    assert not offences, failing(offences)


def test_no_signals() -> None:
    offences = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        for line, name in imports(module)
        if name.startswith(SIGNALS)
    ]
    assert not offences, failing(offences)


def test_no_row_overrides_how_it_is_saved_or_deleted() -> None:
    offences = [
        f"{module.at(method.lineno)} {owner.name}.{method.name}"
        for module in modules()
        for owner in ast.walk(module.tree)
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and method.name in ("save", "delete")
    ]
    assert not offences, failing(offences)


def test_the_locks_name_no_host() -> None:
    offences = [
        f"{path.relative_to(REPOSITORY)}:{number} {line}"
        for path in sorted((REPOSITORY / "requirements").iterdir())
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "//" in line or "index" in line.partition("#")[0]
    ]
    assert not offences, failing(offences)
