"""The same company in the words of each vendor: the same people, touches, orders and money."""

import polars as pl
import pytest

from tests.measure.exports import vendors
from winnow.measure.exports import read

DAYS_ONLY = {"salesforce_report"}  # nothing in hours can be said of them


def figures(export):
    tables = export.frames()
    inquiries = tables["inquiries"].unique("prospect_id")
    stages = tables["stages"]
    first = tables["touches"].group_by("prospect_id").agg(pl.col("at").min().alias("first"))
    met = inquiries.join(first, on="prospect_id")
    ended = stages.filter(pl.col("state") == "closed")["prospect_id"].unique().to_list()
    open_now = stages.filter((pl.col("stage") == "opportunity") & ~pl.col("prospect_id").is_in(ended))
    return {
        "inquirers": inquiries.height,
        "touches": tables["touches"].height,
        "followed": met.height,
        "in an hour": met.filter(pl.col("first") - pl.col("at") <= pl.duration(hours=1)).height,
        "orders": tables["orders"].height,
        "revenue": float(tables["orders"]["amount"].sum()),
        "open": open_now["prospect_id"].n_unique(),
    }


@pytest.fixture(scope="module", params=["salesforce_report", "hubspot", "pipedrive", "zoho", "odoo"])
def vendor(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    getattr(vendors, request.param)(folder)
    return request.param, read([folder])


def test_the_figures_are_those_of_the_company(vendor):
    name, export = vendor
    told = {key: value for key, value in vendors.TOLD.items() if key != "in an hour" or name not in DAYS_ONLY}
    assert {key: value for key, value in figures(export).items() if key in told} == told


def test_everybody_asked_once_and_each_file_was_known(vendor):
    _, export = vendor
    assert {role.file.sure for role in export.roles} == {0.95}
    assert not export.doubtful.height


def test_a_name_that_several_have_joins_nothing(tmp_path):
    rows = [{"Person - ID": number, "Person - Name": "Ada Lee", "Person - Person created": "2024-03-04 09:00:00"}
            for number in (1, 2)]  # fmt: skip
    vendors.write(tmp_path / "people.csv", rows)
    call = {"Activity - Subject": "x", "Activity - Type": "Call", "Activity - Done": "Done",
            "Activity - Marked as done time": "2024-03-04 09:30:00", "Contact person": "Ada Lee"}  # fmt: skip
    vendors.write(tmp_path / "activities.csv", [call])
    export = read([tmp_path])
    assert "touches" not in export.tables
    assert "it belongs to no prospect in these files" in export.unused["reason"].to_list()


def test_a_cancelled_order_is_none(tmp_path):
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,order_date,total,status\n1,a,2024-05-14,10.50,paid\n2,a,2024-05-15,99.50,Cancelled\n"
    )
    export = read([tmp_path])
    assert export.frames()["orders"]["order_id"].to_list() == ["1"]
    assert "its status says that it is no order" in export.unused["reason"].to_list()


def test_ids_that_stand_in_many_rows_are_not_those_of_inquirers(tmp_path):
    lines = [f"{number % 5},2024-03-{number + 1:02},{number}" for number in range(28)]
    (tmp_path / "visits.csv").write_text("\n".join(["lead_id,created_at,source", *lines]))
    assert [role.file.role for role in read([tmp_path]).roles] == ["unknown"]


def test_a_duration_of_hours_and_minutes_is_minutes(tmp_path):
    vendors.pipedrive(tmp_path)
    assert set(read([tmp_path]).frames()["touches"]["minutes"].cast(pl.Float64)) == {90.0}
