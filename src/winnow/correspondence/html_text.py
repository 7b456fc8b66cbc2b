"""HTML as plain text: what a reader would see, and nothing that could do anything. Pure."""

import re
from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "iframe", "object"})
BLOCKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
})  # fmt: skip
_SPACES = re.compile(r"[ \t\f\v\u00a0]+")
_LINES = re.compile(r"\n\s*\n\s*")


def text_of(html: str, most: int = 200_000) -> str:
    """The visible words, a line for each block; where a link leads stands behind its words."""
    reader = _Reader()
    reader.feed(html[: most * 5])
    reader.close()
    words = _SPACES.sub(" ", "".join(reader.found))
    return _LINES.sub("\n\n", "\n".join(line.strip() for line in words.split("\n"))).strip()[:most]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent: list[str] = []
        self.leads_to = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.silent.clear()  # a head that was never closed ends here
        elif tag in SILENT:
            self.silent.append(tag)
        elif tag in BLOCKS:
            self.found.append("\n")
        elif tag == "a":
            target = dict(attrs).get("href") or ""
            self.leads_to = target[:500] if target.startswith(("http://", "https://")) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        elif tag in BLOCKS:
            self.found.append("\n")
        elif tag == "a" and self.leads_to and not self.silent:
            if not (self.found and self.leads_to in self.found[-1]):
                self.found.append(f" ({self.leads_to})")
            self.leads_to = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data.replace("\n", " "))
