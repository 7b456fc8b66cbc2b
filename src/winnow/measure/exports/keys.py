"""Which prospect a row belongs to: keys of leads, contacts, deals and activities, joined across files.

Systems number their leads, contacts and deals separately, so that the same number is several things. A key is looked
up among keys of its own kind; among all only where nothing tells its kind, and then only if it is one thing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from winnow.measure.exports.fields import DEALS, INQUIRIES
from winnow.measure.exports.known import bare
from winnow.measure.exports.mapping import FileMap
from winnow.measure.exports.typed import Typed

KINDS: dict[str, tuple[str, ...]] = {
    "deal": ("deal", "opportun", "potential"),
    "activity": ("engagement", "activity", "task"),
    "lead": ("lead", "inquir", "enquir", "mql"),
    "contact": ("contact", "person", "customer", "people"),
}
GLOBAL = ("Salesforce", "Zoho", "Dynamics", "Odoo", "Olist")  # their keys are one thing each
KEY, PROSPECT, KIND = "·key", "·prospect", "·kind"


@dataclass
class Aliases:
    """Every key by which a prospect can be named."""

    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(self, kind: str, pairs: pl.DataFrame) -> None:
        """Remember pairs of KEY and PROSPECT."""
        pairs = pairs.select(pl.col(KEY, PROSPECT).cast(pl.String)).drop_nulls()
        self.parts.append(pairs.with_columns(pl.lit(kind).alias(KIND)))

    def of(self, kind: str) -> pl.LazyFrame:
        """KEY and PROSPECT, each key once, of what such a key can name."""
        if not self.parts:
            return pl.LazyFrame(schema={KEY: pl.String, PROSPECT: pl.String})
        every = pl.concat(self.parts)
        if kind:
            own = every.filter(pl.col(KIND).is_in([kind, ""])).sort(pl.col(KIND) == "", maintain_order=True)
            return own.unique(KEY, keep="first", maintain_order=True).select(KEY, PROSPECT).lazy()
        several = every.group_by(KEY).agg(pl.col(PROSPECT).n_unique().alias("n")).filter(pl.col("n") > 1)
        one = every.join(several, on=KEY, how="anti").unique(KEY)
        return one.select(KEY, PROSPECT).lazy()


def kind_of(column: str, file: FileMap, *, own: bool = False) -> str:
    """Which kind of key a column has: by its name, and for the `own` key of a file by what the file is."""
    if file.system.startswith(GLOBAL):
        return ""
    for word in (bare(column.rpartition(" - ")[2]), bare(column)):  # “Deal - Contact person” is a contact's
        if kind := next((kind for kind, parts in KINDS.items() if any(part in word for part in parts)), ""):
            return kind
    if not own:
        return ""
    if file.role == DEALS:
        return "deal"
    words = bare(file.system)
    found = (kind for kind, parts in KINDS.items() if any(part in words for part in parts))
    return next(found, "") if file.role == INQUIRIES else ""


def resolved(rows: pl.LazyFrame, keys: Iterable[tuple[str, str]], aliases: Aliases) -> pl.LazyFrame:
    """The rows with PROSPECT: the first of `keys` (column of the rows, kind of key) that names one; else null."""
    found = []
    for place, (column, kind) in enumerate(keys):
        name = f"{PROSPECT}{place}"
        known = aliases.of(kind).rename({KEY: column, PROSPECT: name})
        rows = rows.join(known, on=column, how="left", maintain_order="left")
        found.append(name)
    return rows.with_columns(pl.coalesce(*found, pl.lit(None, pl.String)).alias(PROSPECT)).drop(found)


def other_keys(one: Typed, prospect: pl.Expr, rows: pl.LazyFrame, aliases: Aliases) -> None:
    """Remember the other keys of the prospects in `rows`; several in a cell are parted by semicolons.

    Names are keys, too, but one that several prospects have is none of them.
    """
    for column, header in one.parts("also"):
        pairs = rows.select(pl.col(column).str.split(";").alias(KEY), prospect.alias(PROSPECT))
        pairs = pairs.explode(KEY).with_columns(pl.col(KEY).str.strip_chars())
        if not is_number(header):
            pairs = pairs.filter(pl.col(PROSPECT).n_unique().over(KEY) == 1)
        aliases.add(kind_of(header, one.file), pairs.collect())


def is_number(header: str) -> bool:
    """Whether a column has keys that a system gave out, not names."""
    return bare(header).endswith(("id", "ids", "vids", "key", "number"))
