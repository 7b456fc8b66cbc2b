"""Real inquirers as days since 1970-01-01: who asked when and bought when."""

import csv
import gzip
from datetime import datetime

import numpy as np

from winnow.measure.curves import History


def day(instant):
    """2018-01-01T12:00 → 17532.5."""
    return (np.asarray(instant, "datetime64[s]") - np.datetime64("1970-01-01")) / np.timedelta64(86_400, "s")


def olist(folder, recorded_since=-np.inf):
    won = {
        row["mql_id"]: row["won_date"] for row in _rows(folder / "olist" / "olist_closed_deals_dataset.csv")
    }
    leads = list(_rows(folder / "olist" / "olist_marketing_qualified_leads_dataset.csv"))
    bought = np.array([won.get(row["mql_id"], "NaT").replace(" ", "T") for row in leads], "datetime64[s]")
    asked = day([row["first_contact_date"] for row in leads])
    return History.of(asked, day(bought), float(day("2018-11-15")), recorded_since=recorded_since)


def bpi(folder):
    """Applications as inquiries and approvals as purchases, in universal time."""
    asked, bought = {}, {}
    with gzip.open(folder / "bpi2012" / "bpi2012_events.csv.gz", "rt") as file:
        for line in file:
            if "A_SUBMITTED" in line or "A_APPROVED" in line:
                _, _, case, what, _, _, at = line.rstrip().split(",")
                (asked if what == "A_SUBMITTED" else bought)[case] = (
                    datetime.fromisoformat(at).timestamp() / 86_400
                )
    return History.of(
        list(asked.values()), [bought.get(case, np.nan) for case in asked], float(day("2012-03-14T15:00"))
    )


def _rows(path):
    with path.open(newline="") as file:
        yield from csv.DictReader(file)
