"""Inquiries, deals, changes of stage and orders from the files of other systems."""

import polars as pl

from winnow.measure.exports.keys import KEY, PROSPECT, Aliases, kind_of, other_keys, resolved
from winnow.measure.exports.known import bare
from winnow.measure.exports.rows import ENDED, Pieces, given, has, judged, negative, stage_columns
from winnow.measure.exports.typed import RAW, WHY, Typed

STATUS = "·status"
CREATED, CLOSED = "created_at", "closed_at"
OPEN = ("open", "in progress", "active")  # of a deal: an opportunity; of a lead: not even called
OWN = "deal "  # before the key of a deal that is a prospect by itself beside others that are inquiries


def inquiries(one: Typed, out: Pieces, aliases: Aliases, *, sold_elsewhere: bool) -> None:
    """One row an inquirer; its later stages where their dates are known. `sold_elsewhere`: files tell the orders."""
    rows = judged(one, negative(one, "value_hint", "the value"))
    rows = rows.with_columns(
        pl.coalesce(has(one, "prospect_id"), pl.col("inquiry_id")).cast(pl.String).alias(PROSPECT)
    )
    out.leave(one, rows)
    good = rows.filter(pl.col(WHY).is_null())
    own = kind_of(one.file.columns["inquiry_id"].columns[0], one.file, own=True)
    for name in ("inquiry_id", "prospect_id", "email"):
        if name in one.fields:
            kind = own if name == "inquiry_id" else kind_of(one.file.columns[name].columns[0], one.file)
            aliases.add(kind, good.select(pl.col(name).alias(KEY), PROSPECT).collect())
    other_keys(one, pl.col(PROSPECT), good, aliases)
    columns = {"inquiry_id": pl.col("inquiry_id"), "prospect_id": pl.col(PROSPECT), "at": has(one, "at")}
    columns |= given(one, "campaign_id", "value_hint", "promised_at") | channel_columns(one)
    out.add("inquiries", one, good, columns)
    _owners(one, out, good)
    _life(one, out, good, sold_elsewhere)


def channel_columns(one: Typed) -> dict[str, pl.Expr]:
    """The channel in our words and the source in theirs."""
    columns = {}
    if "channel" in one.fields:
        columns["channel"] = pl.col("channel")
    if "source" in one.fields or "channel" in one.fields:
        columns["source"] = pl.col("source") if "source" in one.fields else pl.col(RAW + "channel")
    return columns


def _owners(one: Typed, out: Pieces, good: pl.LazyFrame) -> None:
    if {"owner", "at"} <= one.fields:
        begun = {"stage": pl.lit("inquiry"), "state": pl.lit("working"), "prospect_id": pl.col(PROSPECT)}
        out.add("stages", one, good.filter(pl.col("owner").is_not_null()), begun | given(one, "at", "owner"))


def _life(one: Typed, out: Pieces, good: pl.LazyFrame, sold_elsewhere: bool) -> None:
    """The stages an inquirer went through, and the order at their end."""
    for name, meaning in (("lead_at", "lead"), ("opportunity_at", "opportunity"), ("customer_at", "bought")):
        if name in one.fields:
            columns = _whose(one, pl.col(name)) | stage_columns(pl.lit(meaning))
            out.add("stages", one, good.filter(pl.col(name).is_not_null()), columns, dated=name)
    when = "status_at" if "status_at" in one.fields else "customer_at"
    rows = good.with_columns(_status(one).alias(STATUS))
    ended = [*ENDED, "nurture"] if when in one.fields else ENDED
    if _tells_status(one):
        columns = _whose(one, has(one, when)) | stage_columns(pl.col(STATUS)) | {"reason": _reason(one)}
        reached = rows.filter(pl.col(STATUS).is_in(ended))
        if when in one.fields:
            out.doubt(
                one, reached.filter(pl.col(when).is_null()), "nothing tells when its status was reached"
            )
            reached = reached.filter(pl.col(when).is_not_null())
        out.add("stages", one, reached, columns, dated=when)
        if when not in one.fields:
            out.notes.append(
                f"{one.file.name}: nothing tells when a status was reached; it is counted, not dated."
            )
    if not sold_elsewhere and when in one.fields:
        sold = pl.col(STATUS) == "bought" if _tells_status(one) else pl.lit(True)
        columns = {"prospect_id": pl.col(PROSPECT), "at": pl.col(when)} | given(one, "amount", "currency")
        out.add("orders", one, rows.filter(sold & pl.col(when).is_not_null()), columns, dated=when)


def _whose(one: Typed, at: pl.Expr) -> dict[str, pl.Expr]:
    return {"prospect_id": pl.col(PROSPECT), "at": at, "by": has(one, "owner").cast(pl.String)}


