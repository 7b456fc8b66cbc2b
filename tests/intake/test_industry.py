"""The industry that an inquirer names: cleaned, short, found in other systems' exports."""

import pytest

from winnow.intake.clean import clean
from winnow.intake.inquiry import Cleaned, Raw
from winnow.intake.posted import Sent, Speaks, of_form
from winnow.intake.presets import suggest
from winnow.prospects.words import Channel


def cleaned(industry: str) -> Cleaned:
    found = clean(Raw({"email": "ann@x.example", "industry": industry}, {}, Channel.WEB), country="DE")
    assert isinstance(found, Cleaned)
    return found


def test_it_is_one_line_without_blanks_at_its_ends() -> None:
    assert cleaned("  Hotels\n and  inns ").industry == "Hotels and inns"


def test_nothing_is_said_by_a_dash() -> None:
    assert cleaned("-").industry == ""


def test_a_text_is_cut_and_that_is_told() -> None:
    found = cleaned("very " * 40)
    assert len(found.industry) <= 80
    assert any("industry" in note for note in found.notes)


@pytest.mark.parametrize(
    "headers",
    [
        ("Record ID", "First Name", "Last Name", "Email", "Phone Number", "Industry"),
        ("Id", "FirstName", "LastName", "Email", "LeadSource", "Status", "Industry"),
        ("E-Mail", "Name", "Firma", "Branche"),
    ],
)
def test_exports_of_other_systems_bring_it(headers: tuple[str, ...]) -> None:
    assert suggest(headers).mapping["industry"] == headers[-1]


def test_a_form_of_the_company_s_own_may_ask_for_it() -> None:
    raw = of_form(Sent({"email": ["a@x.example"], "industry": ["Hotels"]}, {}), Speaks("ask", Channel.WEB))
    assert raw.fields["industry"] == "Hotels"
