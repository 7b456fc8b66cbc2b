"""The beginning of an import: the file is kept, every question about it is settled, nothing is written yet."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from winnow.flow.imports import files, opening, outcomes
from winnow.flow.imports.trying import dry_run
from winnow.flow.scene import Refused
from winnow.intake.import_outcomes import OutcomeOptions
from winnow.intake.import_rows import Options
from winnow.intake.models import Import
from winnow.intake.models import Mapping as Remembered


def start(path: Path, options: Options, by: int | None, now: datetime) -> tuple[Import, tuple[str, ...]]:
    """Keep the file with complete options; returns the import and what was decided by itself, in sentences.

    The same file with the same options, begun and not finished, is gone on with instead of begun again.
    Raises Refused, with nothing kept, if the file or the options leave a question open.
    """
    opened = opening.complete(path, options)
    settled = opened.options.as_json()
    if again := unfinished(path, settled):
        return again, (
            *opened.said,
            f"Going on with import {again.pk}, which stopped at row {again.rows_done:,}.",
        )
    return _keep_path(path, settled, by, now), opened.said


def begin_outcomes(path: Path, options: OutcomeOptions, by: int | None, now: datetime) -> Import:
    """The same for a file of outcomes of prospects that are known already. Raises Refused."""
    settled = outcomes.settle(path, options).as_json()
    return unfinished(path, settled, "outcomes") or _keep_path(path, settled, by, now, "outcomes")


def upload(file: BinaryIO, name: str, by: int, now: datetime) -> Import:
    """Keep a file whose options come later. Raises Refused if it is no table."""
    row = _keep(file, name, {}, by, now, "inquiries", "draft")
    try:
        opening.open_table(files.place_of(row.path), Options())
    except Refused:
        discard(row)
        raise
    return row


def set_options(row: Import, options: Options) -> None:
    """Note how a draft is to be read; what a dry run said before counts no more."""
    Import.objects.filter(pk=row.pk, status="draft").update(options=options.as_json(), found={})
    row.refresh_from_db()


def try_dry(row: Import, now: datetime, most: int) -> None:
    """Complete a draft's options and keep what a dry run of its first `most` rows says. Raises Refused."""
    place = files.place_of(row.path)
    opened = opening.complete(place, Options.of(row.options))
    tried = dry_run(place, opened.options, now, most)
    found = {"tried": tried.as_json(), "said": [words for words in tried.said if words]}
    Import.objects.filter(pk=row.pk, status="draft").update(options=opened.options.as_json(), found=found)
    row.refresh_from_db()


def send(row: Import, statuses: tuple[str, ...], to: str, **found: Any) -> bool:
    """Hand an import to the worker, if it still stands at one of `statuses`."""
    mine = Import.objects.filter(pk=row.pk, status__in=statuses)
    sent = mine.update(status=to, found={**row.found, **found}, error="")
    row.refresh_from_db()
    return bool(sent)


def discard(row: Import) -> bool:
    """Remove a draft and its file; whether it was one."""
    if not Import.objects.filter(pk=row.pk, status="draft").delete()[0]:
        return False
    files.forget(row.path)
    return True


def _keep_path(
    path: Path, options: Mapping[str, Any], by: int | None, now: datetime, kind: str = "inquiries"
) -> Import:
    try:
        with path.open("rb") as file:
            return _keep(file, path.name, options, by, now, kind, "waiting")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def _keep(
    file: BinaryIO, name: str, options: Mapping[str, Any], by: int | None, now: datetime, kind: str, status: str
) -> Import:  # fmt: skip
    stored, digest, lines = files.keep(file)
    return Import.objects.create(
        kind=kind, file_name=name[-255:], sha256=digest, path=stored, options=dict(options), status=status,
        rows=max(0, lines - 1), created_by_id=by, created_at=now,
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
