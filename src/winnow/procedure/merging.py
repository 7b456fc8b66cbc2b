"""Fields of a template filled in by look-up: `{name}`, or `{name|what to say otherwise}`. Nothing is computed. Pure."""

import re
from collections.abc import Mapping

FIELDS = {
    "first_name": "the first name",
    "name": "the whole name",
    "title": "the title",
    "company": "the company",
    "city": "the city",
    "my_name": "the name of who writes",
    "my_email": "the address of who writes",
    "our_company": "our company",
}
OFFER_FIELDS = {
    "title": "the title of the offer",
    "link": "where the offer is",
    "valid_until": "until when it holds",
}
_FIELD = re.compile(r"\{([^{}|\n]*)(?:\|([^{}\n]*))?\}")


class Unfilled(ValueError):
    """A field that does not exist, or of which nothing is known; says which and what to do."""


def unknown_fields(text: str) -> list[str]:
    """The names in braces that are no field, in their order."""
    return [name for name, _ in _FIELD.findall(text) if name.strip() not in FIELDS]


def fill(text: str, values: Mapping[str, str], fields: Mapping[str, str] = FIELDS) -> str:
    """The text with every field filled in. Raises Unfilled, naming all that cannot be.

    What is filled in is not read again: braces in somebody's name stay braces.
    """
    lacking: list[str] = []

    def told(found: re.Match[str]) -> str:
        name, otherwise = found[1].strip(), found[2]
        if name not in fields:
            lacking.append(f"there is no field “{name}”; there are {', '.join(fields)}")
            return ""
        value = " ".join(values.get(name, "").split())
        if not value and otherwise is None:
            lacking.append(f"{fields[name]} is not known; write it by hand, or {{{name}|…}} in the template")
        return value or (otherwise or "").strip()

    done = _FIELD.sub(told, text)
    if lacking:
        raise Unfilled(f"This cannot be filled in: {'; '.join(dict.fromkeys(lacking))}.")
    return done
