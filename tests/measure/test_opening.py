"""Sources become canonical tables: what is missing is known to be missing, and nothing later than as of is seen."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from tests.measure.company import AS_OF, START, asked, at, frames
from winnow.measure.canonical import TABLES
from winnow.measure.engines import duckdb
from winnow.measure.engines.opening import NotCanonical, instant, micros

ASKED = frames(inquiries=[asked("ann"), asked("bob", at(days=200), channel="web")])


def test_every_table_has_all_columns_whatever_was_given():
    tables = duckdb.open_frames(ASKED, AS_OF)
    assert all(set(getattr(tables, name).columns) == set(columns) for name, columns in TABLES.items())


def test_a_table_that_was_not_given_is_empty_and_known_to_be_missing():
    tables = duckdb.open_frames(ASKED, AS_OF)
    assert (tables.orders.count().execute(), tables.known.has("orders")) == (0, False)


def test_a_column_that_was_not_given_is_known_to_be_missing():
    known = duckdb.open_frames(ASKED, AS_OF).known
    assert (known.has("inquiries.channel"), known.has("inquiries.source")) == (True, False)
    assert known.lack("inquiries.source") == "The data has no inquiries.source."


def test_what_happened_later_is_not_seen():
    assert duckdb.open_frames(ASKED, AS_OF).inquiries.prospect_id.to_polars().to_list() == ["ann"]


def test_without_an_instant_it_is_the_last_one_in_the_data():
    assert duckdb.open_frames(ASKED).as_of == at(days=200)


def test_days_without_times_are_noticed():
    days = pl.DataFrame({"inquiry_id": ["i"], "prospect_id": ["ann"], "at": [date(2026, 3, 2)]})
    known = duckdb.open_frames({"inquiries": days}, AS_OF).known
    assert known.lack(instants=("inquiries.at",)) == "Of inquiries.at the data has only days, no times."


def test_an_empty_text_is_none():
    tables = duckdb.open_frames(frames(inquiries=[asked("ann", channel="")]), AS_OF)
    assert tables.inquiries.channel.to_polars().to_list() == [None]


def test_a_table_without_what_it_needs_is_refused():
    with pytest.raises(NotCanonical, match="The table inquiries has no at"):
        duckdb.open_frames({"inquiries": ASKED["inquiries"].drop("at")}, AS_OF)


@pytest.mark.parametrize("kind", ["polars", "pandas", "arrow", "folder"])
def test_frames_of_any_kind_and_files_give_the_same(kind, tmp_path):
    frame = ASKED["inquiries"]
    if kind == "folder":
        frame.write_parquet(tmp_path / "inquiries.parquet")
        tables = duckdb.open_folder(tmp_path, AS_OF)
    else:
        given = {"polars": frame, "pandas": frame.to_pandas(), "arrow": frame.to_arrow()}[kind]
        tables = duckdb.open_frames({"inquiries": given}, AS_OF)
    assert tables.inquiries.at.to_polars().to_list() == [micros(START)]


def test_an_instant_of_another_zone_is_the_same_instant():
    elsewhere = ASKED["inquiries"].with_columns(pl.col("at").dt.convert_time_zone("Asia/Tokyo"))
    tables = duckdb.open_frames({"inquiries": elsewhere}, AS_OF)
    assert tables.inquiries.at.to_polars().to_list() == [micros(START)]


def test_an_instant_survives_as_a_number():
    then = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert (micros(then), instant(micros(then))) == (-1, then)
    assert micros(START.replace(tzinfo=None)) == micros(START) == micros(START + timedelta(0))
