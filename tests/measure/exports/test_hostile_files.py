"""Broken and hostile files: each row that cannot be used is told, never a traceback, never a wrong figure silently."""

import gzip
import io
import zipfile

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from winnow.measure.exports import parse, read
from winnow.measure.exports.files import RATIO
from winnow.tables import write_xlsx

LEADS = "lead_id,created_at,source,budget\n"
GOOD = "1,2024-03-01 08:00:00,Web,10\n2,2024-03-02 08:00:00,Fair,20\n"


def told(tmp_path, content, name="leads.csv", mapping=None):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read([path], mapping and parse(mapping))


def reasons(export):
    return {row["row"]: row["reason"] for row in export.unused.to_dicts()}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("3,2024-03-01\n", "has 2 cells where the header has 4"),
        ("3,2024-03-01 08:00:00,Web,10,11,12\n", "has 6 cells"),
        ('3,"2024-03-01 08:00:00,Web,10\n', "quotation mark"),
        ("3,2024-03-01 08:00:00,We\x00b,10\n", "NUL"),
        ("3,soon,Web,10\n", "“soon” in “created_at” is no date"),
        ("3,2024-02-30 08:00:00,Web,10\n", "is no date"),
        ("3,2024-03-01 08:00:00,Web,ten\n", "“ten” in “budget” is no amount"),
        ("3,2024-03-01 08:00:00,Web,=1+2\n", "“=1+2” in “budget” is no amount"),
        ("3,2024-03-01 08:00:00,Web,-10\n", "the value is negative"),
        (",2024-03-01 08:00:00,Web,10\n", "“lead_id” is empty"),
        ("1,2024-03-01 08:00:00,Web,10\n", "inquiry_id 1 stands there twice"),
        ("3,2024-03-01 08:00:00+01:00,Web,10\n", None),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(tmp_path, row, said):
    found = told(tmp_path, LEADS + GOOD + row)
    if said is None:  # one time with a zone puts those without one in doubt
        assert {2, 3} == set(reasons(found))
        return
    assert list(reasons(found)) == [4]
    assert said in reasons(found)[4]
    assert found.rows["inquiries"] == 2


def test_a_huge_cell_costs_its_row_only(tmp_path):
    found = told(
        tmp_path, LEADS + GOOD + f"3,2024-03-01 08:00:00,{'x' * 3_000_000},10\n4,2024-03-05 08:00:00,Web,10\n"
    )
    assert found.rows["inquiries"] == 3
    assert list(reasons(found)) == [4]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_an_encoding_is_seen(tmp_path, encoding):
    found = told(tmp_path, (LEADS + GOOD.replace("Web", "Müller")).encode(encoding))
    assert found.frames()["inquiries"]["source"].to_list() == ["Müller", "Fair"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_delimiter_is_seen(tmp_path, delimiter):
    assert told(tmp_path, (LEADS + GOOD).replace(",", delimiter)).rows["inquiries"] == 2


def test_duplicate_headers_are_told_apart(tmp_path):
    found = told(tmp_path, LEADS.replace("budget", "source") + GOOD)
    assert found.rows["inquiries"] == 2
    assert "same header" in found.roles[0].notes[0]


NO_TABLES = [
    b"", b"   \n", b"\x00" * 100, b"%PDF-1.4 x", b"PK\x03\x04broken", b"PAR1broken", b"\x1f\x8bx",
    b"<?xml version='1.0'?><log><trace>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x",
]  # fmt: skip


@pytest.mark.parametrize("content", NO_TABLES)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path, content):
    found = told(tmp_path, content)
    assert not any(found.rows.values())
    assert 0 in reasons(found)


def test_an_event_log_that_declares_entities_is_refused(tmp_path):
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa">]><log><trace><event/></trace></log>'
    assert "markup" in reasons(told(tmp_path, bomb, "log.xes"))[0]


