"""What was read, as the report tells it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from winnow.measure.report.html import Markup, details, joined, table, tag
from winnow.measure.report.page import table as as_table

MOST = 40  # different reasons


@dataclass(frozen=True)
class Source:
    """Files and what they were taken for, rows by canonical table, and the rows left out with their reasons."""

    name: str
    rows: dict[str, int]
    known: dict[str, list[str]]
    only_days: list[str] = field(default_factory=list)
    roles: list[dict[str, Any]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unused: list[dict[str, Any]] = field(default_factory=list)
    doubtful: list[dict[str, Any]] = field(default_factory=list)


def what_was_read(source: Source) -> Markup:
    """The section on the files."""
    counts = [(name, f"{rows:,}") for name, rows in source.rows.items()]
    parts = [
        *(tag("p", f"To be answered: {question}", class_="warns") for question in source.questions),
        *(tag("p", note, class_="quiet") for note in source.notes),
        table(as_table("What is in them", ("table", "rows"), counts, "lr")),
    ]
    if source.roles:
        files = [(one["file"], one["role"], f"{one['sure']:.0%}", f"{one['rows']:,}") for one in source.roles]
        parts.append(
            table(as_table("Files", ("file", "taken for", "how sure", "rows"), files, "llrr", most=100))
        )
        parts.append(details("Which column was taken for what", *(_columns(one) for one in source.roles)))
    parts.append(_reasons("Rows that could not be used", source.unused))
    parts.append(_reasons("Rows that were used and look wrong", source.doubtful))
    return tag(
        "section", tag("h2", "What was read", id="h-read"), *parts, id="read", aria_labelledby="h-read"
    )


def _columns(role: dict[str, Any]) -> Markup:
    rows = [
        (one["field"], ", ".join(one["columns"]), f"{one['sure']:.0%}", one["why"]) for one in role["columns"]
    ]
    return table(as_table(role["file"], ("field", "column", "how sure", "because"), rows, "llrl", most=100))


def _reasons(title: str, rows: list[dict[str, Any]]) -> Markup:
    if not rows:
        return tag("p", f"{title}: none.", class_="quiet")
    first: dict[tuple[str, str], int] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key = (row["file"], row["reason"])
        first.setdefault(key, row["row"])
        counted[key] += 1
    shown = [(file, f"{n:,}", str(first[file, why]), why) for (file, why), n in counted.most_common()]
    told = as_table(
        f"{title}: {len(rows):,}", ("file", "rows", "first in row", "why"), shown, "lrrl", most=MOST
    )
    return joined(table(told))
