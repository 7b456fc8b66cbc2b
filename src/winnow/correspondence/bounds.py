"""What of a mail may be parsed at all, told by counting alone: each look passes over its bytes once. Pure.

The parsers of the standard library take days for some mails of a few megabytes (a parameter of semicolons, a subject
of encoded words), or gigabytes of memory (a million parts). Such mails no person writes: their head is read, and
they are held.
"""

import re

HEAD_MOST = 256 * 1024
NESTED_MOST = 40
PARTS_MOST = 500
LINES_BETWEEN_MOST = 5_000
FIELD_MOST, PARAMETERS_MOST = 4_000, 60
_NESTED = re.compile(rb"(?:^|[\r\n])content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_FIELD = re.compile(
    rb"(?:^|[\r\n])content-(?:type|disposition):[^\r\n]*+(?:(?:\r\n?|\n)[ \t][^\r\n]*+)*+", re.IGNORECASE
)
_BOUNDARY = re.compile(rb"boundary\s*+=\s*+[\"<]*+([^\s\"<>;\\]*+)", re.IGNORECASE)
_SPLIT_BOUNDARY = re.compile(rb"boundary\*", re.IGNORECASE)
_REPORT = re.compile(rb"(?:delivery-status|disposition-notification)", re.IGNORECASE)
_LINE_BETWEEN = re.compile(rb"(?:\r\n?|\n)(?=[\r\n])")


def fault_of(raw: bytes, size: int, most: int) -> str:
    """Why only its head is read, as a sentence; "" if all of it may be."""
    if size > most:
        return f"It is too large ({size / 1e6:.0f} MB): only its head was read."
    if len(head(raw)) > HEAD_MOST:
        return "Its head is too large: only the beginning of it was read."
    if len(_NESTED.findall(raw)) > NESTED_MOST:
        return "Its parts are nested too deeply: only its head was read."
    fields = _FIELD.findall(raw)
    if any(len(one) > FIELD_MOST or one.count(b";") > PARAMETERS_MOST for one in fields):
        return "Some of its parts describe themselves at too great a length: only its head was read."
    if _parts(raw, fields) > PARTS_MOST:
        return f"It has more than {PARTS_MOST} parts: only its head was read."
    return ""


def head(raw: bytes) -> bytes:
    """What stands before the first empty line, cut a little over what is read of any."""
    start = raw[: HEAD_MOST + 2]
    ends = re.search(rb"\r\n\r\n|\n\n|\r\r", start)
    return start[: ends.start()] if ends else start


def only_head(raw: bytes) -> bytes:
    """A mail without a body; no field of its head describes one, or is longer than anybody's."""
    kept = _FIELD.sub(b"", head(raw)[:HEAD_MOST])
    return kept.lstrip(b"\r\n") + b"\r\n\r\n"


def _parts(raw: bytes, fields: list[bytes]) -> int:
    """At least as many parts as a parser would find."""
    found = 0
    marks = {mark for field in fields for mark in _BOUNDARY.findall(field)}
    if any(_SPLIT_BOUNDARY.search(field) for field in fields):
        marks = {b""}  # put together from pieces: every line that could part anything counts
    for mark in marks:
        found += raw.count(b"\n--" + mark) + raw.count(b"\r--" + mark)
    return found + _blocks(raw)


def _blocks(raw: bytes) -> int:
    """A report's blocks become parts of their own, one for each empty line."""
    if not _REPORT.search(raw):
        return 0
    lines = sum(1 for _ in _LINE_BETWEEN.finditer(raw))
    return 0 if lines <= LINES_BETWEEN_MOST else lines
