"""What is wrong with a procedure text, in words: line, field, what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: its line (from 1), the dotted path of its field, what is wrong, the nearest valid word."""

    line: int
    path: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f"; did you mean {self.suggestion}?" if self.suggestion else ""
        return f"{self.path}: {self.message}{hint}" if self.path else f"{self.message}{hint}"


class ProcedureErrors(ValueError):
    """A procedure text cannot be used; `problems` are all its mistakes, in the order of the text."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(set(problems))
        super().__init__("\n".join(self.report()))

    def report(self, name: str = "procedure.toml") -> list[str]:
        return [f"{name}:{problem.line} {problem}" for problem in self.problems]


def nearest(word: object, valid: Iterable[str]) -> str:
    """The valid word most like this one, or "" if none is near."""
    found = process.extractOne(
        str(word), list(valid), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60
    )
    return found[0] if found else ""


def dotted(path: Iterable[str | int]) -> str:
    """`clocks.web.respond_within`; elements of a list count from 1, as people do: `dispositions[3].text`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def words(valid: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in valid)
