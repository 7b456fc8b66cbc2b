"""The fast way through a delimited file reads what the careful way reads, or is not taken."""

import csv
import io

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from winnow.measure.exports.files import Found
from winnow.measure.exports.plain import plain
from winnow.measure.exports.sheets import ROW, open_sheet
from winnow.tables import TableError
from winnow.tables import read as read_table

HEADER = "a,b,c\n"


def measured(tmp_path, content):
    path = tmp_path / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return plain(path, ",", 1, 3)


def test_a_regular_file_is_plain(tmp_path):
    found = measured(tmp_path, HEADER + "1,2,3\n4,5,6\n")
    assert (found.rows, found.lines) == (2, None)


def test_a_quoted_delimiter_is_no_delimiter(tmp_path):
    assert measured(tmp_path, HEADER + '"1,2",3,"say ""no"""\r\n').rows == 1


def test_a_row_over_several_lines_keeps_the_number_of_its_first(tmp_path):
    found = measured(tmp_path, HEADER + '1,"two\nlines",3\n4,5,6\n')
    assert found.lines.tolist() == [2, 4]


@pytest.mark.parametrize(
    "rows",
    ["1,2\n", "1,2,3,4\n", '1,"2,3\n', '1,2" x 3",4\n', "1,2,3\n\n4,5,6\n", "1,2\x00,3\n", "1,2,3\r4,5,6\n",
     b"1,\xff,3\n", '1,"2"x,3\n', "1,2,3\n4,5"],
    ids=["short", "long", "open", "stray", "blank", "nul", "return", "bytes", "after a quote", "half"],
)  # fmt: skip
def test_an_odd_file_is_not_plain(tmp_path, rows):
    content = HEADER.encode() + (rows if isinstance(rows, bytes) else rows.encode())
    assert measured(tmp_path, content) is None


CELLS = st.text(alphabet="ab1 ,\"\n'=\r;é", max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.integers(0, 40))
def test_what_is_read_is_what_the_careful_way_reads(tmp_path, rows, quoting, cut):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    content = text.getvalue().encode()
    path = tmp_path / "file.csv"
    path.write_bytes(content[: max(8, len(content) - cut)])
    try:
        table = read_table(path)
    except TableError:
        return
    expected = [[row.number, *row.values] for row in table if row.problem is None]
    found = open_sheet(Found("file.csv", path), tmp_path).frame.with_columns(
        pl.all().cast(pl.String).fill_null("")
    )
    got = [list(row) for row in found.collect().iter_rows()]
    assert [[str(cell) for cell in row] for row in expected if any(row[1:])] == [
        row for row in got if any(row[1:])
    ]
    assert found.collect_schema().names()[0] == ROW
