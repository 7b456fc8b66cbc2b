"""Guard cells against being run as formulas by a spreadsheet, in a way that importing undoes exactly."""

import re

GUARD = "'"

# A cell runs if it begins with = + - @ (full-width too), alone or after what a spreadsheet may trim, or with
# a control character that a CSV reader may drop. Guards already there count as nothing, so that text which
# only looks guarded gets one more, and taking one away always gives back what was written.
_TRIMMED = r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2060\ufeff]"
_RUNS = re.compile(rf"'*(?:{_TRIMMED}*[=+\-@＝＋－＠]|[\t\r\n\x00])")


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula."""
    return GUARD + text if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """Return `text` without its guard, if it has one: the inverse of `guarded`."""
    return text[1:] if text[:1] == GUARD and _RUNS.match(text, 1) else text