def _status(one: Typed) -> pl.Expr:
    status = has(one, "status").cast(pl.String)
    if "bought" in one.fields:
        status = pl.when(pl.col("bought")).then(pl.lit("bought")).otherwise(status)
    if _says_lost(one):
        lost = pl.col("reason").is_not_null() & (
            status.is_null() | status.is_in(["inquiry", "lead", "opportunity"])
        )
        status = pl.when(lost).then(pl.lit("closed")).otherwise(status)
    return status


def _tells_status(one: Typed) -> bool:
    return bool({"status", "bought"} & one.fields) or _says_lost(one)


def _says_lost(one: Typed) -> bool:
    """Whether a reason in a row means that it was lost, as where a lost one keeps the stage that it had."""
    return "reason" in one.fields and any(
        "lost" in bare(header) for header in one.file.columns["reason"].columns
    )


def _reason(one: Typed) -> pl.Expr:
    name = "status" if one.file.role == "inquiries" else "stage"
    said = (
        pl.col(RAW + name) if name in one.fields and one.file.columns[name].constant is None else pl.lit(None)
    )
    return pl.coalesce(has(one, "reason").cast(pl.String), said.cast(pl.String))


def deals(one: Typed, out: Pieces, aliases: Aliases, *, alone: bool) -> None:
    """One row an opportunity. `alone`: no file tells of inquiries, so that each deal is a prospect of its own."""
    rows = one.frame.with_columns(_result(one).alias(STATUS))
    won = pl.col(STATUS) == "bought"
    one = Typed(one.file, rows, one.rows, one.fields, one.days, one.words)
    undated = won & has(one, CLOSED).is_null()
    rows = judged(one, negative(one, "amount", "the amount"), (undated, "it is won, but nothing tells when"))
    rows = _belonging(one, rows, aliases, alone)
    out.leave(one, rows)
    good = rows.filter(pl.col(WHY).is_null())
    own = kind_of(one.file.columns["deal_id"].columns[0], one.file, own=True)
    aliases.add(own, good.select(pl.col("deal_id").alias(KEY), PROSPECT).collect())
    other_keys(one, pl.col(PROSPECT), good, aliases)
    if alone:
        _own_inquiries(one, out, good)
    else:
        out.doubt(
            one, good.filter(pl.col(PROSPECT) == OWN + pl.col("deal_id")), "its inquiry is not in these files"
        )
    _stages(one, out, good)
    sold = good.filter(won)
    columns = {"prospect_id": pl.col(PROSPECT), "order_id": pl.col("deal_id"), "at": has(one, CLOSED)}
    out.add("orders", one, sold, columns | given(one, "amount", "margin", "currency"), dated=CLOSED)
    if {CREATED, CLOSED} <= one.fields and not {CREATED, CLOSED} & one.days:
        out.doubt(one, sold.filter(pl.col(CLOSED) < pl.col(CREATED)), "it was won before it was created")


def _result(one: Typed) -> pl.Expr:
    """The status of a deal: its flags where it has them, else its stage."""
    stage = has(one, "stage").cast(pl.String)
    if RAW + "stage" in one.frame.collect_schema():
        open_deal = pl.col(RAW + "stage").str.to_lowercase().is_in(OPEN)
        stage = pl.when(open_deal).then(pl.lit("opportunity")).otherwise(stage)
    ended = pl.when(stage.is_in(ENDED)).then(stage).otherwise(pl.lit("closed"))
    result = pl.when(has(one, "closed").cast(pl.Boolean) & (stage != "bought")).then(ended).otherwise(stage)
    if "won" not in one.fields:
        return result
    not_won = pl.when(result == "bought").then(pl.lit("opportunity")).otherwise(result)
    return pl.when(pl.col("won")).then(pl.lit("bought")).when(~pl.col("won")).then(not_won).otherwise(result)


def _belonging(one: Typed, rows: pl.LazyFrame, aliases: Aliases, alone: bool) -> pl.LazyFrame:
    if alone:
        return rows.with_columns(pl.col("deal_id").alias(PROSPECT))
    own = [("deal_id", kind_of(one.file.columns["deal_id"].columns[0], one.file, own=True))]
    named = [(column, kind_of(header, one.file)) for column, header in one.parts("prospect_id")]
    split = [
        pl.col(column).str.split(";").list.first().str.strip_chars().alias(column) for column, _ in named
    ]
    rows = resolved(rows.with_columns(split), [*named, *own], aliases)
    return rows.with_columns(pl.coalesce(pl.col(PROSPECT), OWN + pl.col("deal_id")).alias(PROSPECT))


