"""Lists as files: only for roles that may take data out, recorded, capped, safe to open in a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from itertools import islice
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from winnow.people import actions
from winnow.tables import write_csv
from winnow.web.access import may_export

EXPORT_CAP = 100_000  # rows
AT_ONCE = 1_000


@dataclass(frozen=True)
class Column:
    """One column of an export: its head, and its value of a row."""

    head: str
    value: Callable[[Any], object]


def csv_of(
    request: HttpRequest,
    name: str,
    columns: Sequence[Column],
    rows: QuerySet[Any],
    narrowed: Mapping[str, str],
) -> StreamingHttpResponse:
    """All rows as CSV, streamed. Raises PermissionDenied, or BadRequest beyond the cap."""
    if not request.user.is_authenticated or not may_export(request.user):
        raise PermissionDenied("Your role does not take lists out of Winnow.")
    count = rows.order_by()[: EXPORT_CAP + 1].count()
    if count > EXPORT_CAP:
        raise BadRequest(
            f"An export holds up to {EXPORT_CAP:,} rows. Narrow the list, then export its parts."
        )
    return _file(request, name, _lines(columns, rows), narrowed, count)


def csv_of_lines(
    request: HttpRequest, name: str, columns: Sequence[Column], lines: Sequence[Any], **narrowed: str
) -> StreamingHttpResponse:
    """The same for lines that were counted, not rows that were stored. Raises PermissionDenied."""
    if not may_export(request.user):
        raise PermissionDenied("Your role does not take lists out of Winnow.")
    head = _written([[column.head for column in columns]])
    body = _written([[_cell(column.value(line)) for column in columns] for line in lines])
    return _file(request, name, iter((head, body)), narrowed, len(lines))


def _file(
    request: HttpRequest, name: str, lines: Iterator[str], narrowed: Mapping[str, str], count: int
) -> StreamingHttpResponse:
    """What leaves the house is recorded."""
    now, by = timezone.now(), request.user if request.user.is_authenticated else None
    actions.record("exported", by=by, now=now, list=name, filter=dict(narrowed), rows=count)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="winnow-{name}-{now:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(columns: Sequence[Column], rows: QuerySet[Any]) -> Iterator[str]:
    yield _written([[column.head for column in columns]])
    reading = rows.iterator(chunk_size=AT_ONCE)
    while part := list(islice(reading, AT_ONCE)):
        yield _written([[_cell(column.value(row)) for column in columns] for row in part])


def _written(rows: Sequence[Sequence[object]]) -> str:
    text = StringIO(newline="")
    write_csv(rows, text)
    return text.getvalue()


def _cell(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
