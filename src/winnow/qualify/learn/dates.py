"""Texts that are dates: recognised, as days, and in parts that come back every week or year."""

import re
from typing import cast

import numpy as np

from winnow.qualify.learn.frame import Column, Floats

PARTS = ("month", "weekday", "hour")
ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$")
WRITTEN = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
LOOKED_AT = 500
CLEARLY = 0.98


def is_dates(texts: list[str]) -> bool:
    """Whether practically all of these texts are dates."""
    sample = texts[:: max(1, len(texts) // LOOKED_AT)]
    return bool(sample) and sum(bool(WRITTEN.match(_bare(text))) for text in sample) >= CLEARLY * len(sample)


def days_of(texts: Column) -> Floats:
    """Days (with fraction) since 1970; NaN where a text is no date. Days come first unless that cannot be."""
    different = {text for text in texts.tolist() if text is not None}
    month_first = any(_cannot_be_day_first(text) for text in different)
    known: dict[str | None, float] = {text: _days(text, month_first) for text in different}
    known[None] = np.nan
    return np.array([known[text] for text in texts.tolist()], dtype=np.float64)


def part_of(days: Floats, part: str) -> Floats:
    """Month 1–12, weekday 1 (Monday)–7 or hour 0–23 of these days; NaN stays NaN."""
    known = np.isfinite(days)
    whole = np.where(known, days, 0.0)
    if part == "hour":
        found = np.floor((whole % 1.0) * 24 + 1e-6)
    elif part == "weekday":
        found = (np.floor(whole) + 3) % 7 + 1
    else:
        found = np.floor(whole).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    return cast(Floats, np.where(known, found, np.nan))


def _bare(text: str) -> str:
    """Without seconds' fractions and zone."""
    return re.sub(r"(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$", "", text) if ISO.match(text) and ":" in text else text


def _cannot_be_day_first(text: str) -> bool:
    found = WRITTEN.match(_bare(text))
    return bool(found) and len(found[1]) < 3 and int(found[2]) > 12 if found else False


def _days(text: str, month_first: bool) -> float:
    found = WRITTEN.match(_bare(text))
    if not found:
        return np.nan
    first, second, third = int(found[1]), int(found[2]), int(found[3])
    if len(found[1]) >= 3:
        year, month, day = first, second, third
    else:
        year = third if third > 99 else 2000 + third
        month, day = (first, second) if month_first else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 9999):
        return np.nan
    start = np.datetime64(f"{year:04d}-{month:02d}-01", "D").astype(np.int64) + day - 1
    seconds = int(found[4] or 0) * 3600 + int(found[5] or 0) * 60 + int(found[6] or 0)
    return float(start) + seconds / 86400
