"""Dates: read in every usual form, never guessed."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.measure.exports import instants

T = pl.col("t")


def planned(texts, order=None, timezone=None, kind="csv"):
    frame = pl.DataFrame({"t": texts}, schema={"t": pl.String})
    seen = instants.gathered(frame.select(instants.evidence(T, "e")).row(0, named=True), "e")
    return frame, instants.plan("t", seen, order, timezone, kind)


def read(*texts, **options):
    frame, how = planned(list(texts), **options)
    assert not how.question
    return [at and at.replace(tzinfo=UTC) for at in frame.select(instants.read(T, how)).to_series()]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-03-12", datetime(2024, 3, 12, tzinfo=UTC)),
        ("2024-03-12 09:14:05", datetime(2024, 3, 12, 9, 14, 5, tzinfo=UTC)),
        ("2024-03-12T09:14:05.250Z", datetime(2024, 3, 12, 9, 14, 5, 250_000, tzinfo=UTC)),
        ("2024-03-12T09:14:05+02:00", datetime(2024, 3, 12, 7, 14, 5, tzinfo=UTC)),
        ("2024-03-12T09:14:05.000-0530", datetime(2024, 3, 12, 14, 44, 5, tzinfo=UTC)),
        ("2024-03-12 9:14", datetime(2024, 3, 12, 9, 14, tzinfo=UTC)),
        ("2024-03-12 09:14:05.000000 UTC", datetime(2024, 3, 12, 9, 14, 5, tzinfo=UTC)),
        ("2024/3/12", datetime(2024, 3, 12, tzinfo=UTC)),
        ("12.03.2024 09:14", datetime(2024, 3, 12, 9, 14, tzinfo=UTC)),
        ("Mar 12, 2024 9:14 PM", datetime(2024, 3, 12, 21, 14, tzinfo=UTC)),
        ("12 March 2024", datetime(2024, 3, 12, tzinfo=UTC)),
        ("20240312", datetime(2024, 3, 12, tzinfo=UTC)),
        ("13/03/2024 12:05 AM", datetime(2024, 3, 13, 0, 5, tzinfo=UTC)),
        ("1710234845", datetime(2024, 3, 12, 9, 14, 5, tzinfo=UTC)),
        ("1710234845000", datetime(2024, 3, 12, 9, 14, 5, tzinfo=UTC)),
        ("45363.5", datetime(2024, 3, 12, 12, tzinfo=UTC)),
    ],
)
def test_usual_forms_are_read(text, at):
    assert read(text) == [at]


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2024-13-01", "2024-03-12 25:00:00", "9999-12-31", "0001-01-01", "soon"]
)
def test_what_is_no_date_is_null(text):
    assert read(text, "2024-03-12", "2024-03-12 10:00:00")[0] is None


def test_a_thirteen_tells_the_order_of_the_whole_column():
    assert read("03/04/2024", "13/04/2024")[0] == datetime(2024, 4, 3, tzinfo=UTC)
    assert read("03/04/2024", "04/13/2024")[0] == datetime(2024, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("texts", [["03/04/2024", "05-06-2024"], ["13/04/2024", "04/13/2024"], ["1/2/24"]])
def test_an_order_that_nothing_tells_is_asked_for(texts):
    _, how = planned(texts)
    assert "dates" in how.question


def test_the_mapping_tells_the_order():
    assert read("03/04/2024", order="mdy") == [datetime(2024, 3, 4, tzinfo=UTC)]
    assert read("1/2/24", order="dmy") == [datetime(2024, 2, 1, tzinfo=UTC)]


def test_a_date_against_the_stated_order_is_null():
    assert read("03/14/2024", order="dmy") == [None]


def test_a_time_without_zone_among_others_with_one_is_refused():
    with_zone, without = read("2024-03-12T09:14:05Z", "2024-03-12 09:14:05")
    assert with_zone is not None
    assert without is None


def test_the_zone_of_the_mapping_is_that_of_times_without_one():
    summer, winter = read("2024-07-01 12:00:00", "2024-01-01 12:00:00", timezone="Europe/Berlin")
    assert (summer.hour, winter.hour) == (10, 11)


def test_a_time_that_the_clocks_skipped_is_null():
    assert read("2024-03-31 02:30:00", timezone="Europe/Berlin") == [None]


def test_stray_numbers_among_dates_are_no_dates():
    assert read("2024-03-12", "45363")[1] is None


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 4_000_000_000))
def test_what_is_written_is_read(seconds):
    at = datetime.fromtimestamp(seconds, UTC)
    assert read(f"{at:%Y-%m-%d %H:%M:%S}", f"{at:%Y-%m-%dT%H:%M:%S}") == [at, at]
    assert read(f"{at:%d.%m.%Y %H:%M:%S}") == [at]
    assert read(f"{at:%m/%d/%Y %I:%M:%S %p}", order="mdy") == [at]
