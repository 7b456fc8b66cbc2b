"""Real files, where they lie beside the checkout: what is read equals counts made independently from the files."""

import csv
import gzip
import io
import zipfile
from collections import Counter
from decimal import Decimal

import polars as pl
import pytest

from winnow.measure.exports import read
from winnow.measure.exports.xes import events


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts(export, table, column):
    return dict(export.frames()[table][column].value_counts().rows())


@pytest.fixture(scope="module")
def olist(shared_data):
    folder = shared_data / "olist"
    return folder, read([*sorted(folder.glob("olist_*.csv")), folder / "order_items.parquet"])


def test_olist_gives_its_leads_and_deals(olist):
    folder, export = olist
    leads = rows_of(folder / "olist_marketing_qualified_leads_dataset.csv")
    assert export.rows["inquiries"] == len(leads) == 8_000
    assert counts(export, "inquiries", "campaign_id") == Counter(row["origin"] or None for row in leads)
    assert counts(export, "stages", "outcome") == {"bought": 842}
    assert "inquiries.at" in export.known.only_days


def test_olists_sales_belong_to_the_lead_of_their_seller(olist):
    folder, export = olist
    sellers = {row["seller_id"] for row in rows_of(folder / "olist_closed_deals_dataset.csv")}
    items = pl.read_parquet(folder / "order_items.parquet").filter(pl.col("seller_id").is_in(list(sellers)))
    orders = export.frames()["orders"].filter(pl.col("amount").is_not_null())
    assert orders["amount"].sum() == Decimal("676851.48")
    assert orders.height == items.height
    assert orders["prospect_id"].n_unique() == 380
    assert export.unused.height == 112_650 - items.height


def test_olists_one_order_before_its_inquiry_is_told(olist):
    assert olist[1].doubtful["reason"].to_list() == ["the order is older than the first inquiry"]


def test_maven_gives_all_its_opportunities(shared_data):
    path = shared_data / "maven_crm_opportunities" / "CRM+Sales+Opportunities.zip"
    export = read([path])
    with zipfile.ZipFile(path) as packed:
        text = io.TextIOWrapper(
            packed.open("CRM+Sales+Opportunities/sales_pipeline.csv"), "utf-8", newline=""
        )
        deals = list(csv.DictReader(text))
    won = [Decimal(row["close_value"]) for row in deals if row["deal_stage"] == "Won"]
    assert export.rows["inquiries"] + export.unused.height == len(deals) == 8_800
    assert export.unused.height == sum(not row["engage_date"] for row in deals) == 500
    assert export.rows["orders"] == len(won) == 4_238
    assert export.frames()["orders"]["amount"].sum() == sum(won) == 10_005_534
    closed = export.frames()["stages"].filter(pl.col("state") == "closed")
    assert Counter(closed["reason"]) == {"Won": 4_238, "Lost": 2_473}
    assert export.rows["people"] == 35


def test_x_education_is_counted_but_not_dated(shared_data):
    path = shared_data / "x_education" / "Leads.csv"
    export = read([path])
    converted = sum(row["Converted"] == "1" for row in rows_of(path))
    assert export.rows["inquiries"] == 9_240
    assert export.rows["stages"] == converted == 3_561
    assert not export.known.has("inquiries.at")
    assert "Select" not in export.frames()["inquiries"]["source"]


@pytest.fixture(scope="module")
def bpi(shared_data):
    path = shared_data / "bpi2012" / "bpi2012_events.csv.gz"
    with gzip.open(path, "rt", newline="") as file:
        return read([path]), list(csv.DictReader(file))


def test_bpi_2012_gives_its_cases_and_their_ends(bpi):
    export, log = bpi
    cases = {row["case:concept:name"] for row in log}
    assert (len(log), export.roles[0].rows) == (262_200, 262_200)
    assert export.rows["inquiries"] == len(cases) == 13_087
    ended = counts(export, "stages", "outcome")
    assert {name: ended[name] for name in ("bought", "invalid", "not_buying")} == {
        "bought": 2_246,
        "invalid": 7_635,
        "not_buying": 2_807,
    }
    closed = export.frames()["stages"].filter(pl.col("state") == "closed")["prospect_id"].n_unique()
    assert len(cases) - closed == 399


def test_bpi_2012_gives_a_touch_for_each_piece_of_human_work(bpi):
    export, log = bpi
    begun = [row for row in log if row["lifecycle:transition"] == "START"]
    touches = export.frames()["touches"]
    assert touches.height == len(begun)
    by = {name or None: count for name, count in Counter(row["org:resource"] for row in begun).items()}
    assert counts(export, "touches", "by") == by
    assert ("112" in by, "kind" in touches.columns) == (False, False)


def test_xes_says_the_same_as_the_flat_log(shared_data, bpi):
    with gzip.open(shared_data / "bpi2012" / "BPI_Challenge_2012.xes.gz") as packed:
        batch = next(events(packed))
    named = ("case:concept:name", "concept:name", "time:timestamp", "org:resource")
    said = {tuple(event.get(name, "") for name in named) for event in batch[:5_000]}
    flat = {tuple(row[name] for name in named) for row in bpi[1]}
    assert said <= flat


def test_journeys_give_their_touches_and_money(shared_data):
    path = shared_data / "attribution_journeys" / "attribution_data.csv"
    export = read([path])
    rows = rows_of(path)
    assert export.rows["touches"] == len(rows) == 62_483
    assert export.rows["inquiries"] == len({row["customer_id"] for row in rows}) == 7_896
    assert export.rows["orders"] == 1_838
    assert export.frames()["orders"]["amount"].sum() == Decimal("11423.50")


@pytest.mark.parametrize(
    ("name", "role", "rows"),
    [
        ("salesforce_api_seeds/sf_lead_data.csv", "inquiries", 1),
        ("salesforce_api_seeds/sf_task_data.csv", "touches", 10),
        ("salesforce_api_seeds/sf_event_data.csv", "touches", 10),
        ("salesforce_api_seeds/sf_opportunity_data.csv", "deals", 10),
        ("salesforce_api_seeds/sf_opportunity_history_data.csv", "stages", 10),
        ("salesforce_api_seeds/sf_user_data.csv", "people", 10),
        ("salesforce_api_seeds/sf_contact_data.csv", "unknown", 4),
        ("hubspot_api_seeds/contact_data.csv", "inquiries", 22),
        ("hubspot_api_seeds/deal_data.csv", "deals", 44),
        ("hubspot_api_seeds/deal_contact_data.csv", "links", 11),
        ("hubspot_api_seeds/engagement_call_data.csv", "touches", 1),
        ("hubspot_api_seeds/engagement_meeting_data.csv", "touches", 100),
        ("hubspot_api_seeds/owner_data.csv", "people", 100),
        ("hubspot_api_seeds/company_data.csv", "unknown", 24),
        ("odoo/crm_lead.xls", "inquiries", 8),
    ],
)
def test_a_vendors_sample_is_known(shared_data, name, role, rows):
    export = read([shared_data / "crm_export_headers" / name])
    assert [(one.file.role, one.rows) for one in export.roles] == [(role, rows)]
