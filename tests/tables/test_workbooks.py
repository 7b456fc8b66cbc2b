import io
import stat
import struct
import subprocess
import time
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
import xlsxwriter

from winnow.tables import TableError, read, sheet

SHARED = Path(__file__).parents[3] / "shared" / "data" / "crm_export_headers"


def workbook(rows, at=(0, 0)):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        first = book.add_worksheet()
        book.add_worksheet("other").write(0, 0, "not this sheet")
        for number, row in enumerate(rows):
            first.write_row(at[0] + number, at[1], row)
    return file.getvalue()


PLAIN = workbook([["Name", "Email"], ["Ann", "ann@example.com"]])


def rebuilt(extra=(), replaced=None, content=PLAIN):
    """Return a workbook with parts added or replaced."""
    file, replaced = io.BytesIO(), replaced or {}
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
        for name, data in extra:
            new.writestr(name, data)
    return file.getvalue()


def test_the_first_sheet_is_read_with_its_row_numbers():
    table = read(PLAIN)
    assert table.kind == "xlsx"
    assert [(row.number, row.values) for row in table] == [(2, ["Ann", "ann@example.com"])]


def test_cells_are_text_as_a_person_would_type_it():
    rows = [["a", "b", "c", "d", "e"], [60610, 1.5, True, date(2024, 3, 12), datetime(2024, 3, 12, 9, 14)]]  # noqa: DTZ001
    assert read(workbook(rows)).sample()[0].values == [
        "60610", "1.5", "TRUE", "2024-03-12", "2024-03-12 09:14:00"
    ]  # fmt: skip


def test_a_table_that_begins_below_and_beside_the_corner_keeps_its_row_numbers():
    table = read(workbook([["Name", "Email"], ["Ann", "ann@example.com"], ["Bo", "b@x.de"]], at=(4, 2)))
    assert [value for value in table.headers if not value.startswith("Column")] == ["Name", "Email"]
    assert [row.number for row in table] == [6, 7]


def test_titles_above_the_header_are_skipped():
    table = read(workbook([["Weekly leads"], [], ["Name", "Email", "Phone"], ["Ann", "a@x.de", "1"]]))
    assert table.headers == ("Name", "Email", "Phone")
    assert table.sample()[0].number == 4


def test_an_empty_workbook_is_explained():
    with pytest.raises(TableError, match="empty"):
        read(workbook([]))


def test_a_sample_does_not_leave_a_child_process_behind():
    table = read(workbook([["a", "b"]] + [[number, number] for number in range(5000)]))
    assert len(table.sample(3)) == 3
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(sheet.__file__) not in listed.stdout


@pytest.mark.skipif(not SHARED.exists(), reason="the shared samples are not here")
def test_an_old_binary_workbook_is_read():
    table = read(SHARED / "odoo" / "crm_lead.xls")
    assert table.headers[:3] == ("External ID", "Name", "Company Name")
    assert table.sample(3)[2].values[12] == "60610"


def bomb():
    """A part of zeros, 100 MB packed into 100 kB."""
    return rebuilt([("xl/media/zeros.bin", b"\0" * (100 << 20))])


def many_parts():
    return rebuilt([(f"xl/media/{number}.png", b"") for number in range(1001)])


def too_large():
    content = bytearray(rebuilt([("xl/media/a.bin", b"abc")]))
    place = content.rfind(b"PK\x01\x02")
    struct.pack_into("<L", content, place + 24, 600 << 20)
    return bytes(content)


def with_member(name, mode=0o644):
    info = ZipInfo(name)
    info.external_attr = mode << 16
    return rebuilt([(info, b"/etc/passwd")])


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<sst><si><t>&b;</t></si></sst>"
)
MACRO_TYPES = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bomb, "packed more than 100 times"),
        (many_parts, "more than 1,000 parts"),
        (too_large, "unpack to more than 512 MB"),
        (lambda: rebuilt(replaced={"xl/sharedStrings.xml": LAUGHS}), "declares its own markup"),
        (lambda: rebuilt([("xl/externalLinks/externalLink1.xml", b"<a/>")]), "links to other files"),
        (lambda: with_member("../../etc/cron.d/x"), "points outside itself"),
        (lambda: with_member("/etc/passwd"), "points outside itself"),
        (lambda: with_member("xl\\..\\..\\x"), "points outside itself"),
        (lambda: with_member("xl/link", stat.S_IFLNK | 0o777), "points outside itself"),
        (lambda: rebuilt([("xl/vbaProject.bin", b"x")]), "macros"),
        (lambda: rebuilt(replaced={"[Content_Types].xml": MACRO_TYPES}), "macros"),
        (lambda: PLAIN[: len(PLAIN) // 2], "cut off or damaged"),
        (lambda: b"PK\x03\x04" + b"\0" * 50, "cut off or damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_dangerous_workbook_is_refused_with_its_reason(content, reason):
    with pytest.raises(TableError, match=reason):
        read(content())


def test_an_archive_of_something_else_is_told_apart():
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("leads.csv", "a,b\n")
    with pytest.raises(TableError, match="Unpack it"):
        read(file.getvalue())


def test_a_size_that_lies_is_found_out_before_anything_else_opens_the_file():
    content = bytearray(rebuilt([("xl/media/a.bin", b"abc" * 100_000)]))
    struct.pack_into("<L", content, content.rfind(b"PK\x01\x02") + 24, 10)
    with pytest.raises(TableError, match="damaged"):
        read(bytes(content))


@pytest.mark.parametrize(
    "cells", ['<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>']
)
def test_a_workbook_that_demands_all_memory_fails_alone(cells):
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    )
    with pytest.raises(TableError, match="too much memory"):
        read(rebuilt(replaced={"xl/worksheets/sheet1.xml": xml.encode()}))


def test_an_old_office_file_that_is_no_workbook_is_explained():
    with pytest.raises(TableError, match="Save"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_a_refusal_is_quick():
    content = bomb()
    began = time.process_time()
    with pytest.raises(TableError):
        read(content)
    assert time.process_time() - began < 1
