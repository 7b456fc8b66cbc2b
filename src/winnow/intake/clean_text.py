"""Text as people and machines send it, made storable: one line or paragraphs, nothing invisible."""

import re
import unicodedata
from collections.abc import Iterator

MESSAGE_LIMIT = 32_000
SHORT, MARKS_MOST = 1_000, 30
_NOTHING = "- -- — . ? n/a #n/a none null (null) nil nan undefined unknown select"
BLANK_WORDS = frozenset(("", *_NOTHING.split(), "please select", "not specified", "not provided"))

# Controls, lone surrogates (no database stores them), marks that turn the direction of what follows,
# and characters of no width; the joiners U+200C and U+200D belong to words of some languages and stay.
_CUT = "\ud800-\udfff\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
_INVISIBLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f{_CUT}]+")
_SPACES = re.compile(r"\s+")
_TRAILING = re.compile(r"(?<![^\S\n])[^\S\n]++\n")  # each run of spaces looked at once, however long it is
_MANY_LINES = re.compile(r"\n{4,}")


def line(text: str) -> str:
    """One line: no control characters, runs of white space as one space, composed letters."""
    if text.isascii():
        if text.isprintable():
            text = text.strip()
            return text if "  " not in text else " ".join(text.split())
        return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    visible = _INVISIBLE.sub("", text.replace("\u2028", " ").replace("\u2029", " "))
    return _composed(_SPACES.sub(" ", visible).strip())


def paragraphs(text: str) -> str:
    """Many lines: line ends as LF, no control characters but tabs, at most two empty lines together."""
    if text.isascii() and text.isprintable():
        return text.strip()
    broken = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    seen = _INVISIBLE.sub("", broken)
    if "\n" in seen:
        seen = _MANY_LINES.sub("\n\n\n", _TRAILING.sub("\n", seen))
    return _composed(seen.strip())


def _composed(text: str) -> str:
    """Composed letters. Marks are put in order by comparing each with all others of its letter: of thousands, which
    no language has, only the first are kept (UAX 15: thirty)."""
    if len(text) > SHORT and not text.isascii():
        text = "".join(_fewer_marks(text))
    return unicodedata.normalize("NFC", text)


def _fewer_marks(text: str) -> Iterator[str]:
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MARKS_MOST:
            yield sign


def is_blank(text: str) -> bool:
    """Whether a field only says that there is nothing: "n/a", "Select", "-"; `text` is one cleaned line."""
    return len(text) < 16 and text.lower() in BLANK_WORDS


def is_blank_name(text: str) -> bool:
    """The same for names: people are called Null and None, machines write NULL and none."""
    return is_blank(text) and text not in ("Null", "None", "Nil", "Nan")


def folded(text: str) -> str:
    """For comparison: without case, accents and punctuation, words parted by single spaces."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(text.casefold().replace("'", "").replace("’", "")))


_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
