"""One small company as each vendor's export writes it: whatever the system, the figures are the same."""

import csv
from datetime import UTC, datetime, timedelta

DAY = datetime(2024, 3, 4, 9, tzinfo=UTC)
# Number, what became of the deal, minutes to the first touch (None: nobody called), kinds of the touches.
PEOPLE = (
    (1, "won", 5, ("call", "meeting")), (2, "lost", 30, ("call",)), (3, "open", 2_000, ("email", "call")),
    (4, None, None, ()), (5, None, 50, ("email",)), (6, "won", 300, ("meeting",)), (7, None, None, ()),
)  # fmt: skip
TOLD = {
    "inquirers": 7,
    "touches": 7,
    "followed": 5,
    "in an hour": 3,
    "orders": 2,
    "revenue": 700.0,
    "open": 1,
}
AMOUNT = {1: 100, 2: 250, 3: 400, 6: 600}
OWNER = "Una Ray"


def asked(number):
    return DAY + timedelta(days=number)


def begun(number):
    return asked(number) + timedelta(days=10)


def ended(number):
    return asked(number) + timedelta(days=20)


def name(number):
    return f"Ada No{number}"


def touches():
    """(number of the touch, of the person, kind, instant)"""
    for number, _, wait, kinds in PEOPLE:
        for place, kind in enumerate(kinds):
            yield 10 * number + place, number, kind, asked(number) + timedelta(minutes=wait, days=place)


def sold():
    return [(number, result) for number, result, _, _ in PEOPLE if result]


def second(at):
    return f"{at:%Y-%m-%d %H:%M:%S}"


def minute(at):
    return f"{at:%Y-%m-%d %H:%M}"


def american(at):
    return f"{at.month}/{at.day}/{at.year}"


def salesforce_report(folder):
    """Reports as they are exported from the screen: labels, American days without hours."""

    def lead(number):
        return f"00Q00000000000{number}"

    write(folder / "leads.csv", [{
        "Lead ID": lead(number), "Lead Owner": OWNER, "Company / Account": "Firm", "Lead Source": "Web",
        "Lead Status": "Working - Contacted", "Create Date": american(asked(number) + timedelta(days=9)),
    } for number, *_ in PEOPLE])  # fmt: skip
    write(folder / "activities.csv", [{
        "Activity ID": f"00T0000000000{one}", "Lead ID": lead(number), "Contact ID": "", "Assigned": OWNER,
        "Subject": kind, "Date": american(at + timedelta(days=9)), "Priority": "Normal", "Status": "Completed",
        "Task Subtype": kind.title(),
    } for one, number, kind, at in touches()])  # fmt: skip
    write(folder / "opportunities.csv", [{
        "Opportunity ID": f"00600000000000{number}", "Opportunity Owner": OWNER, "Lead ID": lead(number),
        "Stage": {"won": "Closed Won", "lost": "Closed Lost", "open": "Negotiation/Review"}[result],
        "Amount": f"${AMOUNT[number]:,.2f}", "Probability (%)": "50%",
        "Close Date": american(ended(number)), "Created Date": american(begun(number) + timedelta(days=9)),
    } for number, result in sold()])  # fmt: skip


def hubspot(folder):
    write(folder / "all-contacts.csv", [{
        "Record ID": number, "First Name": "Ada", "Last Name": f"No{number}", "Email": f"{number}@firm.test",
        "Company Name": "Firm", "Contact owner": OWNER, "Create Date": minute(asked(number)),
        "Lead Status": "Open", "Lifecycle Stage": "Lead", "Original Source": "Paid Search",
        "First Touch Converting Campaign": "", "Original Source Drill-Down 1": "Spring", "Status": "",
    } for number, *_ in PEOPLE])  # fmt: skip
    write(folder / "all-deals.csv", [{
        "Record ID": number + 3, "Deal Name": "A deal", "Close Date": minute(ended(number)), "Deal owner": OWNER,
        "Deal Stage": {"won": "Closed Won", "lost": "Closed Lost", "open": "Contract Sent"}[result],
        "Amount": AMOUNT[number], "Create Date": minute(begun(number)), "Associated Contact IDs": number,
    } for number, result in sold()])  # fmt: skip
    own: dict[str, dict[str, str | int]] = {
        "call": {"Call Title": "Call", "Call duration": 60_000, "Call outcome": "Connected"},
        "email": {"Email subject": "Your inquiry", "Email direction": "EMAIL"},
        "meeting": {"Meeting name": "Visit", "Meeting outcome": "COMPLETED"},
    }
    for kind, columns in own.items():
        write(folder / f"all-{kind}s.csv", [{
            "Record ID": one, **columns, "Activity date": minute(at), "Activity assigned to": OWNER,
            "Associated Contact IDs": number,
        } for one, number, its, at in touches() if its == kind])  # fmt: skip


