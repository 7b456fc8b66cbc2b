"""Bytes of strangers as text, under the charset that they name, if it is one that mail is written in. Pure."""

import codecs

# Codecs of Python's that are no charsets of mail: one takes days for some megabytes, others read backslashes.
_NONE = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})


def read_as(content: bytes, charset: str) -> str:
    """The text; bytes that are none under that charset are read as UTF-8, else as a Windows machine would."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            if codecs.lookup(name).name not in _NONE:
                return storable(content.decode(name))
        except (LookupError, UnicodeError, ValueError):
            continue
    return storable(content.decode("latin-1"))


def storable(text: str) -> str:
    """Halves of characters, which UTF-7 lets through, become marks: no database takes them, nor NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
