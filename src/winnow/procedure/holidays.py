"""Days off as dates: the public holidays of a country or region, and the firm's own."""

import re
from datetime import date
from functools import lru_cache

from winnow.procedure.schema import WorkingHours

_CODE = re.compile(r"([A-Z]{2,3})(?:-(.+))?")


@lru_cache(maxsize=256)
def holidays_between(hours: WorkingHours, first_year: int, last_year: int) -> frozenset[date]:
    """All days off of these hours from the first to the last year, both included."""
    own = frozenset(day for day in hours.holidays if first_year <= day.year <= last_year)
    return own | public_holidays(hours.holidays_of, first_year, last_year)


@lru_cache(maxsize=256)
def public_holidays(code: str, first_year: int, last_year: int) -> frozenset[date]:
    """Public holidays of "DE" or "US-NY"; of "" none. Raises `LookupError` for a code nobody knows."""
    if not code:
        return frozenset()
    import holidays  # heavy, and needed only here

    parts = _CODE.fullmatch(code)
    if not parts:
        raise LookupError(code)
    try:
        years = range(first_year, last_year + 1)
        return frozenset(holidays.country_holidays(parts[1], subdiv=parts[2], years=years))
    except NotImplementedError:
        raise LookupError(code) from None


def holiday_codes() -> list[str]:
    """Every code that `holidays_of` may have."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    return [*countries, *(f"{country}-{part}" for country, parts in countries.items() for part in parts)]
