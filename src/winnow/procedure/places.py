"""Where in a TOML text each key stands: `tomllib` reads values but does not tell lines.

Only for text that `tomllib` has already accepted, so that the reader below may trust its grammar.
"""

import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_BLANK = " \t\n"
_END_OF_BARE = " \t\n#,]}="


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and list element of a valid TOML text, by its path."""
    reader = _Reader(text.replace("\r\n", "\n"))
    reader.read_document()
    return reader.lines


def line_at(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


@dataclass
class _Reader:
    text: str
    at: int = 0
    table: Path = ()
    lines: dict[Path, int] = field(default_factory=dict)
    elements: dict[Path, int] = field(default_factory=dict)  # how many [[tables]] of a name so far

    def __post_init__(self) -> None:
        self.starts = [0] + [i + 1 for i, sign in enumerate(self.text) if sign == "\n"]

    def read_document(self) -> None:
        self.skip_blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                self.read_header()
            else:
                self.read_pair(self.table)
            self.skip_line()  # what may follow a value: a remark, or the clock half of "2027-01-01 09:00"
            self.skip_blank()

    def read_header(self) -> None:
        double = self.text.startswith("[[", self.at)
        line = self.line()
        self.at += 2 if double else 1
        *outer, last = self.read_key()
        self.at += 2 if double else 1
        path: Path = ()
        for part in outer:
            path = self.latest((*path, part))
            self.lines.setdefault(path, line)
        path = (*path, last)
        self.lines.setdefault(path, line)
        if double:
            self.elements[path] = self.elements.get(path, 0) + 1
        self.table = self.latest(path) if double else path
        self.lines.setdefault(self.table, line)

    def latest(self, path: Path) -> Path:
        return (*path, self.elements[path] - 1) if path in self.elements else path

    def read_pair(self, inside: Path) -> None:
        line = self.line()
        for part in self.read_key():
            inside = (*inside, part)
            self.lines.setdefault(inside, line)
        self.at += 1  # the equals sign
        self.read_value(inside)

    def read_key(self) -> list[str]:
        """A dotted key; stops before the `=` or `]` that ends it."""
        parts = [self.read_key_part()]
        while self.text[self.at] == ".":
            self.at += 1
            parts.append(self.read_key_part())
        return parts

    def read_key_part(self) -> str:
        self.skip_blank()
        start = self.at
        if self.text[self.at] in "\"'":
            self.skip_string()
            part = str(tomllib.loads(f"it = {self.text[start : self.at]}")["it"])
        else:
            while self.text[self.at] not in " \t.=]":
                self.at += 1
            part = self.text[start : self.at]
        self.skip_blank()
        return part

    def read_value(self, path: Path) -> None:
        self.skip_blank()
        first = self.text[self.at]
        if first == "[":
            self.read_list(path)
        elif first == "{":
            self.read_inline_table(path)
        elif first in "\"'":
            self.skip_string()
        else:
            while self.at < len(self.text) and self.text[self.at] not in _END_OF_BARE:
                self.at += 1

    def read_list(self, path: Path) -> None:
        self.step_over()
        index = 0
        while self.text[self.at] != "]":
            self.lines[(*path, index)] = self.line()
            self.read_value((*path, index))
            self.skip_separator()
            index += 1
        self.at += 1

    def read_inline_table(self, path: Path) -> None:
        self.step_over()
        while self.text[self.at] != "}":
            self.read_pair(path)
            self.skip_separator()
        self.at += 1

    def step_over(self) -> None:
        self.at += 1
        self.skip_blank()

    def skip_separator(self) -> None:
        self.skip_blank()
        if self.text[self.at] == ",":
            self.step_over()
        elif self.text[self.at] not in "]}":
            self.read_value(path=())  # the clock half again
            self.skip_separator()

    def skip_string(self) -> None:
        quote = self.text[self.at]
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(fence)
        while not self.text.startswith(fence, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(fence)
        while len(fence) == 3 and self.text.startswith(quote, self.at):
            self.at += 1  # quotes that belong to the text stand before the closing three

    def skip_line(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def skip_blank(self) -> None:
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                self.skip_line()
            elif self.text[self.at] in _BLANK:
                self.at += 1
            else:
                return

    def line(self) -> int:
        return bisect_right(self.starts, self.at)
