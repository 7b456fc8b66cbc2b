"""Files that read well and would mislead: each is set right, or what is wrong with it is said."""

import polars as pl
import pytest

from winnow.measure.exports import read

LEADS = "lead_id,created_at,source,owner\n"


def reading(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read([folder])


def lead(number, at="2024-03-01 08:00"):
    return f"{number},{at},Web,Una\n"


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("€99.00", "EUR"),
        ('"$1,234.50"', "$"),
        ("12.00 GBP", "GBP"),
        ("£7.10", "GBP"),
        ("R$ 5.50", "BRL"),
        ("3.25", None),
    ],
)
def test_the_currency_beside_an_amount_keeps_it_apart(tmp_path, amount, currency):
    orders = f"order_id,lead_id,order_date,amount\n1,1,2024-05-01,{amount}\n2,1,2024-05-02,1.00 CHF\n"
    export = reading(tmp_path, leads=LEADS + lead(1), orders=orders)
    assert export.frames()["orders"]["currency"].to_list() == [currency, "CHF"]


def test_the_same_file_twice_counts_once(tmp_path):
    calls = "lead_id,called_at,agent,result\n1,2024-03-05 08:00,Una,Connected\n"
    export = reading(tmp_path, leads=LEADS + lead(1), calls=calls, calls_again=calls)
    assert export.rows["touches"] == 1
    assert [row for row in export.unused.rows() if "the same file" in row[2]] == [
        ("calls_again.csv", 0, "This is the same file as calls.csv, which was used.")
    ]


def test_a_total_below_a_column_of_times_does_not_make_it_days(tmp_path):
    export = reading(tmp_path, leads=LEADS + lead(1) + lead(2) + "Total,2,,\n")
    assert "inquiries.at" not in export.known.only_days
    assert [row[1] for row in export.unused.rows()] == [4]


def test_midnight_in_a_workbook_is_a_time(tmp_path):
    at = pl.Series(["2024-03-01 00:00", "2024-03-02 08:30"]).str.to_datetime("%Y-%m-%d %H:%M")
    pl.DataFrame({"lead_id": [1, 2], "created_at": at, "source": ["a", "b"]}).write_excel(
        tmp_path / "leads.xlsx"
    )
    assert "inquiries.at" not in read([tmp_path]).known.only_days


def test_days_of_members_of_campaigns_do_not_make_touches_days(tmp_path):
    members = ("CampaignId,LeadId,HasResponded,FirstRespondedDate,CreatedDate\n"
               "c,1,true,2024-03-01,2024-03-01T07:00:00Z\n")  # fmt: skip
    calls = "lead_id,called_at,agent,result\n1,2024-03-05 08:00,Una,Connected\n"
    export = reading(tmp_path, leads=LEADS + lead(1), members=members, calls=calls)
    assert export.rows["touches"] == 2
    assert "touches.at" not in export.known.only_days


def test_a_column_of_dates_that_cannot_be_read_is_named(tmp_path):
    export = reading(tmp_path, leads=LEADS + lead(1, "1. März 2024"))
    assert "nothing in “created_at” can be read as a date" in export.roles[0].file.why


@pytest.mark.parametrize(("end", "told"), [("\n", 0), ("", 1)])
def test_a_file_that_ends_within_a_line_is_told(tmp_path, end, told):
    export = reading(tmp_path, leads=(LEADS + lead(1)).rstrip() + end)
    assert sum("ends within a line" in note for note in export.roles[0].notes) == told


def test_a_time_that_alone_names_no_zone_is_told_why(tmp_path):
    export = reading(tmp_path, leads=LEADS + lead(1, "2024-03-01T08:00:00Z") + lead(2))
    assert export.frames()["inquiries"]["at"].dtype == pl.Datetime("us", "UTC")
    [(_, row, why)] = export.unused.rows()
    assert (row, why.endswith("it names no time zone, and others in that column do")) == (3, True)
