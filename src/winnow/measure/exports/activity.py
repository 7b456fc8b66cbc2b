"""Touches, campaigns, costs, people and advertising journeys from the files of other systems."""

import polars as pl

from winnow.measure.exports.deals import belonging
from winnow.measure.exports.keys import KEY, PROSPECT, Aliases, kind_of
from winnow.measure.exports.rows import Pieces, given, has, judged, negative
from winnow.measure.exports.typed import WHY, Typed
from winnow.measure.exports.words import reaching

KINDS = ("call", "email", "meeting", "message", "letter", "social", "automatic")
NOBODYS = ""  # a member's day says nothing of when people did something
DIVISORS = {"minutes": 1, "seconds": 60, "milliseconds": 60_000}


def touches(one: Typed, out: Pieces, aliases: Aliases, *, alone: bool) -> None:
    """One row a call, e-mail or meeting; what is only planned, or a note, is none."""
    reasons = [negative(one, name, "the duration") for name in DIVISORS if name in one.fields]
    if "done" in one.fields:
        reasons.append((~pl.col("done"), "it is planned, not done"))
    if "kind" in one.fields:
        reasons.append((pl.col("kind") == "ignore", "it is a note, no touch"))
    rows = belonging(one, judged(one, *reasons), aliases, alone)
    out.leave(one, rows)
    columns = given(one, "at", "by", "role", "direction", "disposition", "campaign_id")
    columns["prospect_id"] = pl.col(PROSPECT)
    if "kind" in one.fields:
        columns["kind"] = pl.when(pl.col("kind").is_in(KINDS)).then(pl.col("kind"))
    minutes = [_amount(name) / divisor for name, divisor in DIVISORS.items() if name in one.fields]
    minutes += [_of_hours()] if "hours" in one.fields else []
    if minutes:
        columns["minutes"] = pl.coalesce(*minutes).round(2)
    if (reached := _reached(one)) is not None:
        columns["reached"] = reached
    if "touch_id" in one.fields:
        twice = ~pl.col("touch_id").is_first_distinct() & pl.col("touch_id").is_not_null()
        repeated = rows.filter(pl.col(WHY).is_null()).filter(twice)
        out.leave(one, repeated.with_columns(pl.lit("the same activity stands above").alias(WHY)))
        rows = rows.filter(pl.col(WHY).is_null()).filter(~twice)
    out.add("touches", one, rows, columns)


def _amount(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64)


def _of_hours() -> pl.Expr:
    """Minutes of 1:30, which is an hour and a half."""
    parts = pl.col("hours").str.extract_groups(r"^(?<h>\d{1,3}):(?<m>[0-5]\d)$")
    hours, minutes = (parts.struct.field(name).cast(pl.Float64) for name in "hm")
    return hours * 60 + minutes


def _reached(one: Typed) -> pl.Expr | None:
    """Whether somebody was reached: as the file says, or as its disposition tells."""
    told = []
    if "reached" in one.fields:
        told.append(pl.col("reached"))
    if "disposition" in one.fields:
        plain = pl.col("disposition").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
        known = {word: meaning == "yes" for word, meaning in reaching().items()}
        told.append(plain.replace_strict(known, default=None, return_dtype=pl.Boolean))
    return pl.coalesce(*told) if told else None


def campaigns(one: Typed, out: Pieces) -> None:
    """One row a campaign, and what it cost where that is told."""
    rows = judged(one, negative(one, "cost", "the cost"))
    out.leave(one, rows)
    out.add("campaigns", one, rows, given(one, "campaign_id", "name", "channel"))
    if "cost" in one.fields:
        spent = rows.filter(pl.col(WHY).is_null() & (pl.col("cost").cast(pl.Float64) != 0))
        undated = spent.filter(has(one, "cost_at").is_null())
        out.leave(one, undated.with_columns(pl.lit("its cost has no date and is left out").alias(WHY)))
        columns = given(one, "campaign_id", "currency") | {
            "at": has(one, "cost_at"),
            "amount": pl.col("cost"),
        }
        out.add("costs", one, spent.filter(has(one, "cost_at").is_not_null()), columns, dated="cost_at")


def responses(one: Typed, out: Pieces, aliases: Aliases, *, alone: bool) -> None:
    """One row a member of a campaign: a campaign touch, which no person did."""
    rows = belonging(one, judged(one), aliases, alone)
    out.leave(one, rows)
    direction = pl.lit("out")
    if "responded" in one.fields:
        direction = pl.when(pl.col("responded")).then(pl.lit("in")).otherwise(direction)
    columns = {"prospect_id": pl.col(PROSPECT), "kind": pl.lit("automatic"), "direction": direction}
    out.add("touches", one, rows, columns | given(one, "at", "campaign_id"), dated=NOBODYS)


def costs(one: Typed, out: Pieces) -> None:
    """One row an amount spent."""
    rows = judged(one, negative(one, "amount", "the cost"))
    out.leave(one, rows)
    out.add("costs", one, rows, given(one, "campaign_id", "at", "amount", "currency"))


def people(one: Typed, out: Pieces) -> None:
    """One row a colleague."""
    rows = judged(one, negative(one, "hourly_cost", "the cost of an hour"))
    out.leave(one, rows)
    out.add("people", one, rows, given(one, "person_id", "name", "role", "team", "hourly_cost", "currency"))


def links(one: Typed, aliases: Aliases) -> None:
    """One row a deal or activity and the contact it belongs to."""
    owner = kind_of(one.file.columns["prospect_id"].columns[0], one.file)
    known = aliases.of(owner).rename({KEY: "prospect_id"})
    usable = judged(one).filter(pl.col(WHY).is_null())
    pairs = usable.join(known, on="prospect_id", how="left").select(
        pl.col("key").alias(KEY), pl.coalesce(PROSPECT, "prospect_id").alias(PROSPECT)
    )
    header = one.file.columns["key"].columns[0]
    aliases.add(kind_of(header, one.file), pairs.unique(KEY, keep="first", maintain_order=True).collect())


def journeys(one: Typed, out: Pieces) -> None:
    """One row an advertisement seen, or an order: the first of somebody is the inquiry."""
    rows = judged(one, negative(one, "amount", "the amount"))
    out.leave(one, rows)
    good = rows.filter(pl.col(WHY).is_null())
    first = good.sort("at").unique("prospect_id", keep="first", maintain_order=True)
    columns = given(one, "prospect_id", "at", "campaign_id")
    seen = {"kind": pl.lit("automatic"), "direction": pl.lit("out")}
    out.add("inquiries", one, first, columns | {"inquiry_id": pl.col("prospect_id")})
    out.add("touches", one, good, columns | seen)
    if "bought" in one.fields:
        sold = good.filter(pl.col("bought"))
        out.add("orders", one, sold, given(one, "prospect_id", "at", "amount", "currency"))
    out.notes.append(f"{one.file.name}: each person's first advertisement counts as the inquiry.")
