"""What stays of a JSON value when the words go: figures, instants, and words of the house. Pure."""

import re
from collections.abc import Collection
from typing import Any

INSTANT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
NAMES = re.compile(r"[a-z][a-z_]{0,39}")
REMEMBERED = frozenset(
    {"keep_was", "lose_was", "keys", "edited", "answers"}
)  # only for undoing, which ends here


def facts_only(value: Any, known: Collection[str]) -> Any:
    """The value without what a person could be told from; `known` are the words that may stay."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return value if value in known or INSTANT.fullmatch(value) else ""
        case list():
            return [facts_only(one, known) for one in value]
        case dict():
            return {
                name: facts_only(inner, known)
                for name, inner in value.items()
                if name not in REMEMBERED and (name in known or NAMES.fullmatch(name))
            }
        case _:
            return None
