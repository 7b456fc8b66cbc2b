"""HTML as plain text: what a reader would see, and nothing that could do anything. Pure.

Read by one pattern that takes a tag to its end, or all that is left: however broken it is, it is read once. The
parser of the standard library goes back to the start of what is never closed, and takes days for a few megabytes.
"""

import re
from html import unescape

SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "iframe", "object"})
RAW = frozenset({"script", "style", "title", "iframe", "noscript", "textarea"})  # hold text only, no tags
BLOCKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
})  # fmt: skip
DEEPEST = 50
_VALUE = r"""\s*+(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\s>"'][^\s>]*+))"""
_MARK = re.compile(
    r"""<(?:!--.*?(?:-->|\Z)|[!?][^>]*+(?:>|\Z)"""
    r"""|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]{0,40}+)"""
    r"""(?P<rest>(?:=\s*+"[^"]*+(?:"|\Z)|=\s*+'[^']*+(?:'|\Z)|[^>])*+)(?:>|\Z))""",
    re.DOTALL,
)
_HREF = re.compile(rf"(?:^|[\s\"'/])href\s*+={_VALUE}", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE) for name in RAW}
_HUGE_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")
_SPACES = re.compile(r"[ \t\f\v\u00a0]+")
_LINES = re.compile(r"\n\s*\n\s*")


def text_of(html: str, most: int = 200_000) -> str:
    """The visible words, a line for each block; where a link leads stands behind its words."""
    words = _SPACES.sub(" ", "".join(_seen(html[: most * 5])))
    return _LINES.sub("\n\n", "\n".join(line.strip() for line in words.split("\n"))).strip()[:most]


def _seen(html: str) -> list[str]:
    page, at = _Page(), 0
    while mark := _MARK.search(html, at):
        page.says(html[at : mark.start()])
        at = mark.end()
        if name := (mark["name"] or "").lower():
            if mark["end"]:
                page.closes(name)
            else:
                page.opens(name, mark["rest"])
                at = _behind(html, name, at)
    page.says(html[at:])
    return page.found


def _behind(html: str, name: str, at: int) -> int:
    """Where a script and the like ends, whatever stands in it."""
    if name not in RAW:
        return at
    end = _ENDS[name].search(html, at)
    return end.start() if end else len(html)


class _Page:
    def __init__(self) -> None:
        self.found: list[str] = []
        self.silent: list[str] = []
        self.leads_to = ""

    def opens(self, tag: str, rest: str) -> None:
        if tag == "body":
            self.silent.clear()  # a head that was never closed ends here
        elif tag in SILENT:
            if len(self.silent) < DEEPEST and not rest.endswith("/"):
                self.silent.append(tag)
        elif tag in BLOCKS:
            self.found.append("\n")
        elif tag == "a":
            target = _target(rest)
            self.leads_to = target[:500] if target.startswith(("http://", "https://")) else ""

    def closes(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        elif tag in BLOCKS:
            self.found.append("\n")
        elif tag == "a" and self.leads_to and not self.silent:
            if not (self.found and self.leads_to in self.found[-1]):
                self.found.append(f" ({self.leads_to})")
            self.leads_to = ""

    def says(self, text: str) -> None:
        if text and not self.silent:
            self.found.append(_plain(text).replace("\n", " "))


def _target(rest: str) -> str:
    found = _HREF.search(rest[:10_000])
    return _plain(found[1] or found[2] or found[3] or "").strip() if found else ""


def _plain(text: str) -> str:
    """With its characters for their names; a number that no character has is left out, as none may be so long."""
    return unescape(_HUGE_NUMBER.sub("", text)) if "&" in text else text
