"""Event logs: a case is an inquiry, what people did to it are touches, what became of it is told by its events.

Cases that have not ended stay open: they are censored, not lost.
"""

import polars as pl

from winnow.measure.exports.rows import ENDED, Pieces, judged, negative, stage_columns
from winnow.measure.exports.typed import RAW, WHY, Typed

STARTS = ("start", "started", "begin")
ENDS = ("complete", "completed", "end", "ate_abort", "withdraw", "suspend")
AUTOMATIC = r"(?i)^(system|auto.*|.*bot|batch|api|workflow|admin)$"
ALWAYS_FIRST = 0.9  # of the cases are begun by somebody who is then taken for a machine
LEAST_CASES = 100
CASE = {"prospect_id": pl.col("case"), "at": pl.col("at")}


def event_log(one: Typed, out: Pieces) -> None:
    """One row an event of a case."""
    rows = judged(one, negative(one, "amount", "the amount"))
    out.leave(one, rows)
    good = rows.filter(pl.col(WHY).is_null()).sort("case", "at", maintain_order=True)
    _inquiries(one, out, good)
    machines = _machines(one, good)
    if machines:
        out.notes.append(f"{one.file.name}: taken for a machine, no person: {', '.join(machines)}.")
    _touches(one, out, good, machines)
    _stages(one, out, good)
    unknown = sorted(text for text, meaning in one.words.get("activity", {}).items() if not meaning.word)
    if unknown:
        out.notes.append(
            f"{one.file.name}: not counted, as nothing tells what it is: {', '.join(unknown[:20])}."
        )


def _inquiries(one: Typed, out: Pieces, good: pl.LazyFrame) -> None:
    """One inquiry a case, at its first event that says so, else at its first."""
    received = (pl.col("activity") == "received").fill_null(False)
    first = good.sort(~received, "at", maintain_order=True).unique("case", keep="first", maintain_order=True)
    columns = CASE | {"inquiry_id": pl.col("case")}
    columns |= {"value_hint": pl.col("amount")} if "amount" in one.fields else {}
    out.add("inquiries", one, first, columns)


def _machines(one: Typed, good: pl.LazyFrame) -> list[str]:
    """Resources that are no people: by their names, or because they begin nearly every case."""
    if "resource" not in one.fields:
        return []
    firsts = good.group_by("case", maintain_order=True).agg(pl.col("resource").first()).collect()
    counts = firsts["resource"].drop_nulls().value_counts()
    often = (
        counts.filter(pl.col("count") >= ALWAYS_FIRST * len(firsts))
        if len(firsts) >= LEAST_CASES
        else counts.clear()
    )
    named = good.select(pl.col("resource").unique()).collect().to_series().drop_nulls()
    return sorted({*often["resource"].to_list(), *named.filter(named.str.contains(AUTOMATIC)).to_list()})


def _touches(one: Typed, out: Pieces, good: pl.LazyFrame, machines: list[str]) -> None:
    """Events of work, each once: where the log tells begin and end, from the one to the other."""
    rows = good.filter(pl.col("activity").is_in(["touch", "automatic"]))
    by = pl.col("resource") if "resource" in one.fields else pl.lit(None, pl.String)
    machine = (pl.col("activity") == "automatic") | by.is_in(machines).fill_null(False)
    columns = CASE | {
        "kind": pl.when(machine).then(pl.lit("automatic")),
        "by": by,
        "direction": pl.lit("out"),
    }
    if "lifecycle" in one.fields:
        rows = _timed(rows)
        columns["minutes"] = pl.col("·minutes")
    out.add("touches", one, rows, columns)


def _timed(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The events that begin work, with the minutes until it ends; those that end it, if none begins."""
    step, thing = pl.col("lifecycle").str.to_lowercase(), ["case", "·activity"]
    rows = rows.with_columns(pl.col(RAW + "activity").alias("·activity"), step.alias("·step"))
    following = {name: pl.col(name).shift(-1).over(thing) for name in ("·step", "at")}
    span = (following["at"] - pl.col("at")).dt.total_microseconds() / 60_000_000
    rows = rows.with_columns(
        pl.when(following["·step"].is_in(ENDS)).then(span.round(2)).alias("·minutes"),
        (pl.col("·step").is_in(STARTS)).any().over("·activity").alias("·has begins"),
    )
    begins = pl.col("·step").is_in(STARTS)
    return rows.filter(begins | (~pl.col("·has begins") & pl.col("·step").is_in(ENDS)))


def _stages(one: Typed, out: Pieces, good: pl.LazyFrame) -> None:
    """The first event of each meaning in a case; an order where it says so."""
    told = good.filter(pl.col("activity").is_in([*ENDED, "lead", "opportunity", "nurture"]))
    first = told.unique(["case", "activity"], keep="first", maintain_order=True)
    by = {"by": pl.col("resource")} if "resource" in one.fields else {}
    columns = CASE | stage_columns(pl.col("activity")) | by | {"reason": pl.col(RAW + "activity")}
    out.add("stages", one, first, columns)
    out.add("orders", one, first.filter(pl.col("activity") == "bought"), CASE)
