"""Telephone numbers as E.164, by the phonenumbers library; a short way for those that come nearly so."""

import re
from functools import cache
from typing import Any, NamedTuple

import phonenumbers as library
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberParseException, PhoneMetadata

_WITH_CODE = re.compile(r"\+[1-9][0-9 ().-]{5,24}[0-9]", re.ASCII)
_WITHOUT_CODE = re.compile(r"\(?[0-9][0-9 ().\-/]{5,24}[0-9]", re.ASCII)
_FILL = str.maketrans("", "", "+ ().-/")
_KINDS = "fixed_line mobile toll_free premium_rate shared_cost voip personal_number pager uan voicemail"
_NOWHERE = "001"  # the library's region of numbers that belong to no country


class Phone(NamedTuple):
    """A valid number; `region` is known for numbers written with their country's code, else ""."""

    number: str
    region: str = ""
    extension: str = ""
    guessed: bool = False  # its plus sign had been lost


def read(text: str, country: str) -> Phone | None:
    """The number as dialled from `country` (ISO 3166 alpha-2), or None if it cannot be a valid one."""
    found = quick(text, country) or by_library(text, country)
    if found or not (text.isascii() and text.isdecimal() and len(text) >= 11 and text[0] != "0"):
        return found
    # Spreadsheets take the plus sign of "+49 30 …" for a sign of sums and drop it.
    restored = by_library(f"+{text}", country)
    return restored and restored._replace(guessed=True)


def by_library(text: str, country: str) -> Phone | None:
    """The long way, which settles every case."""
    try:
        parsed = library.parse(text, country or None)
    except NumberParseException:
        return None
    if not library.is_valid_number(parsed):
        return None
    international = text.lstrip(" (").startswith(("+", "00", "＋"))
    region = library.region_code_for_number(parsed) if international else ""
    number = library.format_number(parsed, library.PhoneNumberFormat.E164)
    return Phone(number, "" if region == _NOWHERE else region or "", parsed.extension or "")


def quick(text: str, country: str) -> Phone | None:
    """A number in a plain form, if one look at the library's tables settles it as the library would."""
    if _WITH_CODE.fullmatch(text):
        return _with_code(text.translate(_FILL))
    if _WITHOUT_CODE.fullmatch(text):
        return _without_code(text.translate(_FILL), country)
    return None


def _with_code(digits: str) -> Phone | None:
    for size in (1, 2, 3):
        regions = _regions(digits[:size])
        if regions:
            national = digits[size:]
            trunk = regions[0].trunk
            # A trunk prefix after the country's code is perhaps not part of the number: "+49 (0)30 …".
            region = None if trunk and trunk.match(national) else _region_of(regions, national)
            return region and Phone(f"+{digits}", region.name)
    return None


def _without_code(digits: str, country: str) -> Phone | None:
    code = str(library.country_code_for_region(country))
    regions = _regions(code)
    if not regions or regions[0].name != country:
        return None
    home = regions[0]
    if digits.startswith((code, "00")) or home.abroad.match(digits):
        return None
    national = digits
    if home.trunk and home.trunk.match(digits):
        if not home.plain_trunk or home.whole.looks.fullmatch(digits):
            return None
        national = digits[len(home.plain_trunk) :]
    return Phone(f"+{code}{national}") if _region_of(regions, national) else None


def _region_of(regions: "tuple[_Region, ...]", national: str) -> "_Region | None":
    """The country that has the number: the first to whose leading digits or whose numbers it belongs."""
    for region in regions:
        if region.leading:
            if region.leading.match(national):
                return region if region.has(national) else None
        elif region.has(national):
            return region
    return None


class _Desc(NamedTuple):
    """Numbers of one kind: how long they may be and how they look."""

    lengths: frozenset[int]
    looks: re.Pattern[str]

    def fits(self, national: str) -> bool:
        return len(national) in self.lengths and self.looks.fullmatch(national) is not None


class _Region(NamedTuple):
    """What the library knows of a country's numbers, compiled."""

    name: str
    abroad: re.Pattern[str]  # dialled before a number of another country
    trunk: re.Pattern[str] | None  # dialled before the number inside the country only
    plain_trunk: str  # the same, if it is nothing but digits
    leading: re.Pattern[str] | None  # tells the countries apart that share a code
    whole: _Desc
    kinds: tuple[_Desc, ...]

    def has(self, national: str) -> bool:
        return self.whole.fits(national) and any(kind.fits(national) for kind in self.kinds)


@cache
def _regions(code: str) -> tuple[_Region, ...]:
    """The countries that share a calling code, in the library's order; none if it is no country's code."""
    names = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    return () if _NOWHERE in names else tuple(_region(name, alone=len(names) == 1) for name in names)


def _region(name: str, *, alone: bool) -> _Region:
    known: Any = PhoneMetadata.metadata_for_region(name)  # never None for the library's own names
    trunk, leading = known.national_prefix_for_parsing, known.leading_digits
    descs = (getattr(known, kind) for kind in _KINDS.split())
    return _Region(
        name,
        re.compile(known.international_prefix or "NonMatch"),
        re.compile(trunk) if trunk else None,
        trunk if trunk and trunk.isdecimal() and not known.national_prefix_transform_rule else "",
        re.compile(leading) if leading and not alone else None,
        _desc(known.general_desc),
        tuple(_desc(desc) for desc in descs if desc and desc.national_number_pattern),
    )


def _desc(desc: Any) -> _Desc:
    lengths = desc.possible_length or range(2, 18)
    return _Desc(frozenset(lengths), re.compile(desc.national_number_pattern))
