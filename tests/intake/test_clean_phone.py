"""Telephone numbers: the short way says what the library says, always."""

import random

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.intake.clean_phone import by_library, quick, read

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
CODES = {str(code): regions[0] for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()}
EXAMPLES = sorted(
    {
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        for region in REGIONS
        for kind in range(11)
        if (number := phonenumbers.example_number_for_type(region, kind))
    }
)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("030 1234567", "DE", "+49301234567"),
        ("+49 (0)30 1234567", "FR", "+49301234567"),
        ("0049 30 1234567", "DE", "+49301234567"),
        ("(212) 555-2368", "US", "+12125552368"),
        ("+1.212.555.2368", "DE", "+12125552368"),
        ("tel: 030/1234567", "DE", "+49301234567"),
        ("+39 06 6982 1234", "DE", "+390669821234"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("٠٣٠١٢٣٤٥٦٧", "DE", "+49301234567"),
    ],
)
def test_numbers_as_people_write_them_become_e164(text: str, country: str, number: str) -> None:
    found = read(text, country)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize("text", ["12", "hello", "+", "+999 1234567", "0000000", "030", "+49", "1" * 300])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read(text, "DE") is None


def test_an_extension_is_told_apart() -> None:
    found = read("030 1234567 ext. 12", "DE")
    assert found is not None
    assert (found.number, found.extension) == ("+49301234567", "12")


def test_a_plus_sign_lost_in_a_spreadsheet_is_restored_and_told() -> None:
    found = read("447911123456", "US")
    assert found is not None
    assert (found.number, found.guessed) == ("+447911123456", True)


def test_countries_that_share_a_code_are_told_apart() -> None:
    assert [read(text, "DE").region for text in ("+12125552368", "+14165552368", "+77011234567")] == [  # type: ignore[union-attr]
        "US", "CA", "KZ",
    ]  # fmt: skip


def test_the_short_way_equals_the_library_on_its_own_examples() -> None:
    assert [one for one in EXAMPLES if quick(one, "DE") not in (None, by_library(one, "DE"))] == []


def test_the_short_way_serves_most_valid_numbers() -> None:
    assert sum(quick(example, "DE") is not None for example in EXAMPLES) > 0.85 * len(EXAMPLES)


@st.composite
def near_numbers(draw: st.DrawFn) -> str:
    digits = draw(st.sampled_from(EXAMPLES) | st.from_regex(r"\+[1-9][0-9]{5,15}", fullmatch=True))
    chance = draw(st.randoms(use_true_random=False))
    changed = list(digits)
    for _ in range(chance.randrange(4)):
        place = chance.randrange(1, len(changed))
        changed[place : place + chance.randrange(2)] = chance.choice("0123456789")
    return "".join(sign + _gap(chance) for sign in changed)


def _gap(chance: random.Random) -> str:
    return chance.choice(" -.()") if chance.random() < 0.15 else ""


@settings(max_examples=1_000)
@given(near_numbers(), st.sampled_from(REGIONS))
def test_the_short_way_equals_the_library_wherever_it_answers(text: str, country: str) -> None:
    short = quick(text, country)
    assert short is None or short == by_library(text, country)


@settings(max_examples=1_000)
@given(near_numbers(), st.sampled_from(["", "0", "1", "8", "06", "00", "("]), st.booleans())
def test_the_short_way_equals_the_library_on_national_numbers(text: str, front: str, at_home: bool) -> None:
    code = next((text[1:end] for end in (2, 3, 4) if text[1:end] in CODES), "49")
    country = CODES[code] if at_home else "DE"
    national = front + text.removeprefix(f"+{code}").lstrip("+")
    short = quick(national, country)
    assert short is None or short == by_library(national, country)
