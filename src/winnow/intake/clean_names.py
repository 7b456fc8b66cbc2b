"""Names of people and firms: put together, spelled decently, and folded for comparison."""

import re

from winnow.intake.clean_text import folded

_PARTICLE_WORDS = "von van der den de del della di da dos das du la le ter ten zu zum zur bin ibn al y e und"
_TITLE_WORDS = "mr mrs ms miss mx dr prof herr frau hr fr mag ing dipl mme mlle sr sra srta sir med phd mba"
_FORM_WORDS = (
    "gmbh mbh ag kg kgaa ohg ug ek eg se co company corp corporation inc incorporated llc llp lp ltd limited "
    "plc pty sa sas sasu sarl eurl spa srl sl slu bv nv oy oyj ab as asa aps kft zrt doo sro spzoo sp z o "
    "the and und et"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_TITLES = frozenset(_TITLE_WORDS.split())
_FIRM_FORMS = frozenset(_FORM_WORDS.split())
_ROMAN = frozenset({"II", "III", "IV", "VI", "VII", "VIII"})
_PART = re.compile(r"([-'’. ])")


def whole_name(name: str, first: str, last: str) -> str:
    """The one name of a person: as given, or put together from its parts; shouting and whispering mended."""
    joined = name or f"{first} {last}".strip()
    if not joined or not any(map(str.isalpha, joined)):
        return ""
    if joined.isupper() or joined.islower():
        return _mended(joined)
    return joined


def _mended(name: str) -> str:
    shouted = name.isupper()
    if shouted and len(name) <= 3 and " " not in name:
        return name  # initials: "JR", "A.J"
    words = name.split(" ")
    ends = (0, len(words) - 1)
    return " ".join(_mended_word(word, shouted, inside=at not in ends) for at, word in enumerate(words))


def _mended_word(word: str, shouted: bool, *, inside: bool) -> str:
    if shouted and word in _ROMAN:
        return word
    lower = word.lower()
    if inside and lower in _PARTICLES:
        return lower
    if "@" in word or any(map(str.isdigit, word)):
        return word
    return "".join(_capital(part, lower) for part in _PART.split(lower))


def _capital(part: str, word: str) -> str:
    if part == "s" and word.endswith(("'s", "’s")):
        return part
    if part.startswith("mc") and len(part) > 4:
        return "Mc" + part[2:].capitalize()
    return part[:1].upper() + part[1:]


def folded_name(name: str) -> str:
    """A person's name for comparison: words in alphabetical order, forms of address left out.

    In order, because half of all files write "Miller, Anna": it costs the rare "Wei Li" beside "Li Wei".
    """
    words = folded(name).split()
    kept = [word for word in words if word not in _TITLES]
    return " ".join(sorted(kept if len(kept) >= 2 else words))


def folded_company(company: str) -> str:
    """A firm's name for comparison, without its legal form: "Müller GmbH & Co. KG" is "muller"."""
    words = folded(company).split()
    kept = [word for word in words if word not in _FIRM_FORMS]
    return " ".join(kept or words)
