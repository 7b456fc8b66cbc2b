"""Small made-up files in the shape of the real ones, for machines where those are not."""

import csv
import zipfile
from pathlib import Path

ORIGINS = ("paid_search", "organic_search", "social", "email", "referral", "display", "unknown", "")
COURSES = ("Prospect ID", "Lead Number", "Lead Origin", "Lead Source", "Do Not Email", "Converted", "Country",
           "Specialization", "What matters most to you in choosing a course", "City")  # fmt: skip
DEALS = (
    "opportunity_id",
    "sales_agent",
    "product",
    "account",
    "deal_stage",
    "engage_date",
    "close_date",
    "close_value",
)
STAGES = ("Won", "Lost", "Engaging", "Prospecting", "Won")


def make(folder: Path) -> Path:
    """All of them, where the real ones would lie; returns the folder."""
    leads = [
        (f"{n:032x}", f"2018-0{n % 5 + 1}-{n % 28 + 1:02d}", f"{n % 7:032x}", ORIGINS[n % 8])
        for n in range(40)
    ]
    _write(folder / "olist/olist_marketing_qualified_leads_dataset.csv",
           ("mql_id", "first_contact_date", "landing_page_id", "origin"), leads)  # fmt: skip
    won = [(one[0], f"{n:032x}", "sdr", "sr", f"2018-07-{n % 28 + 1:02d} 19:58:{n:02d}", "pet", "0.0")
           for n, one in enumerate(leads[::3])]  # fmt: skip
    _write(folder / "olist/olist_closed_deals_dataset.csv",
           ("mql_id", "seller_id", "sdr_id", "sr_id", "won_date", "business_segment", "declared_monthly_revenue"),
           won)  # fmt: skip
    _write(folder / "x_education/Leads.csv", COURSES, [_course(n) for n in range(30)])
    _write(folder / "CRM+Sales+Opportunities/sales_pipeline.csv", DEALS, [_deal(n) for n in range(35)])
    with zipfile.ZipFile(
        _parent(folder / "maven_crm_opportunities/CRM+Sales+Opportunities.zip"), "w"
    ) as packed:
        packed.write(
            folder / "CRM+Sales+Opportunities/sales_pipeline.csv",
            "CRM+Sales+Opportunities/sales_pipeline.csv",
        )
    return folder


def _course(n: int) -> tuple[str, ...]:
    source = ("Google", "Olark Chat", "Reference", "")[n % 4]
    country, city = ("India", "", "Qatar")[n % 3], ("Mumbai", "Select")[n % 2]
    return (f"7927b2df-8bba-4d29-b9a2-{n:012x}", str(660_000 + n), "API", source, "No", str(n % 2), country, "Select",
            "Better Career Prospects", city)  # fmt: skip


def _deal(n: int) -> tuple[str, ...]:
    stage = STAGES[n % 5]
    began = "" if stage == "Prospecting" else f"2016-10-{n % 28 + 1:02d}"
    ended = f"2017-03-{n % 28 + 1:02d}" if stage in ("Won", "Lost") else ""
    value = {"Won": str(500 + n), "Lost": "0"}.get(stage, "")
    return (f"ID{n:06d}", f"Agent {n % 4}", "GTX Basic", f"Account {n}", stage, began, ended, value)


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with _parent(path).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def _parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
