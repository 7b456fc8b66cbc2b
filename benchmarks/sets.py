"""The public sets, read by path and never copied: what was known at the decision, who bought, and when."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Array = npt.NDArray[Any]

X_LEAKS = [
    "Tags", "Lead Quality", "Lead Profile", "Last Activity", "Last Notable Activity",
    "Asymmetrique Activity Index", "Asymmetrique Profile Index", "Asymmetrique Activity Score",
    "Asymmetrique Profile Score",
]  # fmt: skip
X_DOUBTFUL = [
    "What is your current occupation", "What matters most to you in choosing a course", "Country",
]  # fmt: skip
BANK_ORDER = "rows stand in the order of time, 2008 to 2010"


@dataclass(frozen=True)
class Set:
    """One set: columns (numbers, or texts with None), 1 for who bought, and an order of time if there is one."""

    name: str
    columns: dict[str, Array]
    sold: Array
    decided: Array | None
    note: str = ""
    written: dict[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.sold)


def columns_of(table: pl.DataFrame) -> dict[str, Array]:
    """Numbers as floats, everything else as texts; blank and "Select" are unknown."""
    found: dict[str, Array] = {}
    for column in table.get_columns():
        if column.dtype.is_numeric() or column.dtype == pl.Boolean:
            found[column.name] = column.cast(pl.Float64).to_numpy()
        else:
            texts = column.cast(pl.String).str.strip_chars()
            found[column.name] = np.array(
                [None if value in (None, "", "Select") else value for value in texts.to_list()], dtype=object
            )
    return found


def x_education(folder: Path, columns: str) -> Set:
    table = pl.read_csv(folder / "x_education" / "Leads.csv", infer_schema_length=None)
    table = table.drop([name for name in table.columns if not name or name.startswith("Unnamed")])
    sold, order = table["Converted"].to_numpy(), table["Lead Number"].to_numpy()
    gone = ["Prospect ID", "Lead Number", "Converted"]
    gone += [] if columns == "all" else X_LEAKS
    gone += X_DOUBTFUL if columns == "strict" else []
    return Set(f"X Education, {columns} columns", columns_of(table.drop(gone)), sold, order)


def bank(folder: Path, shuffled: bool) -> Set:
    with zipfile.ZipFile(folder / "uci_bank_marketing" / "bank-additional.zip") as archive:
        name = next(name for name in archive.namelist() if name.endswith("/bank-additional-full.csv"))
        table = pl.read_csv(io.BytesIO(archive.read(name)), separator=";", infer_schema_length=None)
    sold = (table["y"] == "yes").to_numpy().astype(float)
    columns = columns_of(table.drop("y", "duration"))
    if shuffled:
        return Set("Bank, shuffled", columns, sold, None)
    return Set("Bank, in time order", columns, sold, np.arange(len(sold)), BANK_ORDER)


def olist(folder: Path) -> Set:
    leads = pl.read_csv(folder / "olist" / "olist_marketing_qualified_leads_dataset.csv")
    deals = pl.read_csv(folder / "olist" / "olist_closed_deals_dataset.csv").select("mql_id", "won_date")
    table = leads.join(deals, on="mql_id", how="left").with_columns(
        at=pl.col("first_contact_date").str.to_datetime("%Y-%m-%d"),
        won=pl.col("won_date").str.to_datetime("%Y-%m-%d %H:%M:%S"),
    )
    table = table.sort("at", maintain_order=True)
    sold = ((table["won"] - table["at"]).dt.total_days() <= 150).fill_null(False).to_numpy().astype(float)
    known = table.select(
        "landing_page_id", "origin",
        month=pl.col("at").dt.month(), weekday=pl.col("at").dt.weekday(), day=pl.col("at").dt.day(),
    )  # fmt: skip
    at = table["at"].to_numpy().astype("datetime64[s]")
    return Set("Olist, won within 150 days", columns_of(known), sold, at)


def maven(folder: Path) -> Set:
    archive = zipfile.ZipFile(folder / "maven_crm_opportunities" / "CRM+Sales+Opportunities.zip")

    def part(name: str) -> pl.DataFrame:
        place = next(n for n in archive.namelist() if n.endswith(name) and "__MACOSX" not in n)
        return pl.read_csv(io.BytesIO(archive.read(place)), infer_schema_length=None)

    table = part("sales_pipeline.csv").filter(pl.col("deal_stage").is_in(["Won", "Lost"]))
    table = table.with_columns(product=pl.col("product").str.replace("GTXPro", "GTX Pro"))
    for other, key in [
        ("accounts.csv", "account"),
        ("products.csv", "product"),
        ("sales_teams.csv", "sales_agent"),
    ]:
        table = table.join(part(other), on=key, how="left")
    table = table.with_columns(at=pl.col("engage_date").str.to_datetime("%Y-%m-%d"))
    table = table.sort("at", maintain_order=True)
    sold = (table["deal_stage"] == "Won").to_numpy().astype(float)
    known = table.with_columns(month=pl.col("at").dt.month(), weekday=pl.col("at").dt.weekday()).drop(
        "opportunity_id", "deal_stage", "engage_date", "close_date", "close_value", "at"
    )
    return Set("Maven", columns_of(known), sold, table["at"].to_numpy().astype("datetime64[s]"))


def bpi(folder: Path, after: str) -> Set:
    from benchmarks.bpi import cases

    table, sold, at = cases(folder / "bpi2012" / "bpi2012_events.csv.gz", after)
    names = {"": "at submission", "1h": "one hour on", "1d": "one day on"}
    return Set(f"BPI 2012, {names[after]}", columns_of(table), sold, at)


SETS: dict[str, Callable[[Path], Set]] = {
    "x_all": lambda folder: x_education(folder, "all"),
    "x_honest": lambda folder: x_education(folder, "honest"),
    "x_strict": lambda folder: x_education(folder, "strict"),
    "bank_time": lambda folder: bank(folder, shuffled=False),
    "bank_shuffled": lambda folder: bank(folder, shuffled=True),
    "olist": olist,
    "bpi_submission": lambda folder: bpi(folder, ""),
    "bpi_1h": lambda folder: bpi(folder, "1h"),
    "bpi_1d": lambda folder: bpi(folder, "1d"),
    "maven": maven,
}
