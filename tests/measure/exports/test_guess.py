"""Roles and columns by headers: known systems, ordinary words, and cells that speak against them."""

import polars as pl
import pytest

from winnow.measure.exports.guess import guess

KNOWN = {
    "HubSpot contacts": (
        "inquiries",
        [
            "Record ID",
            "First Name",
            "Last Name",
            "Email",
            "Contact owner",
            "Lead Status",
            "Create Date",
            "Original Source",
        ],
        {"inquiry_id": "Record ID", "at": "Create Date", "channel": "Original Source"},
    ),
    "HubSpot deals": (
        "deals",
        [
            "Record ID",
            "Deal Name",
            "Deal Stage",
            "Amount",
            "Deal owner",
            "Close Date",
            "Create Date",
            "Associated Contact IDs",
        ],
        {
            "deal_id": "Record ID",
            "prospect_id": "Associated Contact IDs",
            "stage": "Deal Stage",
            "closed_at": "Close Date",
        },
    ),
    "Salesforce leads": (
        "inquiries",
        ["Lead ID", "Lead Owner", "Company / Account", "Lead Source", "Lead Status", "Create Date", "Email"],
        {"inquiry_id": "Lead ID", "at": "Create Date", "owner": "Lead Owner"},
    ),
    "Pipedrive deals": (
        "deals",
        [
            "Deal - ID",
            "Deal - Title",
            "Deal - Value",
            "Deal - Status",
            "Deal - Won time",
            "Deal - Lost time",
            "Deal - Owner",
        ],
        {"deal_id": "Deal - ID", "stage": "Deal - Status", "amount": "Deal - Value"},
    ),
    "Pipedrive activities": (
        "touches",
        [
            "Activity - Subject*",
            "Activity - Type",
            "Activity - Marked as done time",
            "Activity - Done",
            "Deal",
            "Lead",
        ],
        {"at": "Activity - Marked as done time", "kind": "Activity - Type", "done": "Activity - Done"},
    ),
    "Zoho leads": (
        "inquiries",
        [
            "LEADID",
            "Last Name",
            "Company",
            "Lead Owner",
            "Email",
            "Lead Source",
            "Lead Status",
            "Created Time",
            "CONVERTED",
        ],
        {"inquiry_id": "LEADID", "at": "Created Time"},
    ),
    "Zoho deals": (
        "deals",
        ["Record Id", "Deal Name", "Account Name", "Contact Name", "Stage", "Closing Date", "Amount"],
        {"deal_id": "Record Id", "closed_at": "Closing Date", "prospect_id": "Contact Name"},
    ),
    "Odoo leads": (
        "inquiries",
        [
            "External ID",
            "Opportunity",
            "Contact Name",
            "Email",
            "Salesperson",
            "Stage",
            "Created on",
            "Expected Revenue",
        ],
        {"inquiry_id": "External ID", "at": "Created on", "status": "Stage"},
    ),
    "Dynamics 365 leads": (
        "inquiries",
        ["leadid", "fullname", "emailaddress1", "leadsourcecode", "statuscode", "createdon", "modifiedon"],
        {"inquiry_id": "leadid", "at": "createdon"},
    ),
}


def guessed(name, headers, **cells):
    rows = len(next(iter(cells.values()), []))
    return guess(
        name, tuple(headers), pl.DataFrame({header: cells.get(header, [None] * rows) for header in headers})
    )


@pytest.mark.parametrize("system", KNOWN)
def test_a_known_export_is_known_by_its_headers(system):
    role, headers, columns = KNOWN[system]
    found = guessed("export.csv", headers)
    assert (found.role, found.system, found.sure) == (role, system, 0.95)
    assert {field: found.columns[field].columns[0] for field in columns} == columns


@pytest.mark.parametrize(
    ("name", "headers", "role"),
    [
        ("anfragen.csv", ["Nr", "Eingang", "Quelle", "Kampagne"], "inquiries"),
        ("calls.csv", ["lead_id", "called_at", "agent", "result", "duration"], "touches"),
        ("orders.csv", ["order_id", "customer_id", "order_date", "amount", "currency"], "orders"),
        ("spend.csv", ["month", "campaign", "spend"], "costs"),
        ("team.csv", ["employee", "role", "hourly_cost"], "people"),
        ("pipeline.csv", ["opportunity_id", "stage", "close_date", "value"], "deals"),
        ("log.csv", ["case", "activity", "timestamp", "resource"], "event_log"),
        ("weather.csv", ["day", "rain", "wind"], "unknown"),
        ("products.csv", ["id", "name", "price"], "unknown"),
    ],
)
def test_a_plain_file_is_known_by_its_words(name, headers, role):
    assert guessed(name, headers).role == role


def test_a_column_is_not_taken_against_its_cells():
    headers = ["lead_id", "created_at", "source", "campaign"]
    found = guessed(
        "leads.csv",
        headers,
        lead_id=["1", "2"],
        created_at=["yes", "no"],
        source=["a", "b"],
        campaign=["c", "d"],
    )
    assert found.role == "inquiries"
    assert "at" not in found.columns


def test_cells_that_are_empty_so_far_make_it_less_sure():
    headers = ["lead_id", "created_at", "source", "campaign"]
    found = guessed("leads.csv", headers, lead_id=["1", "2"], source=["a", "b"], campaign=["c", "d"])
    assert found.columns["at"].sure < found.columns["source"].sure
