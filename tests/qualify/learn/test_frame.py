"""Columns as they come in: numbers, texts, dates; blank is unknown."""

import numpy as np
import pytest

from winnow.qualify import Frame, History
from winnow.qualify.learn.dates import days_of, is_dates, part_of


def texts(*values):
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def test_blank_texts_and_nan_are_unknown():
    frame = Frame({"city": texts(" Bonn ", "", None, float("nan"))})
    assert frame["city"].tolist() == ["Bonn", None, None, None]


def test_numbers_become_floats_and_dates_texts():
    day = np.array(["2025-03-01", "NaT"], dtype="datetime64[D]")
    frame = Frame({"n": np.array([1, 2]), "day": day})
    assert (frame["n"].dtype, frame["day"].tolist()) == (np.float64, ["2025-03-01T00:00:00", None])


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="same length"):
        Frame({"a": np.arange(2), "b": np.arange(3)})


def test_rows_and_columns_can_be_picked():
    frame = Frame({"a": np.arange(3), "b": np.arange(3)})
    assert frame.without(["a"]).names == ("b",)
    assert frame.only(["b", "a"]).names == ("b", "a")
    assert frame.take(np.array([2, 0]))["a"].tolist() == [2.0, 0.0]


def test_an_outcome_is_one_or_nothing():
    with pytest.raises(ValueError, match="1 or 0"):
        History(Frame({"a": np.arange(2)}), np.array([0.5, 1.0]))


def test_outcomes_and_columns_need_the_same_length():
    with pytest.raises(ValueError, match="same length"):
        History(Frame({"a": np.arange(2)}), np.array([1.0]))


@pytest.mark.parametrize(
    "written", ["2025-03-04", "2025-03-04T05:06:07Z", "04.03.2025", "2025-03-04 05:06", "4/3/2025 05:06:07"]
)
def test_the_usual_ways_to_write_a_date_are_read(written):
    assert is_dates([written])
    assert np.floor(days_of(texts(written))[0]) == np.datetime64("2025-03-04").astype(int)


def test_days_come_first_unless_that_cannot_be():
    assert days_of(texts("03/04/2025", "03/25/2025"))[0] == np.datetime64("2025-03-04").astype(int)


def test_numbers_and_words_are_no_dates():
    assert not is_dates(["12", "2025", "soon"])


def test_parts_of_a_date():
    days = days_of(texts("2025-03-04 15:30", None))
    assert [part_of(days, part)[0] for part in ("month", "weekday", "hour")] == [3, 2, 15]
    assert np.isnan(part_of(days, "month")[1])


def test_numbers_with_gaps_stay_numbers():
    frame = Frame({"n": texts(3, None, 2.5)})
    assert frame["n"].dtype == np.float64
    assert np.isnan(frame["n"][1])
