"""Event logs: cases are inquiries, human work is touches, outcomes come from activities, open cases stay open."""

import pytest

from winnow.measure.exports import parse, read

LOG = """case,activity,time,resource,lifecycle
A,Submitted,2024-03-01T08:00:00Z,system,complete
A,Call,2024-03-01T09:00:00Z,ann,start
A,Call,2024-03-01T09:12:30Z,ann,complete
A,Approved,2024-03-04T10:00:00Z,bob,complete
B,Submitted,2024-03-02T08:00:00Z,system,complete
B,Call,2024-03-02T08:30:00Z,,start
B,Declined,2024-03-02T09:00:00Z,bob,complete
C,Submitted,2024-03-03T08:00:00Z,system,complete
C,Weighed,2024-03-03T08:01:00Z,bob,complete
C,Submitted,not yet,system,complete
"""
XES = """<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0">
<trace><string key="concept:name" value="A"/>
<event><string key="concept:name" value="Submitted"/>
<date key="time:timestamp" value="2024-03-01T08:00:00.000+01:00"/></event>
<event><string key="concept:name" value="Call"/><string key="org:resource" value="ann"/>
<date key="time:timestamp" value="2024-03-01T09:00:00.000+01:00"/></event></trace></log>"""


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    path = tmp_path_factory.mktemp("log") / "events.csv"
    path.write_text(LOG)
    return read([path])


def rows(export, table, *columns):
    return export.frames()[table].select(columns).rows()


def test_each_case_is_an_inquiry(export):
    assert [row[0] for row in rows(export, "inquiries", "inquiry_id")] == ["A", "B", "C"]


def test_work_is_a_touch_once_with_its_minutes(export):
    touches = [
        (who, by, minutes and float(minutes))
        for who, by, minutes in rows(export, "touches", "prospect_id", "by", "minutes")
    ]
    assert touches == [("A", "ann", 12.5), ("B", None, None)]


def test_ends_are_told_by_activities_and_open_cases_have_none(export):
    assert rows(export, "stages", "prospect_id", "outcome") == [("A", "bought"), ("B", "invalid")]
    assert rows(export, "orders", "prospect_id") == [("A",)]


def test_an_activity_that_says_nothing_is_named(export):
    assert any("Weighed" in note for note in export.notes)


def test_an_event_without_a_date_is_told(export):
    assert [row["row"] for row in export.unused.to_dicts()] == [11]


def test_the_mapping_says_what_an_activity_is(export, tmp_path):
    (tmp_path / "events.csv").write_text(LOG)
    mapping = export.mapping().replace('"Weighed" = ""', '"Weighed" = "touch"')
    assert read([tmp_path / "events.csv"], parse(mapping)).rows["touches"] == 2 + 1


def test_xes_is_read_with_its_zones(tmp_path):
    (tmp_path / "log.xes").write_text(XES)
    found = read([tmp_path / "log.xes"])
    assert [f"{at:%H:%M}" for (at,) in rows(found, "inquiries", "at")] == ["07:00"]
    assert rows(found, "touches", "prospect_id", "by") == [("A", "ann")]
