"""Which code worked figures out: what was kept by another is not read, since its figures may be of another shape."""

import json
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

OURS = Path(__file__).parent


@cache
def edition() -> str:
    """Changes with the code that works figures out, so that nobody has to remember to count a format up.

    And with the engine, whose own file they are kept in.
    """
    found = sha256(_engine().encode())
    for file in sorted(OURS.rglob("*.py")):
        found.update(f"{file.relative_to(OURS)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _engine() -> str:
    try:
        return version("duckdb")
    except PackageNotFoundError:
        return ""


def is_ours(told: Path) -> bool:
    """Whether this code wrote the folder in which this `facts.json` is."""
    try:
        return bool(json.loads(told.read_text())["edition"] == edition())
    except (OSError, ValueError, KeyError):
        return False
