"""Real past prospects, read where they lie; tests that need them are skipped where they do not."""

import csv
import gzip
import io
import os
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from winnow.qualify.learn import Frame, History

DATA = Path(os.environ.get("WINNOW_DATA", "/work/shared/data"))
AFTERWARDS = {
    "Tags", "Lead Quality", "Lead Profile", "Asymmetrique Activity Index", "Asymmetrique Profile Index",
    "Asymmetrique Activity Score", "Asymmetrique Profile Score", "Last Activity", "Last Notable Activity",
}  # fmt: skip
HORIZON = 150.0


@cache
def x_education(whole=False):
    rows = sorted(read("x_education/Leads.csv"), key=lambda row: int(row["Lead Number"]))
    gone = {"Converted", ""} if whole else {"Converted", "", "Prospect ID", "Lead Number", *AFTERWARDS}
    order = np.array([float(row["Lead Number"]) for row in rows])
    return History(frame(rows, gone), [float(row["Converted"]) for row in rows], decided=order)


@cache
def bank(whole=False):
    with zipfile.ZipFile(present("uci_bank_marketing/bank-additional.zip")) as archive:
        text = archive.read("bank-additional/bank-additional-full.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    gone = {"y"} if whole else {"y", "duration"}
    return History(frame(rows, gone), [row["y"] == "yes" for row in rows], decided=np.arange(len(rows)))


@cache
def olist(whole=False):
    deals = {row["mql_id"]: row for row in read("olist/olist_closed_deals_dataset.csv")}
    leads = read("olist/olist_marketing_qualified_leads_dataset.csv")
    leads.sort(key=lambda row: (row["first_contact_date"], row["mql_id"]))
    columns = list(next(iter(deals.values())))
    rows = [dict.fromkeys(columns, "") | deals.get(row["mql_id"], {}) | row for row in leads]
    first = np.array([row["first_contact_date"] for row in rows], dtype="datetime64[s]")
    won = np.array([row["won_date"].replace(" ", "T") or "NaT" for row in rows], dtype="datetime64[s]")
    sold = (won - first) <= np.timedelta64(int(HORIZON * 86_400), "s")
    kept = {"first_contact_date", "landing_page_id", "origin"}
    return History(frame(rows, set() if whole else set(columns) - kept | {"mql_id"}), sold, decided=first)


@cache
def applications():
    """BPI 2012 at submission: amount, hour and weekday."""
    cases = {}
    with gzip.open(present("bpi2012/bpi2012_events.csv.gz"), "rt") as lines:
        for row in csv.DictReader(lines):
            at = row["time:timestamp"][:19]
            case = cases.setdefault(row["case:concept:name"], [at, row["case:AMOUNT_REQ"], set()])
            case[2].add(row["concept:name"])
    ended = sorted(case for case in cases.values() if case[2] & {"A_APPROVED", "A_DECLINED", "A_CANCELLED"})
    at = [datetime.fromisoformat(case[0]) for case in ended]
    columns = {
        "amount": np.array([float(case[1]) for case in ended]),
        "hour": np.array([float(each.hour) for each in at]),
        "weekday": np.array([float(each.weekday()) for each in at]),
    }
    decided = np.array([case[0] for case in ended], dtype="datetime64[s]")
    return History(Frame(columns), ["A_APPROVED" in case[2] for case in ended], decided=decided)


@cache
def pipeline(whole=False):
    """Maven: fields that carry no signal."""
    with zipfile.ZipFile(present("maven_crm_opportunities/CRM+Sales+Opportunities.zip")) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith("sales_pipeline.csv"))
        text = archive.read(name).decode()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["deal_stage"] in ("Won", "Lost")]
    rows.sort(key=lambda row: (row["engage_date"], row["opportunity_id"]))
    gone = {"deal_stage"} if whole else {"deal_stage", "opportunity_id", "close_date", "close_value"}
    decided = np.array([row["engage_date"] for row in rows], dtype="datetime64[s]")
    return History(frame(rows, gone), [row["deal_stage"] == "Won" for row in rows], decided=decided)


def frame(rows, gone):
    return Frame({name: column([row[name] for row in rows]) for name in rows[0] if name not in gone})


def column(texts):
    try:
        return np.array([float(text) if text else np.nan for text in texts])
    except ValueError:
        values = np.empty(len(texts), dtype=object)
        values[:] = [text or None for text in texts]
        return values


def read(name):
    with present(name).open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def present(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no {name} here")
    return path
