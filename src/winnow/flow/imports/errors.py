"""The error file: each rejected row as it came, and why; made from what is kept, so that a kill cannot lose it."""

import os
from collections.abc import Iterator

from winnow.flow.imports.files import place_of
from winnow.intake.import_rows import cells_of
from winnow.intake.models import Held, Import
from winnow.tables import read, write_csv

WHY = "Why it was rejected"


def write_file(row: Import) -> str:
    """Write the error file beside the import's own; returns its path, or "" if nothing was rejected."""
    if not row.rejected:
        return ""
    path = f"{row.path}.errors.csv"
    place = place_of(path)
    part = place.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", newline="") as file:
        write_csv(_lines(row), file)
    part.replace(place)
    return path


def _lines(row: Import) -> Iterator[list[str]]:
    table = read(
        place_of(row.path), encoding=row.options.get("encoding"), delimiter=row.options.get("delimiter")
    )
    yield [*table.headers, "Row", WHY]
    rejected = Held.objects.filter(batch=row.pk, kind="rejected").order_by("row", "id")
    for number, payload, reasons in rejected.values_list("row", "payload", "reasons").iterator(
        chunk_size=1_000
    ):
        cells = cells_of(table.headers, payload)
        yield [*cells, str(number), " ".join(str(reason["detail"]) for reason in reasons)]
