"""Event logs in XES (IEEE 1849) as a table: one row an event, with the attributes of its case beside its own."""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from winnow.measure.exports.files import Packed, Refused

BLOCK = 1 << 18
EVENTS_AT_ONCE = 10_000
VALUES = {"string", "date", "int", "float", "boolean", "id"}
CASE = "case:"


class _Log:
    """Gathers events while the parser walks through the file."""

    def __init__(self) -> None:
        self.case: dict[str, str] = {}
        self.event: dict[str, str] | None = None
        self.within: list[str] = []
        self.done: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "trace":
            self.case = {}
        elif name == "event":
            self.event = {}
        elif name in VALUES and self.within and self.within[-1] in ("trace", "event"):
            target = self.case if self.within[-1] == "trace" else self.event
            if target is not None:
                target[attributes.get("key", "")] = attributes.get("value", "")
        self.within.append(name)

    def end(self, tag: str) -> None:
        self.within.pop()
        if tag.rpartition(":")[2] == "event" and self.event is not None:
            self.done.append({**{CASE + key: value for key, value in self.case.items()}, **self.event})
            self.event = None


def events(file: Packed) -> Iterator[list[dict[str, str]]]:
    """Yield the events of an open log in lists. Raises Refused if it is damaged or declares entities."""
    log, parser = _Log(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = log.start, log.end
    parser.EntityDeclHandler = _refuse
    try:
        while block := file.read(BLOCK):
            parser.Parse(block, False)
            if len(log.done) >= EVENTS_AT_ONCE:
                yield log.done
                log.done = []
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused(f"This event log is damaged or cut off: {error}.") from error
    if log.done:
        yield log.done


def _refuse(*_: Any) -> None:
    raise Refused("This event log declares its own markup, as no real one does.")
