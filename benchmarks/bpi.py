"""BPI 2012 as prospects: what an application's events had told by an instant, and whether it was approved."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

ENDS = ["A_APPROVED", "A_DECLINED", "A_CANCELLED"]
LATER = {"": None, "1h": timedelta(hours=1), "1d": timedelta(days=1)}


def cases(path: Path, after: str) -> tuple[pl.DataFrame, npt.NDArray[Any], npt.NDArray[Any]]:
    """Decided applications in the order of submission: what was known then or `after` it, approved, when.

    Later than at submission only those are left that were still open.
    """
    events = pl.read_csv(path).select(
        case=pl.col("case:concept:name").cast(pl.String),
        amount=pl.col("case:AMOUNT_REQ").cast(pl.Float64),
        what=pl.col("concept:name"),
        how=pl.col("lifecycle:transition"),
        who=pl.col("org:resource").cast(pl.String),
        at=pl.col("time:timestamp").str.to_datetime(time_zone="UTC"),
    )
    ends = (
        events.filter(pl.col("what").is_in(ENDS))
        .group_by("case")
        .agg(approved=(pl.col("what") == "A_APPROVED").any(), ended=pl.col("at").min())
    )
    start = events.group_by("case").agg(pl.col("at").min().alias("begun"), pl.col("amount").first())
    table = start.join(ends, on="case", how="inner")
    wait = LATER[after]
    if wait is not None:
        table = table.filter(pl.col("ended") > pl.col("begun") + wait)
        table = table.join(_so_far(events, wait), on="case", how="left")
    table = table.sort("begun", "case")
    local = pl.col("begun").dt.convert_time_zone("Europe/Amsterdam")
    known = table.with_columns(hour=local.dt.hour(), weekday=local.dt.weekday()).drop(
        "case", "begun", "ended", "approved"
    )
    at = table["begun"].dt.replace_time_zone(None).to_numpy().astype("datetime64[s]")
    return known, table["approved"].to_numpy().astype(np.float64), at


def _so_far(events: pl.DataFrame, wait: timedelta) -> pl.DataFrame:
    """Counts of each kind of event by then, the last one, who did it, how many people, how long ago."""
    begun = pl.col("at").min().over("case")
    seen = events.filter(pl.col("at") <= begun + wait).sort("case", "at", maintain_order=True)
    counts = (
        seen.with_columns(kind=pl.col("what") + " " + pl.col("how"))
        .pivot("kind", index="case", values="at", aggregate_function="len")
        .fill_null(0)
    )
    last = seen.group_by("case", maintain_order=True).agg(
        last=pl.col("what").last(), last_how=pl.col("how").last(), who=pl.col("who").last(),
        people=pl.col("who").n_unique(), events=pl.len(),
        active_minutes=(pl.col("at").max() - pl.col("at").min()).dt.total_minutes(),
    )  # fmt: skip
    return last.join(counts, on="case", how="left")
