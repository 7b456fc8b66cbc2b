"""A history of canonical tables under another procedure: clocks and cadences anew, all else as it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.world import Cast
from winnow.flow.replaying.run import replay
from winnow.flow.replaying.tables import gather_tables
from winnow.measure.engines.opening import NotCanonical
from winnow.procedure.actions import default_text
from winnow.procedure.parse import parse

YEAR = timedelta(days=365)
NOW = datetime(2025, 1, 31, tzinfo=UTC)
SOONER = parse(default_text().replace("respond_within = 30", "respond_within = 5", 1))
TABLES = {
    "inquiries": """inquiry_id,prospect_id,at,channel,campaign_id,source,value_hint
        i1,A,2025-01-08T09:00:00+00:00,web,,site,
        i2,B,2025-01-08T10:00:00Z,web,,site,
        i3,A,2025-01-08T12:00:00Z,web,,site,
        i4,A,2025-01-20T12:00:00Z,fax,,site,""",
    "touches": """prospect_id,at,kind,direction,by,role,minutes,disposition,reached
        A,2025-01-08T09:12:00Z,call,out,7,seller,4,,true
        B,2025-01-08T10:02:00Z,call,out,7,seller,3,no_answer,false
        B,2025-01-08T10:03:00Z,email,out,,,0,automatic,""",
    "stages": """prospect_id,at,stage,state,outcome,by,reason
        A,2025-01-15T12:00:00Z,customer,closed,bought,7,""",
    "orders": """prospect_id,at,amount,margin,currency
        A,2025-01-15T12:00:00Z,1200.50,300,EUR""",
    "people": """person_id,role,team,hourly_cost,name
        7,seller,Berlin,40,Anna""",
}


@pytest.fixture
def folder(cast: Cast, tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        lines = [line.strip() for line in text.splitlines()]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return tmp_path


def test_each_time_somebody_is_on_no_desk_an_inquiry_starts_a_clock(folder: Path) -> None:
    clocks = [(one.at.day, one.clocked) for one in gather_tables(folder, YEAR, NOW).asked]
    assert clocks == [(8, True), (8, True), (8, False), (20, True)]


def test_sooner_clocks_are_missed_more_often_and_the_rest_stands(folder: Path) -> None:
    found = replay(gather_tables(folder, YEAR, NOW), SOONER, lambda _share: None)
    assert (found["clocks"]["before"]["missed"], found["clocks"]["after"]["missed"]) == (0, 1)
    assert (found["expected"]["orders_before"], found["expected"]["margin_before"]) == (1, 300)
    assert found["screening"] == {"held_before": 0, "held_after": 0, "newly_held": {}, "would_come_in": 0}
    assert [one["hours_before"] for one in found["load"]] == [0.1]
    assert "no table" in found["not_known"][0]


def test_a_table_that_lacks_what_its_rows_need_is_named(folder: Path) -> None:
    (folder / "inquiries.csv").write_text("inquiry_id,at\n1,2025-01-08T09:00:00Z\n")
    with pytest.raises(NotCanonical, match="no prospect_id"):
        gather_tables(folder, YEAR, NOW)
