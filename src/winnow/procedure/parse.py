"""From the written text to the frozen procedure, or to every mistake in it at once. Pure."""

import re
import tomllib
from copy import deepcopy
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from winnow.procedure.crosschecks import crosschecks
from winnow.procedure.misfits import Found, has, misfits
from winnow.procedure.places import Path, line_at, lines_of
from winnow.procedure.problems import Problem, ProcedureErrors, dotted
from winnow.procedure.schema import Procedure

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@lru_cache(maxsize=16)  # what it says is frozen, and a text is long
def parse(text: str) -> Procedure:
    """The procedure that a TOML text says. Raises `ProcedureErrors` with all problems, each with its line."""
    raw = _read(text.removeprefix("\ufeff"))
    try:
        procedure = Procedure.model_validate(raw)
    except ValidationError as error:
        found = misfits(error, raw)
        found += _disagreements_of_the_rest(raw, [path for path, _, _ in found])
    else:
        found = crosschecks(procedure)
        if not found:
            return procedure
    raise ProcedureErrors(_placed(lines_of(text.removeprefix("\ufeff")), found))


def _disagreements_of_the_rest(raw: dict[str, Any], misfitting: list[Path]) -> list[Found]:
    """Cross checks of what is left without the misfits, as far as that still is a procedure."""
    rest = deepcopy(raw)
    cut = [_whole_list(path) for path in misfitting]
    for _ in range(_ROUNDS):
        for path in cut:
            _cut_out(rest, path)
        try:
            found = crosschecks(Procedure.model_validate(rest))
        except ValidationError as error:
            cut = [*cut, *(_whole_list(detail["loc"][:-1]) for detail in error.errors())]
            continue
        unknown = [*misfitting, *cut]
        return [one for one in found if not any(_one_inside_the_other(one[0], path) for path in unknown)]
    return []


_ROUNDS = 4  # a table goes when a field that it needs has gone, then perhaps the table around it


def _whole_list(path: Path) -> Path:
    """Up to the first list: without one row, those behind it would change their number."""
    first = next((index for index, part in enumerate(path) if isinstance(part, int)), len(path))
    return path[:first]


def _cut_out(table: Any, path: Path) -> None:
    for part in path[:-1]:
        table = table[part] if has(table, part) else {}
    if path and has(table, path[-1]):
        if isinstance(table[path[-1]], list):
            table[path[-1]] = []
        else:
            del table[path[-1]]


def _one_inside_the_other(one: Path, other: Path) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _placed(lines: dict[Path, int], found: list[Found]) -> list[Problem]:
    return [Problem(line_at(lines, path), dotted(path), said, hint) for path, said, hint in found]


def _read(text: str) -> dict[str, Any]:
    try:
        text.encode()
        return tomllib.loads(text)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise ProcedureErrors([Problem(line, "", "not readable as text; save the file as UTF-8")]) from None
    except RecursionError:
        raise ProcedureErrors([Problem(1, "", "lists or tables are nested too deeply")]) from None
    except ValueError as error:
        raise ProcedureErrors([_syntax_problem(text, str(error))]) from None


def _syntax_problem(text: str, said: str) -> Problem:
    place = _AT_LINE.search(said)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    message = _AT_LINE.sub("", said)
    return Problem(line, "", f"not valid TOML: {message[:1].lower()}{message[1:]}")
