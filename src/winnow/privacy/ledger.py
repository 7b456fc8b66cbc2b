"""The ledger as text, a line each, and what its lines come to. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from winnow.privacy.words import Ledger


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """Somebody was erased, or objected, or it was lifted; whom it concerns only the digest knows."""

    at: datetime
    kind: Ledger
    digest: str
    number: int | None = None
    since: datetime | None = None


def as_text(line: Told) -> str:
    """One line of the file."""
    return json.dumps(asdict(line), default=str) + "\n"


def from_text(text: str) -> list[Told]:
    """The lines of a file; half a line, as a full disk leaves it, is no line."""
    found = []
    for line in text.splitlines():
        try:
            said = json.loads(line)
            since = said.get("since")
            found.append(
                Told(
                    datetime.fromisoformat(said["at"]), Ledger(said["kind"]), str(said["digest"]), said.get("number"),
                    datetime.fromisoformat(since) if since else None,
                )
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def standing(lines: Iterable[Told]) -> Mapping[str, frozenset[Ledger]]:
    """Which objections hold for each digest: all since the last time that they were lifted."""
    found: dict[str, frozenset[Ledger]] = {}
    for line in sorted(lines):
        if line.kind is Ledger.LIFTED:
            found[line.digest] = frozenset()
        elif line.kind is not Ledger.ERASED:
            found[line.digest] = found.get(line.digest, frozenset()) | {line.kind}
    return found
