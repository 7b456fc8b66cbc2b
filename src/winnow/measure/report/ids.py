"""The ids behind a finding, as rows."""

from collections.abc import Iterator
from typing import Any

from winnow.measure.findings.finding import Finding

SHOWN = 12
TIMES = ("first_at",)


def rows(finding: Finding) -> Any:
    """A frame in order of the ids, with instants as ISO text in UTC."""
    import polars as pl

    frame = finding.ids.to_polars().sort("prospect_id", nulls_last=True)
    times = [name for name in TIMES if name in frame.columns]
    return frame.with_columns(
        pl.from_epoch(name, "us").dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias(name) for name in times
    )


def lines(frame: Any) -> Iterator[tuple[Any, ...]]:
    """Header and rows, as a CSV wants them."""
    yield tuple(frame.columns)
    yield from frame.iter_rows()


def first(frame: Any) -> list[str]:
    """The first few ids."""
    return [str(one) for one in frame["prospect_id"].head(SHOWN).to_list()]
