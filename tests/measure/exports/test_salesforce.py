"""Five files of Salesforce together: roles by their headers, leads, contacts and deals joined, the rest told."""

from pathlib import Path

import pytest

from winnow.measure.exports import parse, read

FOLDER = Path(__file__).parent / "salesforce"  # a small company, as the Data Loader writes it


@pytest.fixture(scope="module")
def export():
    return read([FOLDER])


@pytest.fixture(scope="module")
def tables(export):
    return {name: frame.to_dicts() for name, frame in export.frames().items()}


def of(rows, **wanted):
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def test_each_file_is_known_by_its_headers(export):
    roles = {role.file.name: (role.file.role, role.file.sure) for role in export.roles}
    assert roles == {
        "Lead.csv": ("inquiries", 0.95),
        "Task.csv": ("touches", 0.95),
        "Opportunity.csv": ("deals", 0.95),
        "Campaign.csv": ("campaigns", 0.95),
        "CampaignMember.csv": ("responses", 0.95),
    }
    assert not export.questions


def test_leads_are_inquiries_with_our_channels_and_their_words(tables):
    channels = [(row["inquiry_id"][-3:], row["channel"], row["source"]) for row in tables["inquiries"]]
    assert channels == [
        ("001", "web", "Web"),
        ("002", "trade_show", "Trade Show"),
        ("003", None, "Partner Referral"),
    ]


def test_a_task_of_the_contact_or_the_deal_is_a_touch_of_the_lead(tables):
    by_hand = [row for row in tables["touches"] if row["kind"] != "automatic"]
    assert [(row["prospect_id"][-1], row["kind"], f"{row['at']:%d %H:%M:%S}") for row in by_hand] == [
        ("1", "call", "01 08:05:30"),
        ("1", "email", "06 12:00:00"),
    ]
    assert [float(row["minutes"]) for row in by_hand if row["minutes"]] == [1.5]
    assert [row["reached"] for row in by_hand] == [True, None]


def test_a_mass_mailing_is_automatic(tables):
    automatic = of(tables["touches"], kind="automatic", campaign_id=None)
    assert [f"{row['at']:%d}" for row in automatic] == ["07"]


def test_a_won_deal_is_an_order_of_the_lead_it_came_from(tables):
    [order] = tables["orders"]
    assert (order["prospect_id"][-1], str(order["amount"]), f"{order['at']:%Y-%m-%d}") == (
        "1",
        "12500.50",
        "2024-04-02",
    )


def test_a_lost_deal_ended_and_nobody_says_how(tables):
    lost = [
        row for row in tables["stages"] if row["prospect_id"].startswith("deal") and row["state"] == "closed"
    ]
    assert [(row["outcome"], row["reason"]) for row in lost] == [(None, "Closed Lost")]


def test_an_expected_date_of_closing_is_no_end(tables):
    own = [
        row
        for row in tables["stages"]
        if row["prospect_id"].endswith("002") and row["prospect_id"][:4] == "deal"
    ]
    assert [row["stage"] for row in own] == ["opportunity"]


def test_leads_have_the_campaign_of_which_they_were_a_member_first(export, tables):
    campaigns = {row["inquiry_id"][-1]: (row["campaign_id"] or "")[-1:] for row in tables["inquiries"]}
    assert campaigns == {"1": "1", "2": "1", "3": ""}
    assert any("member" in note for note in export.notes)


def test_every_row_left_out_is_told_with_its_line_and_reason(export):
    told = {(row["file"], row["row"]): row["reason"] for row in export.unused.to_dicts()}
    assert told == {
        ("Lead.csv", 5): "it is deleted in the other system",
        ("Lead.csv", 6): "inquiry_id 00Q000000000002 stands there twice; the first was used",
        ("Task.csv", 4): "it is planned, not done",
        ("Task.csv", 6): "it belongs to no prospect in these files",
        ("Campaign.csv", 3): "the cost is negative; refunds and corrections are not told apart",
    }


def test_an_end_without_a_date_is_told_and_not_dated(export, tables):
    assert ("Lead.csv", 4, "nothing tells when its status was reached") in export.doubtful.rows()
    assert not [row for row in tables["stages"] if row["at"] is None]


def test_days_are_said_to_be_days(export):
    assert {"stages.at", "orders.at", "costs.at"} <= export.known.only_days
    assert not {"inquiries.at", "touches.at"} & export.known.only_days


def test_what_is_known_are_columns_that_say_something(export):
    assert export.known.has("touches.minutes", "touches.reached", "inquiries.channel")
    assert export.known.missing("orders.margin", "people") == ("orders.margin", "people")


def test_the_mapping_that_was_shown_gives_the_same_again(export):
    again = read([FOLDER], parse(export.mapping()))
    assert again.rows == export.rows
    assert again.unused.equals(export.unused)
    assert all(again.frames()[name].equals(frame) for name, frame in export.frames().items())


def test_a_mapping_overrules_words(export):
    text = export.mapping().replace('"Partner Referral" = ""', '"Partner Referral" = "partner"')
    again = read([FOLDER], parse(text))
    assert again.frames()["inquiries"]["channel"].to_list() == ["web", "trade_show", "partner"]


def test_tables_can_be_written_to_a_folder(tmp_path):
    found = read([FOLDER], folder=tmp_path / "out")
    assert (tmp_path / "out" / "touches.parquet").is_file()
    assert found.frames()["touches"].height == found.rows["touches"] == 6


def test_only_columns_that_say_something_are_given_on(export, tmp_path):
    there = read([FOLDER], folder=tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == set(there.tables) == set(export.tables)
    for name, frame in export.frames().items():
        assert set(frame.columns) == export.known.columns[name]
        assert there.frames()[name].equals(frame)
