"""The beginning of an import: the file is kept, every question about it is settled, nothing is written yet."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from winnow.flow.imports import files, opening, outcomes
from winnow.flow.scene import Refused
from winnow.intake.import_outcomes import OutcomeOptions
from winnow.intake.import_rows import Options
from winnow.intake.models import Import
from winnow.intake.models import Mapping as Remembered


def start(
    path: Path, options: Options, by: int | None, now: datetime, name: str = "", status: str = "waiting"
) -> tuple[Import, tuple[str, ...]]:
    """Keep the file with complete options; returns the import and what was decided by itself, in sentences.

    The same file with the same options, begun and not finished, is gone on with instead of begun again.
    Raises Refused, with nothing kept, if the file or the options leave a question open.
    """
    opened = opening.complete(path, options)
    settled = opened.options.as_json()
    if (again := unfinished(path, settled)) and status == "waiting":
        return again, (
            *opened.said,
            f"Going on with import {again.pk}, which stopped at row {again.rows_done:,}.",
        )
    row = keep_file(path, settled, by, now, name=name, status=status)
    return row, opened.said


def begin_outcomes(path: Path, options: OutcomeOptions, by: int | None, now: datetime) -> Import:
    """The same for a file of outcomes of prospects that are known already. Raises Refused."""
    settled = outcomes.settle(path, options)
    again = unfinished(path, settled.as_json(), "outcomes")
    return again or keep_file(path, settled.as_json(), by, now, status="waiting", kind="outcomes")


def keep_file(
    path: Path,
    options: Mapping[str, Any],
    by: int | None,
    now: datetime,
    *,
    name: str = "",
    status: str,
    kind: str = "inquiries",
) -> Import:
    """Copy a file into the home and note it."""
    try:
        with path.open("rb") as file:
            stored, digest, lines = files.keep(file)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    return Import.objects.create(
        kind=kind, file_name=(name or path.name)[-255:], sha256=digest, path=stored, options=dict(options),
        status=status, rows=max(0, lines - 1), created_by_id=by, created_at=now,
    )  # fmt: skip


def unfinished(path: Path, options: Mapping[str, Any], kind: str = "inquiries") -> Import | None:
    """An import of the same file in the same way that was begun and not finished: to be gone on with."""
    rows = Import.objects.filter(kind=kind, sha256=files.digest_of(path), status__in=("running", "failed"))
    return next((row for row in rows.order_by("-id") if row.options == dict(options)), None)


def earlier(sha256: str, besides: int) -> Import | None:
    """The newest import of the same file that was finished and not undone."""
    rows = Import.objects.filter(sha256=sha256, status="done").exclude(pk=besides)
    return rows.order_by("-id").first()


def remember(headers: tuple[str, ...], mapping: Mapping[str, str], now: datetime) -> None:
    """Keep a mapping that somebody confirmed, for the next file with these headers."""
    values = {"columns": dict(mapping), "updated_at": now}
    Remembered.objects.update_or_create(header_hash=opening.headers_hash(headers), defaults=values)
