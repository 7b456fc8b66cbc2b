"""Which code worked figures out: what was kept by another is not read, since its figures may be of another shape."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

OURS = Path(__file__).parent


@cache
def edition() -> str:
    """Changes with the code that works figures out, so that nobody has to remember to count a format up."""
    found = sha256()
    for file in sorted(OURS.rglob("*.py")):
        found.update(f"{file.relative_to(OURS)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def is_ours(told: Path) -> bool:
    """Whether this code wrote the folder in which this `facts.json` is."""
    try:
        return bool(json.loads(told.read_text())["edition"] == edition())
    except (OSError, ValueError, KeyError):
        return False