def pipedrive(folder):
    """People and deals have numbers of their own, which meet; a deal names its person."""
    write(folder / "people.csv", [{
        "Person - ID": number, "Person - Name": name(number), "Person - Owner": OWNER,
        "Person - Person created": second(asked(number)),
    } for number, *_ in PEOPLE])  # fmt: skip
    write(folder / "deals.csv", [{
        "Deal - ID": number + 1, "Deal - Title": "A deal", "Deal - Status": result.title(),
        "Deal - Value": AMOUNT[number], "Deal - Deal created": second(begun(number)),
        "Deal - Won time": second(ended(number)) if result == "won" else "",
        "Deal - Lost time": second(ended(number)) if result == "lost" else "",
        "Deal - Contact person ID": "", "Deal - Contact person": name(number),
    } for number, result in sold()])  # fmt: skip
    write(folder / "activities.csv", [{
        "Activity - ID": one, "Activity - Subject": kind, "Activity - Type": kind.title(), "Activity - Done": "Done",
        "Activity - Due date": f"{at:%Y-%m-%d}", "Activity - Duration": "01:30",
        "Activity - Marked as done time": second(at), "Activity - Contact person": name(number),
    } for one, number, kind, at in touches()])  # fmt: skip


def zoho(folder):
    """Of a converted lead everything hangs on its contact."""

    def whose(number):
        converted = number in AMOUNT
        return {"Contact Name.id": f"zcrm_2{number}" if converted else "",
                "Related To.id": "" if converted else f"zcrm_1{number}"}  # fmt: skip

    write(folder / "Leads.csv", [{
        "Record Id": f"zcrm_1{number}", "Lead Owner": OWNER, "Lead Source": "Trade Show",
        "Lead Status": "Contacted", "Created Time": second(asked(number)),
        "Converted Date Time": second(begun(number)) if number in AMOUNT else "",
        "Converted Contact.id": f"zcrm_2{number}" if number in AMOUNT else "",
    } for number, *_ in PEOPLE])  # fmt: skip
    write(folder / "Deals.csv", [{
        "Record Id": f"zcrm_3{number}", "Deal Name": "A deal", "Contact Name.id": f"zcrm_2{number}",
        "Stage": {"won": "Closed Won", "lost": "Closed Lost", "open": "Value Proposition"}[result],
        "Closing Date": f"{ended(number):%Y-%m-%d}", "Created Time": second(begun(number)),
        "Amount": AMOUNT[number],
    } for number, result in sold()])  # fmt: skip
    every = list(touches())
    write(folder / "Calls.csv", [{
        "Record Id": f"zcrm_4{one}", "Call Owner": OWNER, "Subject": "Call", "Call Type": "Outbound",
        "Call Start Time": second(at), "Call Duration (in seconds)": 60, **whose(number),
    } for one, number, kind, at in every if kind == "call"])  # fmt: skip
    write(folder / "Events.csv", [{
        "Record Id": f"zcrm_4{one}", "Host": OWNER, "Title": "Visit", "From": second(at), "To": second(at),
        **whose(number),
    } for one, number, kind, at in every if kind == "meeting"])  # fmt: skip
    write(folder / "Tasks.csv", [{
        "Record Id": f"zcrm_4{one}", "Task Owner": OWNER, "Subject": "Mail", "Due Date": f"{at:%Y-%m-%d}",
        "Status": "Completed", "Closed Time": second(at), **whose(number),
    } for one, number, kind, at in every if kind == "email"])  # fmt: skip


def odoo(folder):
    """A lost lead keeps its stage and has a reason; a quotation is no order."""
    results = {number: result for number, result, _, _ in PEOPLE}
    write(folder / "Leads.csv", [{
        "External ID": f"crm_lead_{number}", "Opportunity": f"Wish of No{number}", "Contact Name": name(number),
        "Salesperson": OWNER, "Stage": {"won": "Won", "lost": "Proposition"}.get(results[number], "New"),
        "Created on": second(asked(number)), "Expected Revenue": 0, "Source": "Search engine",
        "Conversion Date": second(begun(number)) if results[number] else "",
        "Closed Date": second(ended(number)) if results[number] in ("won", "lost") else "",
        "Lost Reason": "Too expensive" if results[number] == "lost" else "",
    } for number, *_ in PEOPLE])  # fmt: skip
    write(folder / "Activities.csv", [{
        "Assigned To": OWNER, "Completion Date": second(at), "Activity Type": kind.title(),
        "Opportunity/External ID": f"crm_lead_{number}" if one % 2 else "", "Opportunity": f"Wish of No{number}",
    } for one, number, kind, at in touches()])  # fmt: skip
    write(folder / "Orders.csv", [{
        "Order Reference": f"S{number}", "Order Date": second(ended(number)), "Customer": "Firm",
        "Salesperson": OWNER, "Opportunity": f"Wish of No{number}", "Total": AMOUNT[number],
        "Status": {"won": "Sales Order", "lost": "Cancelled", "open": "Quotation"}[result],
    } for number, result in sold()])  # fmt: skip


def write(path, rows):
    """The rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, fieldnames=list(rows[0]))
        out.writeheader()
        out.writerows(rows)
