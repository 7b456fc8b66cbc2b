"""`winnow cut evaluate` on real files, where they are at hand."""

import os
import zipfile
from pathlib import Path

import pytest

from tests.cli.cut_files import evaluated

pytestmark = pytest.mark.sqlite  # nothing here asks a database

DATA = Path(os.environ.get("WINNOW_BENCH_DATA", "/work/shared/data"))
EDUCATION = DATA / "x_education" / "Leads.csv"
MAVEN = DATA / "maven_crm_opportunities" / "CRM+Sales+Opportunities.zip"


@pytest.mark.skipif(not EDUCATION.exists(), reason="the X Education set is not here")
def test_fields_that_sellers_filled_in_afterwards_are_refused_and_the_promise_is_kept() -> None:
    words = ("--label", "Converted", "--time", "Lead Number", "--id", "Prospect ID")
    answer = evaluated(EDUCATION, *words)
    refused = {one["column"] for one in answer["refused"]}
    assert {"Tags", "Lead Quality", "Prospect ID", "Lead Number", "Magazine"} <= refused
    assert 0.84 < answer["kept"]["50"][0] < 0.95
    assert answer["safe"]["5"]["share"] > 0.15
    assert not any(one["broken"] for one in answer["safe"].values())
    assert answer["refusal"] is None


@pytest.mark.skipif(not MAVEN.exists(), reason="the Maven set is not here")
def test_where_the_fields_say_nothing_nothing_is_promised(tmp_path: Path) -> None:
    with zipfile.ZipFile(MAVEN) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/sales_pipeline.csv"))
        (tmp_path / "f.csv").write_bytes(archive.read(name))
    words = ("--label", "deal_stage", "--positive", "Won", "--time", "engage_date", "--id", "opportunity_id")
    answer = evaluated(tmp_path / "f.csv", *words)
    assert answer["prospects"] == 6_711
    assert answer["refusal"].startswith("Not with these data")
    assert {"close_date", "close_value"} <= {one["column"] for one in answer["refused"]}
    assert all(one["share"] == 0 for one in answer["safe"].values())
