"""Which country is meant, and in which time zone it lives if it has only one."""

from functools import cache

from winnow.intake.clean_country_names import ROWS
from winnow.intake.clean_text import folded

_NOT_OFFICIAL = {"UK": "GB", "EL": "GR", "USA": "US"}


def country_code(text: str) -> str:
    """ISO 3166 alpha-2 of a code or a name in English, German, French or Spanish; "" if not understood."""
    if len(text) == 2 and text in codes():
        return text
    upper = text.upper()
    if upper in codes():
        return upper
    return _NOT_OFFICIAL.get(upper) or _by_name().get(folded(text), "")


def only_zone(code: str) -> str:
    """The IANA zone of a country in which one clock (nearly) holds; "" for those with several."""
    return codes().get(code, "")


@cache
def codes() -> dict[str, str]:
    """Every known alpha-2 code with its only zone or ""."""
    return {code: "" if zone == "-" else zone for code, _, zone, _ in _rows()}


@cache
def _by_name() -> dict[str, str]:
    known: dict[str, str] = {}
    for code, three, _, names in _rows():
        for name in (three, *names.split("|")):
            known.setdefault(folded(name), code)
    return known


def _rows() -> list[tuple[str, str, str, str]]:
    parts = (row.split(" ", 3) for row in ROWS.strip().splitlines())
    return [(code, three, zone, names) for code, three, zone, names in parts]
