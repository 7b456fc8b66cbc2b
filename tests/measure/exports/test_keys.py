"""Keys across files: a number is a lead or a deal, never both by chance."""

from winnow.measure.exports import read

CONTACTS = """Record ID,First Name,Email,Create Date,Lifecycle Stage,Original Source,Became a Customer Date
501,Ann,a@firm1.test,2024-03-01 08:00,Customer,Organic Search,2024-04-01 10:00
502,Bob,b@firm2.test,2024-03-02 08:00,Lead,Paid Search,
"""
DEALS = """Record ID,Deal Name,Deal Stage,Close Date,Create Date,Amount,Associated Contact IDs
502,Offer,Closed Won,2024-04-01 10:00,2024-03-05 10:00,1000,501;502
503,Offer,Closed Lost,2024-04-02 10:00,2024-03-05 10:00,50,
"""
ACTIVITIES = """Record ID,Activity type,Activity date,Associated Contact IDs,Call outcome
9,Call,2024-03-01 09:00,502,No answer
10,Note,2024-03-01 09:30,502,
11,Call,2024-03-01 09:40,777,Connected
"""


def hubspot(tmp_path):
    for name, text in (("contacts", CONTACTS), ("deals", DEALS), ("activities", ACTIVITIES)):
        (tmp_path / f"{name}.csv").write_text(text)
    return read([tmp_path])


def test_a_deal_belongs_to_its_contact_not_to_the_contact_with_its_number(tmp_path):
    [order] = hubspot(tmp_path).frames()["orders"].to_dicts()
    assert (order["prospect_id"], float(order["amount"])) == ("501", 1000.0)


def test_an_activity_belongs_to_its_contact_and_reached_nobody(tmp_path):
    found = hubspot(tmp_path)
    [touch] = found.frames()["touches"].to_dicts()
    assert (touch["prospect_id"], touch["kind"], touch["reached"]) == ("502", "call", False)
    told = {row["row"]: row["reason"] for row in found.unused.to_dicts()}
    assert told == {3: "it is a note, no touch", 4: "it belongs to no prospect in these files"}


def test_a_sale_is_counted_once_where_contacts_and_deals_tell_it(tmp_path):
    found = hubspot(tmp_path)
    assert found.rows["orders"] == 1
    assert found.doubtful.rows() == [("deals.csv", 3, "its inquiry is not in these files")]
