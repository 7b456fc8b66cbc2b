import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.tables import read, write_csv, write_xlsx
from winnow.tables.formula import guarded, unguarded

DANGEROUS = [
    "=1+1", "+49 30 123", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "＋1", "－1", "＠a",
    " =1", "\x0b=1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\tplain",
]  # fmt: skip
HARMLESS = ["", "Ann", "O'Neil", "'quoted'", "a=b", "1-2", "ann@example.com", "  Ann"]

# What a spreadsheet file can hold: neither halves of characters nor NUL, which no import takes.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
tricky = st.text(alphabet="'=+-@＝ \t\r\n\";,a1", max_size=6)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(cells | tricky, min_size=width, max_size=width).filter(any), min_size=1, max_size=5
    )
)


def exported(rows):
    file = io.StringIO(newline="")
    write_csv([[f"c{n}" for n in range(len(rows[0]))], *rows], file)
    return file.getvalue()


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_cell_that_could_run_gets_one_guard(cell):
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", HARMLESS)
def test_a_harmless_cell_is_written_as_it_is(cell):
    assert guarded(cell) == cell


@given(st.text(max_size=20) | tricky)
def test_taking_the_guard_away_gives_back_what_was_written(text):
    assert unguarded(guarded(text)) == text


@given(st.text(max_size=20) | tricky)
def test_no_written_cell_begins_like_a_formula(text):
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(tables)
def test_export_and_import_as_csv_is_the_identity(rows):
    table = read(exported(rows).encode(), encoding="utf-8", delimiter=",")
    assert [row.values for row in table] == rows
    assert [row.problem for row in table if row.problem] == []


@pytest.mark.parametrize("phone", ["+49 30 901820", "-5", "'+49", "=1"])
def test_phones_and_negative_numbers_come_back_from_an_export(phone):
    table = read(exported([[phone, "Ann"], ["x", "y"]]).encode())
    assert table.sample(1)[0].values == [phone, "Ann"]


def test_every_cell_is_quoted_and_none_is_nothing():
    assert exported([[None, 5, " a "]]) == '"c0","c1","c2"\r\n"","5"," a "\r\n'


def test_the_csv_is_read_by_others_as_well():
    rows = list(csv.reader(io.StringIO(exported([["a\nb", 'say "x"', "=1"]]), newline="")))
    assert rows[1] == ["a\nb", 'say "x"', "'=1"]


xml_text = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"]), max_size=20)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(xml_text | st.sampled_from(["=1+1", "+49", "-5"]), min_size=2, max_size=2)
                .filter(all), min_size=1, max_size=5))  # fmt: skip
def test_export_and_import_as_xlsx_is_the_identity(rows):
    file = io.BytesIO()
    write_xlsx([["one", "two"], *rows], file)
    assert [row.values for row in read(file.getvalue())] == rows


def test_an_xlsx_export_contains_no_formula_number_or_link(tmp_path):
    from zipfile import ZipFile

    path = tmp_path / "export.xlsx"
    write_xlsx([["a"], ["=1+1"], ["http://example.com"], ["12"]], str(path))
    with ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "<v>12</v>" not in sheet