def _own_inquiries(one: Typed, out: Pieces, good: pl.LazyFrame) -> None:
    columns = {"inquiry_id": pl.col("deal_id"), "prospect_id": pl.col(PROSPECT), "at": has(one, CREATED)}
    if CREATED in one.fields:
        why = f"“{one.file.columns[CREATED].columns[0]}” is empty, so nothing tells when it began"
        out.leave(one, good.filter(pl.col(CREATED).is_null()).with_columns(pl.lit(why).alias(WHY)))
        good = good.filter(pl.col(CREATED).is_not_null())
    else:
        out.notes.append(f"{one.file.name}: nothing tells when a deal began, only when it ended.")
    columns |= given(one, "campaign_id") | channel_columns(one)
    out.add("inquiries", one, good, columns, dated=CREATED)
    out.notes.append(
        f"{one.file.name}: no file tells of inquiries; each deal counts as one, from its beginning."
    )


def _stages(one: Typed, out: Pieces, good: pl.LazyFrame) -> None:
    whose = {"prospect_id": pl.col(PROSPECT), "by": has(one, "by").cast(pl.String)}
    early = pl.col(STATUS).is_in(["inquiry", "lead"])
    if CREATED in one.fields:
        begun = pl.when(early).then(pl.col(STATUS)).otherwise(pl.lit("opportunity"))
        columns = whose | {
            "at": pl.col(CREATED),
            "owner": whose["by"],
            "stage": begun,
            "state": pl.lit("working"),
        }
        out.add("stages", one, good.filter(pl.col(CREATED).is_not_null()), columns, dated=CREATED)
    if CLOSED in one.fields:
        ended = good.filter(pl.col(STATUS).is_in(ENDED) & pl.col(CLOSED).is_not_null())
        columns = whose | {"at": pl.col(CLOSED), "reason": _reason(one)} | stage_columns(pl.col(STATUS))
        out.add("stages", one, ended, columns, dated=CLOSED)


def stages(one: Typed, out: Pieces, aliases: Aliases, *, alone: bool) -> None:
    """One row a change of stage."""
    rows = (
        judged(one, (has(one, "stage").is_null(), "its stage is not known"))
        if _translated(one)
        else judged(one)
    )
    rows = belonging(one, rows, aliases, alone)
    out.leave(one, rows)
    columns = {"prospect_id": pl.col(PROSPECT), "at": pl.col("at")}
    columns |= stage_columns(pl.col("stage")) if "stage" in one.fields else {}
    out.add("stages", one, rows, columns | given(one, "state", "outcome", "event", "owner", "by", "reason"))


def _translated(one: Typed) -> bool:
    """Whether the stage is all that a row says."""
    return "stage" in one.fields and not {"state", "outcome", "event", "owner"} & one.fields


def orders(one: Typed, out: Pieces, aliases: Aliases, *, alone: bool) -> None:
    """One row an order or a line of one; what is only offered, or was cancelled, is none."""
    reasons = [negative(one, "amount", "the amount")]
    if "status" in one.fields:
        reasons.append((pl.col("status") == "no_order", "its status says that it is no order"))
    rows = judged(one, *reasons)
    rows = belonging(one, rows, aliases, alone)
    out.leave(one, rows)
    number = has(one, "order_id").cast(pl.String)
    if "line_id" in one.fields:
        number = pl.concat_str([number, pl.col("line_id")], separator=" / ", ignore_nulls=True)
    columns = {"prospect_id": pl.col(PROSPECT)} | given(one, "at", "amount", "margin", "currency")
    columns |= {"order_id": number} if "order_id" in one.fields else {}
    out.add("orders", one, rows, columns)


def belonging(one: Typed, rows: pl.LazyFrame, aliases: Aliases, alone: bool) -> pl.LazyFrame:
    """The rows with their prospect; those of nobody known are not used, unless no file tells of prospects."""
    parts = one.parts("prospect_id")
    if alone:
        rows = rows.with_columns(has(one, "prospect_id").cast(pl.String).alias(PROSPECT))
        return _without(rows, "it names no prospect")
    keys = [(column, kind_of(header, one.file)) for column, header in parts]
    if "touch_id" in one.fields:
        keys.append(("touch_id", "activity"))
    split = [pl.col(column).str.split(";").list.first().str.strip_chars().alias(column) for column, _ in keys]
    rows = resolved(rows.with_columns(split), keys, aliases)
    return _without(rows, "it belongs to no prospect in these files")


def _without(rows: pl.LazyFrame, said: str) -> pl.LazyFrame:
    why = pl.when(pl.col(PROSPECT).is_null()).then(pl.lit(said))
    return rows.with_columns(pl.coalesce(pl.col(WHY), why).alias(WHY))
