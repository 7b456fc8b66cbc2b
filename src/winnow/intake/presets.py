"""Which column is what: presets for other systems' exports, ordinary words, and a mapping applied fast."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from winnow.intake.presets_data import ALIASES, FIELDS, PRESETS, Preset

__all__ = ["FIELDS", "PRESETS", "MappingError", "Preset", "Suggestion", "apply", "preset", "suggest"]

TRACKING = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid", "fbclid")
NEAR = 60  # of 100; below this a suggested spelling helps nobody

Fields = dict[str, str]


class MappingError(ValueError):
    """A field, column or preset that does not exist; the message suggests the nearest that does."""


@dataclass(frozen=True)
class Suggestion:
    """A proposed mapping {field: column}, the preset it is from (None: from ordinary words), and why.

    `blanks` are cell values that mean nothing in that system's exports; hand them on to `apply`.
    """

    preset: str | None
    mapping: dict[str, str]
    why: str
    blanks: frozenset[str] = frozenset()


def suggest(headers: Sequence[str]) -> Suggestion:
    """Propose a mapping for a table with these headers."""
    present = _by_key(headers)
    fitting = [preset for preset in PRESETS if _fits(preset, present)]
    if not fitting:
        mapping = _taken(ALIASES, present, once=True)
        why = "No known export has these headers; columns were matched by their names."
        return Suggestion(None, mapping, why if mapping else "No column was recognised; map them by hand.")
    return _filled(max(fitting, key=lambda preset: len(preset.signature)), present)


def preset(name: str, headers: Sequence[str]) -> Suggestion:
    """Return the mapping of the named preset for these headers; MappingError if they are not its own."""
    chosen = next((preset for preset in PRESETS if preset.name == name), None)
    if chosen is None:
        names = [preset.name for preset in PRESETS]
        raise MappingError(f"There is no preset {name!r}{_nearest(name, names)}. Known: {', '.join(names)}.")
    present = _by_key(headers)
    missing = [" or ".join(group) for group in chosen.signature if not _any_present(group, present)]
    if missing:
        raise MappingError(f"This is no {chosen.label} file: it has no column {', '.join(missing)}.")
    return _filled(chosen, present)


def apply(
    mapping: Mapping[str, str], headers: Sequence[str], blanks: Collection[str] = ()
) -> Callable[[Sequence[str]], Fields]:
    """Return what turns a row's cells into {field: text}, trimmed, without the empty ones and `blanks`.

    Raises MappingError for an unknown field or column, suggesting the nearest.
    """
    present = _by_key(headers)
    column_of = {header: column for column, header in reversed(list(enumerate(headers)))}
    picks = []
    for target, header in mapping.items():
        if target not in FIELDS:
            raise MappingError(f"There is no field {target!r}{_nearest(target, FIELDS)}.")
        known = header if header in column_of else present.get(_key(header))
        if known is None:
            raise MappingError(f"The file has no column {header!r}{_nearest(header, headers)}.")
        picks.append((target, column_of[known]))
    nothing = frozenset(blanks) | {""}

    def fields_of(values: Sequence[str]) -> Fields:
        return {target: text for target, column in picks if (text := values[column].strip()) not in nothing}

    return fields_of


def _filled(preset: Preset, present: Mapping[str, str]) -> Suggestion:
    """Map by the preset; click and campaign parameters have the same names everywhere."""
    mapping = _taken(preset.columns, present)
    tracking = {target: ALIASES[target] for target in TRACKING if target not in mapping}
    mapping |= _taken(tracking, present)
    signature = ", ".join(next(h for h in group if _key(h) in present) for group in preset.signature)
    why = f"This looks like {preset.label}: it has the columns {signature}."
    return Suggestion(preset.name, mapping, why, preset.blanks)


def _fits(preset: Preset, present: Mapping[str, str]) -> bool:
    has_all = all(_any_present(group, present) for group in preset.signature)
    return has_all and not _any_present(preset.unless, present)


def _any_present(headers: Sequence[str], present: Mapping[str, str]) -> bool:
    return any(_key(header) in present for header in headers)


def _taken(
    wanted: Mapping[str, Sequence[str]], present: Mapping[str, str], once: bool = False
) -> dict[str, str]:
    """Take for each field the first wanted header that is present, each column only `once` if asked."""
    mapping: dict[str, str] = {}
    for target, names in wanted.items():
        for name in names:
            header = present.get(_key(name))
            if header is not None and not (once and header in mapping.values()):
                mapping[target] = header
                break
    return mapping


def _by_key(headers: Sequence[str]) -> dict[str, str]:
    """Return {key: header}, the first of equals."""
    return {_key(header): header for header in reversed(headers)}


def _key(header: str) -> str:
    """Reduce a header to what matters: no case, spaces, underscores, byte-order mark or mark of duty."""
    return "".join(header.replace("\ufeff", "").replace("_", "").rstrip("* :").split()).casefold()


def _nearest(word: str, known: Sequence[str]) -> str:
    found = process.extractOne(word, known, scorer=fuzz.WRatio, processor=_key, score_cutoff=NEAR)
    return f"; did you mean {found[0]!r}?" if found else ""
