"""Short files and short functions: a file that passes 300 lines is two files."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.exemptions import LONG_FILES, LONG_FUNCTIONS
from tests.architecture.source import PACKAGE, REPOSITORY, failing, modules

FILE_CAP, TEMPLATE_CAP, FUNCTION_CAP = 300, 120, 50
MEDIAN_AIM, NINE_IN_TEN_AIM = 8, 25


def sized_files() -> Iterator[tuple[str, int, int]]:
    """Path, lines and cap of everything written by hand."""
    for folder, patterns, cap in [
        (PACKAGE, ("*.py", "*.css", "*.js"), FILE_CAP),
        (REPOSITORY / "tests", ("*.py",), FILE_CAP),
        (PACKAGE, ("*.html", "*.txt"), TEMPLATE_CAP),
    ]:
        for pattern in patterns:
            for path in sorted(folder.rglob(pattern)):
                if "migrations" not in path.parts:
                    yield _name(path), _lines(path), cap
    yield "run", _lines(REPOSITORY / "run"), FILE_CAP


def functions() -> Iterator[tuple[str, int]]:
    """Each function of the source and how many lines it has."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{_name(module.path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def _name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_longer_than_its_cap() -> None:
    offences = [
        f"{name} has {lines} lines, allowed are {max(cap, LONG_FILES.get(name, 0))}"
        for name, lines, cap in sized_files()
        if lines > max(cap, LONG_FILES.get(name, 0))
    ]
    assert not offences, failing(offences)


def test_no_function_is_longer_than_its_cap() -> None:
    offences = [
        f"{name} has {lines} lines, allowed are {max(FUNCTION_CAP, LONG_FUNCTIONS.get(name, 0))}"
        for name, lines in functions()
        if lines > max(FUNCTION_CAP, LONG_FUNCTIONS.get(name, 0))
    ]
    assert not offences, failing(offences)


def test_the_usual_function_is_short() -> None:
    lengths = sorted(lines for _, lines in functions())
    median, nine_in_ten = statistics.median(lengths), lengths[len(lengths) * 9 // 10]
    assert (median <= MEDIAN_AIM, nine_in_ten <= NINE_IN_TEN_AIM) == (True, True), (median, nine_in_ten)


def test_exemptions_from_size_only_shrink() -> None:
    files = {name: lines for name, lines, cap in sized_files() if lines > cap}
    long_functions = {name: lines for name, lines in functions() if lines > FUNCTION_CAP}
    loose = [name for name, lines in LONG_FILES.items() if files.get(name) != lines]
    loose += [name for name, lines in LONG_FUNCTIONS.items() if long_functions.get(name) != lines]
    assert not loose, failing(loose)
