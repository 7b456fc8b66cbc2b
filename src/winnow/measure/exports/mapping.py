"""Which file and column is what: the guess as a value, and a text file of it that can be edited and kept."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from winnow.measure.exports.fields import FIELDS, SAID, UNKNOWN, VOCABULARY
from winnow.measure.exports.words import MEANINGS

ORDERS_OF_DATES = ("dmy", "mdy", "ymd")
SETTINGS = ("system", "dates", "decimal", "timezone", "encoding", "delimiter")


class MappingError(ValueError):
    """A mapping that cannot be followed; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The columns a field is read from, in turn; `=word` is the same for all rows."""

    columns: tuple[str, ...]
    sure: float = 1.0
    why: str = "the mapping says so"

    @property
    def constant(self) -> str | None:
        """The word that stands for all rows, if it is none of the file."""
        return self.columns[0][1:] if self.columns[0].startswith("=") else None


@dataclass(frozen=True)
class FileMap:
    """What one file is. `words` are {field: {value: meaning}}, only those that were stated."""

    name: str
    role: str
    columns: Mapping[str, Picked] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    system: str = ""
    sure: float = 1.0
    why: str = "the mapping says so"
    dates: Any = None
    decimal: str | None = None
    timezone: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class Stated:
    """What a mapping file says, file by file."""

    files: tuple[FileMap, ...] = ()
    timezone: str | None = None

    def of(self, name: str) -> FileMap | None:
        """What is said of a file: by its name, or by the end of its path."""
        ends = [one for one in self.files if name == one.name or name.endswith("/" + one.name)]
        return max(ends, key=lambda one: len(one.name), default=None)


def parse(text: str) -> Stated:
    """Read a mapping file. Raises MappingError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"The mapping is no TOML: {error}.") from error
    zone = _zone(document.get("timezone"), "the mapping")
    files = document.get("file", [])
    if not isinstance(files, list) or not all(isinstance(one, dict) for one in files):
        raise MappingError("Each file of the mapping begins with [[file]].")
    return Stated(tuple(_file(one, zone) for one in files), zone)


def _file(said: dict[str, Any], zone: str | None) -> FileMap:
    name = said.get("name")
    if not isinstance(name, str) or not name:
        raise MappingError("A [[file]] of the mapping has no name.")
    role = str(said.get("role", UNKNOWN))
    if role not in FIELDS:
        raise MappingError(f"{name}: there is no role {role!r}{_nearest(role, FIELDS)}.")
    if said.get("dates") not in (None, *ORDERS_OF_DATES):
        raise MappingError(f"{name}: dates is one of {', '.join(ORDERS_OF_DATES)}.")
    if said.get("decimal") not in (None, ".", ","):
        raise MappingError(f'{name}: decimal is "." or ",".')
    settings: dict[str, Any] = {key: said.get(key) for key in SETTINGS}
    settings["system"] = str(said.get("system", ""))
    settings["timezone"] = _zone(said.get("timezone"), name) or zone
    columns = {key: _picked(name, role, key, value) for key, value in _table(said, "columns", name).items()}
    words = {key: _words(name, role, key, value) for key, value in _table(said, "words", name).items()}
    return FileMap(name, role, columns, words, **settings)


def _table(said: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    found = said.get(key, {})
    if not isinstance(found, dict):
        raise MappingError(f"{name}: {key} is a table, [file.{key}].")
    return found


def _zone(said: Any, where: str) -> str | None:
    if said is None:
        return None
    try:
        ZoneInfo(said)
    except (KeyError, OSError, ValueError, TypeError, AttributeError) as error:
        raise MappingError(f"{where}: there is no time zone {said!r}; write one as Europe/Berlin.") from error
    return str(said)


def _picked(name: str, role: str, key: str, value: Any) -> Picked:
    if key not in FIELDS[role]:
        raise MappingError(f"{name}: {role} have no field {key!r}{_nearest(key, FIELDS[role])}.")
    columns = tuple(value) if isinstance(value, list) else (value,)
    if not columns or not all(isinstance(one, str) and one for one in columns):
        raise MappingError(f"{name}: {key} is a column, or a list of columns.")
    return Picked(columns)


def _words(name: str, role: str, key: str, value: Any) -> dict[str, str]:
    vocabulary = VOCABULARY.get((role, key))
    if vocabulary is None or not isinstance(value, dict):
        raise MappingError(f"{name}: {key} of {role} has no words to translate.")
    for text, meaning in value.items():
        if meaning and meaning not in MEANINGS[vocabulary]:
            known = ", ".join(sorted(MEANINGS[vocabulary]))
            raise MappingError(f"{name}: {text!r} cannot mean {meaning!r}; choose of {known}.")
    return dict(value)


def _nearest(word: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"


def checked(file: FileMap, headers: tuple[str, ...]) -> FileMap:
    """The mapping with the columns spelled as in the file. Raises MappingError for one that is not there."""
    folded = {" ".join(header.split()).casefold(): header for header in reversed(headers)}
    columns = {}
    for key, picked in file.columns.items():
        found = tuple(_header(file.name, one, headers, folded) for one in picked.columns)
        columns[key] = replace(picked, columns=found)
    return replace(file, columns=columns)


def _header(name: str, column: str, headers: tuple[str, ...], folded: Mapping[str, str]) -> str:
    if column in headers or column.startswith("="):
        return column
    if (found := folded.get(" ".join(column.split()).casefold())) is None:
        raise MappingError(f"{name} has no column {column!r}{_nearest(column, dict.fromkeys(headers))}.")
    return found


def written(files: list[tuple[FileMap, Mapping[str, Mapping[str, tuple[str, float]]]]]) -> str:
    """The mapping as a text file: each guess with how sure it is and why, each word with its meaning."""
    lines = [
        "# What each file and column is. Edit and keep it: winnow audit FILES --map THIS_FILE",
        '# timezone = "Europe/Berlin"    # of times that name none; without it they are read as UTC',
    ]
    for file, words in files:
        lines += ["", "[[file]]", f"name = {_quoted(file.name)}"]
        lines.append(f"role = {_quoted(file.role)}    # {SAID[file.role]}; {file.sure:.2f}: {file.why}")
        for key in SETTINGS:
            if value := getattr(file, key):
                lines.append(f"{key} = {_quoted(value)}")
        if file.columns:
            lines.append("[file.columns]")
        lines += [_line(key, picked) for key, picked in file.columns.items()]
        for key, meanings in words.items():
            lines.append(f"[file.words.{key}]    # {', '.join(sorted(MEANINGS[VOCABULARY[file.role, key]]))}")
            lines += [_word_line(text, *meaning) for text, meaning in meanings.items()]
    return "\n".join(lines) + "\n"


def _line(key: str, picked: Picked) -> str:
    columns = [_quoted(one) for one in picked.columns]
    value = columns[0] if len(columns) == 1 else f"[{', '.join(columns)}]"
    return f"{key} = {value}    # {picked.sure:.2f}: {picked.why}"


def _word_line(text: str, meaning: str, sure: float) -> str:
    remark = "not known" if not meaning else "a guess" if sure < 0.9 else ""
    return f"{_quoted(text)} = {_quoted(meaning)}" + (f"    # {remark}" if remark else "")


def _quoted(text: str) -> str:
    """A text as TOML writes it; JSON's escapes are the same but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
