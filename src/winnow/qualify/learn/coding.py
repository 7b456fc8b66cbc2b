"""Every column as small whole numbers: 0 unknown, then bins of numbers or pooled categories.

All model families work on these codes, so that a column's effect is a table with one entry for each code.
Numbers beyond those seen while learning fall into the outermost bins: nothing is extrapolated.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, cast

import numpy as np

from winnow.qualify.learn.dates import PARTS, days_of, is_dates, part_of
from winnow.qualify.learn.frame import Codes, Column, Floats, Frame, Ints, is_number

BINS = 200
CATEGORIES = 120
WORDY = 25  # texts longer than this on average, and mostly different, are told apart by their length alone


@dataclass(frozen=True, slots=True)
class Number:
    """Bins of a number: `cuts` between them, `middles` inside them; `part` of a date or a text's length."""

    source: str
    cuts: Floats
    middles: Floats
    part: str = ""

    @property
    def name(self) -> str:
        return f"{self.source} ({self.part})" if self.part else self.source

    @property
    def size(self) -> int:
        """How many codes there are, the unknown included."""
        return len(self.middles) + 1

    def codes(self, frame: Frame) -> Codes:
        values = self.numbers(frame)
        coded = np.searchsorted(self.cuts, values, side="left") + 1
        coded[np.isnan(values)] = 0
        return coded.astype(np.uint8)

    def numbers(self, frame: Frame) -> Floats:
        return as_numbers(frame[self.source], self.part)

    def word(self, code: int) -> str:
        """A code as people say it."""
        if code == 0:
            return "unknown"
        if len(self.cuts) == 0:
            return f"{self.middles[0]:.6g}"
        if code == 1:
            return f"up to {self.cuts[0]:.6g}"
        if code > len(self.cuts):
            return f"over {self.cuts[-1]:.6g}"
        return f"{self.cuts[code - 2]:.6g} to {self.cuts[code - 1]:.6g}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "source": self.source, "part": self.part,
            "cuts": self.cuts.tolist(), "middles": self.middles.tolist(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Category:
    """Categories by name; those too rare to learn from, and those never seen, share the last code."""

    source: str
    categories: tuple[str, ...]
    known: dict[str | None, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known: dict[str | None, int] = {word: code for code, word in enumerate(self.categories, 1)}
        object.__setattr__(self, "known", known | {None: 0})

    @property
    def name(self) -> str:
        return self.source

    @property
    def size(self) -> int:
        return len(self.categories) + 2

    def codes(self, frame: Frame) -> Codes:
        other, texts = len(self.categories) + 1, frame[self.source]
        return np.fromiter(map(self.known.get, texts.tolist(), repeat(other)), np.uint8, len(texts))

    def word(self, code: int) -> str:
        if code == 0:
            return "unknown"
        return self.categories[code - 1] if code <= len(self.categories) else "something else"

    def to_dict(self) -> dict[str, Any]:
        return {"source": self.source, "categories": list(self.categories)}


Coding = Number | Category


def learn_codings(frame: Frame) -> tuple[Coding, ...]:
    """How each column is coded, learned from these rows; columns that never differ are left out."""
    found: list[Coding] = []
    for name in frame.names:
        found.extend(_codings(name, frame))
    return tuple(coding for coding in found if coding.size > 2 or _differs(coding, frame))


def encode(codings: Sequence[Coding], frame: Frame) -> Codes:
    """Rows × codings."""
    coded = np.empty((len(frame), len(codings)), dtype=np.uint8, order="F")
    for place, coding in enumerate(codings):
        coded[:, place] = coding.codes(frame)
    return coded


def coding_from(stored: dict[str, Any]) -> Coding:
    """A coding as `to_dict` stored it."""
    if "categories" in stored:
        return Category(stored["source"], tuple(stored["categories"]))
    cuts, middles = np.asarray(stored["cuts"], np.float64), np.asarray(stored["middles"], np.float64)
    return Number(stored["source"], cuts, middles, stored["part"])


def in_groups(coding: Coding, codes: Column, groups: int) -> Ints:
    """Which group each code belongs to: the unknown and categories alone, numbers in about so many."""
    if not isinstance(coding, Number):
        return np.arange(coding.size)
    size = np.bincount(codes, minlength=coding.size)[1:]
    middle = (np.cumsum(size) - size / 2) / max(1, size.sum())
    _, dense = np.unique(np.floor(middle * (groups - 1e-6)), return_inverse=True)
    return np.concatenate([[0], 1 + dense])


def as_numbers(values: Column, part: str = "") -> Floats:
    """A column as numbers: itself, a part of its dates or the length of its texts."""
    if part == "length":
        return np.array([np.nan if text is None else len(text) for text in values.tolist()])
    if part:
        return part_of(days_of(values), part)
    return cast(Floats, np.where(np.isfinite(values), values, np.nan))


def _codings(name: str, frame: Frame) -> list[Coding]:
    values = frame[name]
    if is_number(values):
        return [_binned(name, values)]
    texts = [text for text in values.tolist() if text is not None]
    if is_dates(texts):
        return [_binned(name, values, part) for part in PARTS]
    if is_wordy(texts):
        return [_binned(name, values, "length")]
    return [_pooled(name, texts, len(values))]


def _binned(name: str, values: Column, part: str = "") -> Number:
    numbers = as_numbers(values, part)
    known = np.sort(numbers[np.isfinite(numbers)])
    if len(known) == 0:
        return Number(name, np.empty(0), np.zeros(1), part)
    different = np.unique(known)
    if len(different) > BINS:
        quantiles = known[(np.arange(1, BINS) * len(known)) // BINS]
        cuts = np.unique(quantiles)
        cuts = cuts[cuts < different[-1]]
    else:
        cuts = (different[:-1] + different[1:]) / 2
    codes = np.searchsorted(cuts, known, side="left")
    middles = np.bincount(codes, known, len(cuts) + 1) / np.maximum(
        1, np.bincount(codes, None, len(cuts) + 1)
    )
    return Number(name, cuts, middles, part)


def _pooled(name: str, texts: list[str], rows: int) -> Category:
    enough = max(2, min(20, rows // 100))
    frequent = [word for word, count in Counter(texts).most_common(CATEGORIES) if count >= enough]
    return Category(name, tuple(sorted(frequent)))


def is_wordy(texts: list[str]) -> bool:
    """Whether texts are free prose rather than categories."""
    if not texts or len(set(texts)) < 0.3 * len(texts):
        return False
    return sum(map(len, texts)) > WORDY * len(texts) and sum(" " in text for text in texts) > len(texts) / 2


def _differs(coding: Coding, frame: Frame) -> bool:
    codes = coding.codes(frame)
    return bool(len(codes)) and bool((codes != codes[0]).any())
