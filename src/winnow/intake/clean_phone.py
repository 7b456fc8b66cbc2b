"""Telephone numbers as E.164, by the phonenumbers library; a short way for those that come nearly so."""

import re
from functools import cache
from typing import NamedTuple

import phonenumbers as library
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberParseException, PhoneMetadata

_SHAPE = re.compile(r"\+[1-9][0-9 ().-]{5,24}[0-9]", re.ASCII)
_FILL = str.maketrans("", "", "+ ().-")
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
    found = quick(text) or by_library(text, country)
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


def quick(text: str) -> Phone | None:
    """A number written with plus sign and country code, if one look settles it as the library would."""
    if not _SHAPE.fullmatch(text):
        return None
    digits = text.translate(_FILL)
    for size in (1, 2, 3):
        regions = _regions(digits[:size])
        if regions:
            return _in_plan(regions, digits, digits[size:])
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
    trunk: re.Pattern[str] | None  # dialled before the number inside the country only
    leading: re.Pattern[str] | None  # tells the countries apart that share a code
    whole: _Desc
    kinds: tuple[_Desc, ...]

    def has(self, national: str) -> bool:
        return self.whole.fits(national) and any(kind.fits(national) for kind in self.kinds)


def _in_plan(regions: tuple[_Region, ...], digits: str, national: str) -> Phone | None:
    trunk = regions[0].trunk
    if trunk and trunk.match(national):
        return None  # perhaps not part of the number
    for region in regions:
        if region.leading and not region.leading.match(national):
            continue
        if region.has(national):
            return Phone(f"+{digits}", region.name)
        if region.leading:
            return None
    return None


@cache
def _regions(code: str) -> tuple[_Region, ...]:
    """The countries that share a calling code, in the library's order; none if it is no country's code."""
    names = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    return () if _NOWHERE in names else tuple(_region(name, alone=len(names) == 1) for name in names)


def _region(name: str, *, alone: bool) -> _Region:
    known = PhoneMetadata.metadata_for_region(name)
    trunk, leading = known.national_prefix_for_parsing, known.leading_digits
    descs = (getattr(known, kind) for kind in _KINDS.split())
    return _Region(
        name,
        re.compile(trunk) if trunk else None,
        re.compile(leading) if leading and not alone else None,
        _desc(known.general_desc),
        tuple(_desc(desc) for desc in descs if desc and desc.national_number_pattern),
    )


def _desc(desc: library.PhoneNumberDesc) -> _Desc:
    lengths = desc.possible_length or range(2, 18)
    return _Desc(frozenset(lengths), re.compile(desc.national_number_pattern))
