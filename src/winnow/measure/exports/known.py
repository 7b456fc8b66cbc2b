"""Systems whose exports are known by their headers, and words that people write above columns: files as values."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Names = tuple[str, ...]  # any of these


@dataclass(frozen=True)
class System:
    """One kind of file of one system. Columns are lists of alternatives, taken in turn."""

    name: str
    role: str
    must: tuple[Names, ...]
    unless: Names
    columns: dict[str, tuple[Names, ...]]


@dataclass(frozen=True)
class Plain:
    """A role by ordinary words."""

    role: str
    names: Names
    tells: frozenset[str]
    fields: dict[str, Names]


def bare(header: str) -> str:
    """A header without case, spaces and punctuation, nor what an extract puts before it."""
    word = "".join(mark for mark in header.casefold() if mark.isalnum())
    return word.removeprefix("property") if len(word) > 12 else word


def _any(text: str) -> Names:
    return tuple(text.split(" | "))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("winnow.measure.exports").joinpath(name).read_text("utf-8"))


@cache
def systems() -> tuple[System, ...]:
    """Every known export."""
    return tuple(
        System(
            one["name"],
            one["role"],
            tuple(_any(group) for group in one["must"]),
            tuple(one.get("unless", ())),
            {
                field: tuple(_any(part) for part in ([value] if isinstance(value, str) else value))
                for field, value in one.get("columns", {}).items()
            },
        )
        for one in _load("systems.toml")["system"]
    )


@cache
def plain_roles() -> tuple[Plain, ...]:
    """Roles by ordinary words, in the order in which they are tried."""
    known = _load("headers.toml")
    order = ("event_log", "touches", "deals", "stages", "orders", "costs", "responses", "campaigns", "people",
             "inquiries")  # fmt: skip
    return tuple(
        Plain(
            role,
            tuple(known[role]["names"]),
            frozenset(known[role]["tells"]),
            {field: tuple(words) for field, words in known[role]["fields"].items()},
        )
        for role in order
    )
