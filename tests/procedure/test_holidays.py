"""Days off come from the calendar of a country or region and from the firm's own list."""

from datetime import date

import pytest

from winnow.procedure.holidays import holiday_codes, holidays_between, public_holidays
from winnow.procedure.schema import WorkingHours

UNITY_DAY = date(2026, 10, 3)


def hours(**fields: object) -> WorkingHours:
    return WorkingHours.model_validate({"week": {"mon": ["09:00-17:00"]}, **fields})


def test_public_holidays_of_a_country_are_days_off() -> None:
    assert UNITY_DAY in holidays_between(hours(holidays_of="DE"), 2026, 2026)


def test_a_region_has_more_than_its_country() -> None:
    epiphany = date(2026, 1, 6)
    assert (
        epiphany in public_holidays("DE-BY", 2026, 2026),
        epiphany in public_holidays("DE", 2026, 2026),
    ) == (
        True,
        False,
    )


def test_the_firms_own_days_are_days_off_within_the_years_asked_for() -> None:
    own = hours(holidays=[date(2026, 12, 24), date(2030, 12, 24)])
    assert holidays_between(own, 2026, 2027) == {date(2026, 12, 24)}


def test_both_years_are_included() -> None:
    assert {day.year for day in holidays_between(hours(holidays_of="US-NY"), 2026, 2028)} >= {
        2026,
        2027,
        2028,
    }


@pytest.mark.parametrize("code", ["XX", "DE-XX", "de", "Germany", "DE-", "-"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(LookupError):
        public_holidays(code, 2026, 2026)


def test_codes_to_suggest_have_countries_and_regions() -> None:
    assert {"DE", "DE-BY", "US-NY"} <= set(holiday_codes())