def test_a_workbook_is_read_and_its_formulas_are_text(tmp_path):
    rows = [line.split(",") for line in (LEADS + GOOD + "3,2024-03-03 08:00:00,=1+1,1.234\n").splitlines()]
    write_xlsx(rows, str(tmp_path / "leads.xlsx"))
    found = read([tmp_path / "leads.xlsx"])
    assert found.frames()["inquiries"]["source"].to_list() == ["Web", "Fair", "=1+1"]
    assert [float(value) for value in found.frames()["inquiries"]["value_hint"]] == [10, 20, 1.23]


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def test_the_files_of_an_archive_are_read(tmp_path):
    found = told(tmp_path, zipped(leads_csv=LEADS + GOOD), "all.zip")
    assert found.rows["inquiries"] == 2
    assert found.roles[0].file.name == "all.zip/leads.csv"


def test_a_bomb_is_refused_before_it_bursts(tmp_path):
    bomb = gzip.compress(b"0" * (RATIO * 200_000), 9)
    assert "as no real table" in reasons(told(tmp_path, bomb, "leads.csv.gz"))[0]
    assert (
        "as no real table" in reasons(told(tmp_path, zipped(leads_csv=b"0" * (RATIO * 200_000)), "b.zip"))[0]
    )


def test_an_archive_within_an_archive_is_refused(tmp_path):
    assert (
        "archive in an archive"
        in reasons(told(tmp_path, zipped(in_zip=zipped(leads_csv=LEADS + GOOD)), "o.zip"))[0]
    )


def test_half_an_archive_is_refused(tmp_path):
    assert "damaged" in reasons(told(tmp_path, zipped(leads_csv=LEADS + GOOD)[:60], "half.zip"))[0]


def test_half_a_parquet_file_is_refused(tmp_path):
    out = io.BytesIO()
    pl.DataFrame({"lead_id": ["1"], "created_at": ["2024-03-01"]}).write_parquet(out)
    assert "cannot be read" in reasons(told(tmp_path, out.getvalue()[:-40], "leads.parquet"))[0]


def test_a_folder_is_read_without_what_is_hidden_in_it(tmp_path):
    (tmp_path / "leads.csv").write_text(LEADS + GOOD)
    (tmp_path / ".leads.csv").write_text(LEADS + GOOD)
    (tmp_path / "README.md").write_text("# Leads")
    assert [role.file.name for role in read([tmp_path]).roles] == ["leads.csv"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "cannot be read" in reasons(read([tmp_path / "no.csv"]))[0]


def test_an_order_before_its_inquiry_is_used_and_told(tmp_path):
    (tmp_path / "leads.csv").write_text(LEADS + GOOD)
    (tmp_path / "orders.csv").write_text(
        "order_id,lead_id,order_date,amount\nA,1,2024-02-01,10\nA,1,2024-02-01,10\n"
    )
    found = read([tmp_path])
    assert found.rows["orders"] == 1
    assert found.unused.rows() == [("orders.csv", 3, "order_id A stands there twice; the first was used")]
    assert found.doubtful.rows() == [("orders.csv", 2, "the order is older than the first inquiry")]


PIECES = st.sampled_from(
    [
        "1",
        "2024-03-01",
        "03/04/2024",
        '"',
        ",",
        "\n",
        ";",
        "\x00",
        "ü",
        "-5",
        "1.234,5",
        "=x",
        "Web",
        "\r\n",
        "id",
        "'",
        " ",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_makes_it_fall_over_and_no_row_is_lost(tmp_path, text):
    columns = '[file.columns]\ninquiry_id = "lead_id"\nat = "created_at"\nsource = "source"\nvalue_hint = "budget"\n'
    mapping = '[[file]]\nname = "leads.csv"\nrole = "inquiries"\n' + columns
    found = told(tmp_path, LEADS + GOOD + text, mapping=mapping)
    rows = found.roles[0].rows if found.roles else 0
    later = [row for row in found.unused.to_dicts() if row["row"]]
    assert rows <= found.rows["inquiries"] + len(later)
