"""Small files for tests of imports, written as people write them."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from winnow.flow import imports
from winnow.intake.models import Import

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
HEADER = ("Email", "Name", "Company", "Message", "Date", "Ref")
MAPPING = {"email": "Email", "name": "Name", "company": "Company", "message": "Message", "received_at": "Date",
           "external_id": "Ref"}  # fmt: skip


class Clock:
    """Each look at it is a second later."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def row(number: int, **cells: str) -> list[str]:
    """One person's row; every cell can be another."""
    usual = {
        "Email": f"p{number}@firm{number}.example.com", "Name": f"Pat Number{number}", "Company": f"Firm {number}",
        "Message": "Please send an offer", "Date": f"2025-11-{number % 28 + 1:02d}", "Ref": f"r{number}",
    }  # fmt: skip
    return [{**usual, **cells}[head] for head in HEADER]


def write(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def brought(path: Path, clock: Clock | None = None, **options: object) -> Import:
    """The file brought in to its end."""
    clock = clock or Clock()
    chosen = imports.Options(**{"mapping": MAPPING, "source": "test", **options})  # type: ignore[arg-type]
    begun, _ = imports.start(path, chosen, None, clock())
    return imports.run(begun.pk, clock)
