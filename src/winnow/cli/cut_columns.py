"""What a column of texts holds: numbers as people write them, dates in many forms, words, or nothing."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from winnow.cli.cut_file import Texts
from winnow.intake.presets_dates import guess_dayfirst, parse_instant

# What forms and exports put where nothing was said.
BLANKS = {
    "", "select", "select one", "please select", "-select-", "--select--", "- select -", "choose", "choose one",
    "please choose", "-none-", "--none--", "none", "null", "nil", "nan", "na", "n/a", "n.a.", "#n/a", "-", "--",
    "---", "?", "<na>", "nat", "not set", "not provided", "(blank)", "(none)", "bitte auswählen", "keine angabe",
}  # fmt: skip
CLEARLY = 0.97  # of the different texts
LOOKED_AT = 400  # different texts, before all are read
LONGEST_NUMBER = 15  # digits; longer ones are identifiers

_AROUND = re.compile(r"^[\s$€£¥]+|[\s$€£¥%]+$|^(?:EUR|USD|GBP|CHF)\s|\s(?:EUR|USD|GBP|CHF)$")
_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$")
_ENGLISH = re.compile(r"[-+]?\d{1,3}([, '’]\d{3})+(\.\d+)?$")
_EUROPEAN = re.compile(r"[-+]?(\d{1,3}([.  '’]\d{3})+(,\d+)?|\d+,\d+)$")
_PADDED = re.compile(r"0\d+$")
_DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})$")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Typed:
    """A column as the estimator takes it, and its `kind`: number, date, text or empty."""

    kind: str
    values: np.ndarray[Any, Any]


def typed(texts: Texts) -> Typed:
    """Numbers with NaN, or texts with None; dates become ISO texts."""
    known = _different(texts)
    if not known:
        return Typed("empty", np.full(len(texts), None, dtype=object))
    numbers = (
        None if all(_COMPACT.match(text) for text in known) and as_instants(known) else as_numbers(known)
    )
    if numbers is not None:
        return Typed("number", _each(texts, numbers, np.nan).astype(np.float64))
    if (days := as_instants(known)) is not None:
        written = {text: at.strftime("%Y-%m-%dT%H:%M:%S") for text, at in days.items()}
        if all(day.endswith("T00:00:00") for day in written.values()):
            written = {text: day[:10] for text, day in written.items()}
        return Typed("date", _each(texts, written, None))
    return Typed("text", _each(texts, dict(zip(known, known, strict=True)), None))


def order_of_time(texts: Texts) -> np.ndarray[Any, Any] | None:
    """Instants (NaT where unknown) or plain numbers (NaN); None if the column tells no time."""
    known = _different(texts)
    numbers = as_numbers(known)
    if numbers is not None:
        return _each(texts, numbers, np.nan).astype(np.float64)
    days = as_instants(known)
    if days is None:
        return None
    stamps = {text: np.datetime64(at.replace(tzinfo=None), "s") for text, at in days.items()}
    return _each(texts, stamps, np.datetime64("NaT")).astype("datetime64[s]")


def is_blank(text: str | None) -> bool:
    return text is None or text.casefold() in BLANKS


def as_numbers(known: list[str]) -> dict[str, float] | None:
    """What each different text means as a number, if practically all do, in one notation."""
    if sum(bool(_PADDED.match(text)) for text in known) > 0.02 * len(known):
        return None  # postcodes and the like
    for read in (_plain, _english, _european):
        if (found := _mostly(known, read)) is not None:
            return found
    return None


def as_instants(known: list[str]) -> dict[str, datetime] | None:
    """What each different text means as an instant, if practically all do."""
    if not any(_DIGIT.search(text) for text in known[:LOOKED_AT]):
        return None
    dayfirst = guess_dayfirst(known)
    if dayfirst is not None:
        return _mostly(known, _dated(dayfirst))
    found = [
        (_steps_back(values), order) for order in (True, False) if (values := _mostly(known, _dated(order)))
    ]
    return _mostly(known, _dated(min(found, key=lambda one: one[0])[1])) if found else None


def _dated(dayfirst: bool) -> Callable[[str], datetime | None]:
    def read(text: str) -> datetime | None:
        try:
            return parse_instant(_MONTH.sub(r"\1-\2-01", text) if _MONTH.match(text) else text, UTC, dayfirst)
        except (ValueError, OverflowError):
            return None

    return read


def _steps_back(found: dict[str, datetime]) -> int:
    """How often the dates run backwards, in the order in which they first stand in the file."""
    days = list(found.values())
    return sum(later < earlier for earlier, later in pairwise(days))


def _mostly(known: list[str], read: Callable[[str], Value | None]) -> dict[str, Value] | None:
    """The texts that can be read, if they are nearly all; looked for in a part of them first."""
    part = known[:: max(1, len(known) // LOOKED_AT)]
    if sum(read(text) is not None for text in part) < CLEARLY * len(part):
        return None
    found = {text: value for text in known if (value := read(text)) is not None}
    return found if len(found) >= CLEARLY * len(known) else None


def _plain(text: str) -> float | None:
    bare = _AROUND.sub("", text)
    if not _PLAIN.match(bare) or sum(map(str.isdigit, bare)) > LONGEST_NUMBER + 6 * ("." in bare):
        return None
    return float(bare)


def _english(text: str) -> float | None:
    bare = _AROUND.sub("", text)
    return float(re.sub(r"[, '’]", "", bare)) if _ENGLISH.match(bare) else _plain(text)


def _european(text: str) -> float | None:
    bare = _AROUND.sub("", text)
    if _EUROPEAN.match(bare):
        return float(re.sub(r"[.  '’]", "", bare).replace(",", "."))
    return _plain(text)


def _different(texts: Texts) -> list[str]:
    """The different texts that say something, in the order of the file."""
    return [text for text in dict.fromkeys(texts) if text is not None and not is_blank(text)]


def _each(texts: Texts, meaning: dict[str, Any], unknown: Any) -> np.ndarray[Any, Any]:
    values = np.empty(len(texts), dtype=object)
    values[:] = [unknown if text is None else meaning.get(text, unknown) for text in texts]
    return values


def commonest(texts: Texts, most: int = 6) -> list[tuple[str, int]]:
    """The commonest texts with how often they occur."""
    return Counter(text for text in texts if text is not None).most_common(most)
