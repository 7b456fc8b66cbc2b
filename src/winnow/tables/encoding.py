"""Which characters the bytes of a text file stand for: known for certain, or a question."""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import BinaryIO

from winnow.tables.table import Reading, TableError

BLOCK = 1 << 18  # bytes
ENOUGH = 1 << 16  # bytes of lines with other than ASCII in them, to tell languages apart
UNREADABLE = "\udc80"  # stands where bytes mean nothing in the encoding; no text file can contain it

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings that spreadsheets still save in, each with the relatives that a detector may name instead.
_IN_USE = {
    "cp1252": ("latin_1", "iso8859_15", "cp1252"),
    "cp1250": ("cp1250", "iso8859_2", "iso8859_16"),
    "cp1251": ("cp1251",),
    "cp1253": ("cp1253", "iso8859_7"),
    "cp1254": ("cp1254", "iso8859_9"),
    "cp1255": ("cp1255",),
    "cp1256": ("cp1256",),
    "cp932": ("cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"),
    "euc_jp": ("euc_jp", "euc_jis_2004", "euc_jisx0213"),
    "gb18030": ("gb18030", "gbk", "gb2312"),
    "big5": ("big5", "cp950", "big5hkscs"),
    "cp949": ("cp949", "euc_kr", "johab"),
    "mac_roman": ("mac_roman", "mac_iceland", "mac_latin2"),
    "koi8_r": ("koi8_r", "koi8_u"),
}
_AS_USED = {relative: name for name, relatives in _IN_USE.items() for relative in relatives}
_ORDER = {name: place for place, name in enumerate((*_IN_USE, "latin_1"))}
_UNICODE = (
    "utf-8",
    "utf-8-sig",
    "ascii",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
)
_CLOSE = 0.1  # difference of the detector's mess ratio below which two readings are both believable
_HIGH_LINE = re.compile(rb"[^\r\n]{0,2000}[\x80-\xff][^\r\n]{0,2000}")


def mark_unreadable(error: UnicodeError) -> tuple[str, int]:
    """Replace undecodable bytes by a mark that is found again and reported, row by row."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNREADABLE, error.end


codecs.register_error("winnow.mark", mark_unreadable)


def readings_of(file: BinaryIO) -> tuple[Reading, ...]:
    """Return the believable readings of a text file, likeliest first; one means certain.

    Reads the whole file in constant memory, since the first accent may be in the last row.
    """
    start = file.read(4096)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return (Reading(encoding, ""),)
    if (wide := _wide(start)) is not None:
        return (Reading(wide, ""),)
    file.seek(0)
    if _is_utf8(file):
        return (Reading("utf-8", ""),)
    file.seek(0)
    telling = b"\n".join(_lines_beyond_ascii(file))
    if _mostly_utf8(telling):
        return (Reading("utf-8", ""),)
    return _guesses(telling)


def texts_of(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the text of a file in blocks, with a mark where bytes mean nothing."""
    decoder = codecs.getincrementaldecoder(encoding)("winnow.mark")
    while block := file.read(BLOCK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def check_encoding(name: str) -> str:
    """Return the name of a text encoding; raises TableError for one that is not known."""
    try:
        found = codecs.lookup(name).name
        known = found in _UNICODE or found in _in_use()
    except (LookupError, ValueError):
        known = False
    if not known:
        raise TableError(f"There is no encoding {name!r}; try utf-8, {', '.join(_IN_USE)}.")
    return name


@cache
def _in_use() -> frozenset[str]:
    """As Python calls them; asked for only where a file is not plain Unicode, as each is a module of its own."""
    return frozenset(codecs.lookup(name).name for name in _AS_USED)


def _wide(start: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte of Latin text and of delimiters is zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    enough = max(4, len(start) // 8)
    if odd >= enough and even == 0:
        return "utf-16-le"
    if even >= enough and odd == 0:
        return "utf-16-be"
    return None


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines_beyond_ascii(file: BinaryIO) -> Iterator[bytes]:
    gathered = 0
    while block := file.read(BLOCK):
        for line in _HIGH_LINE.findall(block):
            yield line
            gathered += len(line)
            if gathered > ENOUGH:
                return


def _mostly_utf8(telling: bytes) -> bool:
    """Tell a UTF-8 file with a few damaged bytes, which are then reported, from one in another encoding."""
    text = telling.decode("utf-8", "winnow.mark")
    damaged = text.count(UNREADABLE)
    beyond_ascii = sum(1 for character in text if character > "\x7f")
    return damaged * 10 < beyond_ascii


def _guesses(telling: bytes) -> tuple[Reading, ...]:
    from charset_normalizer import from_bytes  # heavy, and most files are UTF-8

    found: dict[str, Reading] = {}
    least_mess: float | None = None
    for match in from_bytes(telling, cp_isolation=list(_AS_USED), preemptive_behaviour=False):
        least_mess = match.chaos if least_mess is None else least_mess
        if match.chaos > least_mess + _CLOSE:
            continue
        for encoding in dict.fromkeys(_AS_USED[e] for e in match.could_be_from_charset if e in _AS_USED):
            _remember(found, telling, encoding)
    if not found:
        _remember(found, telling, "cp1252")
        _remember(found, telling, "latin_1")
    oddities = {text: _oddities(text) for text in found}
    tolerable = min(oddities.values()) + len(telling) // 1000
    believable = [reading for text, reading in found.items() if oddities[text] <= tolerable]
    return _told_apart(sorted(believable, key=lambda reading: _ORDER[reading.encoding]))


def _oddities(text: str) -> int:
    """Count what words do not contain: symbols between letters, and two alphabets in one."""
    odd = 0
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if character.isascii():
            continue
        if not character.isalpha():
            odd += before.isalpha() and after.isalpha() and character not in "’‘–"
        elif (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
            odd += not unicodedata.name(character, "").startswith("LATIN")
    return odd


def _remember(found: dict[str, Reading], telling: bytes, encoding: str) -> None:
    """Keep one reading for each distinct text, under the commonest encoding that gives it."""
    try:
        text = telling.decode(encoding)
    except UnicodeDecodeError:
        return
    earlier = found.get(text)
    if earlier is None or _ORDER[encoding] < _ORDER[earlier.encoding]:
        found[text] = Reading(encoding, text)


def _told_apart(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Cut each example to the first line in which the readings differ."""
    lines = [reading.example.split("\n") for reading in readings]
    differing = next((i for i, versions in enumerate(zip(*lines, strict=False)) if len(set(versions)) > 1), 0)
    return tuple(
        Reading(reading.encoding, versions[differing].strip()[:80])
        for reading, versions in zip(readings, lines, strict=True)
    )
