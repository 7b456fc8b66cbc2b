"""The fields an inquiry can have, and `presets.toml` beside this file as values."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

FIELDS = (
    *("email", "phone", "name", "first_name", "last_name", "company", "title", "industry", "country", "city"),
    *(
        "website",
        "message",
        "channel",
        "campaign",
        "source",
        "external_id",
        "received_at",
        "language",
        "consent_basis",
    ),
    *("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid", "fbclid"),
    *("value_hint", "owner", "notes", "desired_outcome"),
)

Headers = tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """One system's export: its headers by field, the best first, and what it is recognised by."""

    name: str
    label: str
    signature: tuple[Headers, ...]
    columns: dict[str, Headers]
    unless: Headers
    blanks: frozenset[str]


def _any_of(text: str) -> Headers:
    return tuple(text.split(" | "))


_KNOWN = tomllib.loads(files("winnow.intake").joinpath("presets.toml").read_text("utf-8"))

PRESETS = tuple(
    Preset(
        name,
        known["label"],
        tuple(_any_of(group) for group in known["signature"]),
        {field: _any_of(headers) for field, headers in known["columns"].items()},
        tuple(known.get("unless", ())),
        frozenset(known.get("blanks", ())),
    )
    for name, known in _KNOWN["preset"].items()
)

ALIASES: dict[str, Headers] = {field: (field, *words) for field, words in _KNOWN["aliases"].items()}
