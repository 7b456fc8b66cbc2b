"""The same facts as JSON."""

from typing import Any

from winnow.measure.facts import Facts
from winnow.measure.findings import Looked
from winnow.measure.findings.finding import Finding
from winnow.measure.report.plain import plain
from winnow.measure.report.source import Source


def told(
    facts: Facts, looked: Looked, metrics: dict[str, Any], source: Source, ids: dict[str, str]
) -> dict[str, Any]:
    """One document; `ids` has the file with the ids behind each finding, by its key."""
    return {
        "as_of": facts.as_of.isoformat(),
        "timezone": facts.zone,
        "tables": source.rows,
        "known": source.known,
        "only_days": source.only_days,
        "roles": source.roles,
        "questions": source.questions,
        "notes": source.notes,
        "unused": source.unused,
        "doubtful": source.doubtful,
        "findings": [finding(one, ids.get(one.key)) for one in (*looked.findings, *looked.further)],
        "not_found": [{"key": one.key, "says": one.says} for one in looked.nothing],
        "unknown": looked.unknown,
        "metrics": {name: plain(one) for name, one in metrics.items()},
    }


def finding(one: Finding, ids_file: str | None) -> dict[str, Any]:
    """One finding; ranges are (value, low, high)."""
    return {
        "key": one.key,
        "title": one.title,
        "figure": one.figure,
        "low": one.low,
        "high": one.high,
        "unit": one.unit,
        "method": one.method,
        "caution": one.caution,
        "grade": one.grade,
        "count": one.count,
        "orders": one.orders,
        "money": one.money,
        "ids_file": ids_file,
    }
