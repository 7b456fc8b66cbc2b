"""HTML from values: every text is escaped unless it is `Markup` already."""

from html import escape

from winnow.measure.report import charts
from winnow.measure.report.page import Chart, Note, Section, Table

VOID = ("br", "meta")


class Markup(str):
    """Text that is HTML."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: str | bool | None) -> Markup:
    """An element; attributes that are None or False are left out, underscores at the end are dropped."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(*inside)}</{name}>")


def joined(*parts: str) -> Markup:
    """Parts one after the other, texts escaped."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def details(summary: str, *inside: str) -> Markup:
    return tag("details", tag("summary", summary), *inside)


def table(one: Table, of: str = "") -> Markup:
    """A table that scrolls sideways in its own frame, by keyboard too; `of` tells its frame from those of others."""
    sides = {"l": None, "r": "number"}
    heads = [
        tag("th", head, scope="col", class_=sides[side])
        for head, side in zip(one.headers, one.align, strict=True)
    ]
    rows = [tag("tr", *_cells(row, one.align)) for row in one.rows]
    body = tag("table", tag("caption", one.caption), tag("thead", tag("tr", *heads)), tag("tbody", *rows))
    framed = tag(
        "div", body, class_="wide", role="region", tabindex="0", aria_label=f"Table: {of} {one.caption}"
    )
    if not one.rows:
        return tag("p", f"{one.caption}: nothing.", class_="quiet")
    more = (
        tag("p", f"and {one.more:,} more: in the JSON of the same audit", class_="quiet")
        if one.more
        else Markup("")
    )
    return joined(framed, more)


def _cells(row: tuple[str, ...], align: str) -> list[Markup]:
    first = tag("th", row[0], scope="row", class_=None if align[0] == "l" else "number")
    return [
        first,
        *(
            tag("td", cell, class_="number" if side == "r" else None)
            for cell, side in zip(row[1:], align[1:], strict=True)
        ),
    ]


class Pages:
    """Sections as HTML; charts are numbered so that their names do not meet."""

    def __init__(self) -> None:
        self.charts = 0

    def section(self, one: Section) -> Markup:
        """A metric's page: its definition on demand, its charts, each with its table."""
        return tag(
            "section",
            tag("h2", one.title, id=f"h-{one.key}"),
            details("How this is counted", tag("p", one.definition)),
            *(self._part(part, one.title) for part in one.parts),
            id=one.key,
            aria_labelledby=f"h-{one.key}",
        )

    def _part(self, part: Table | Chart | Note, title: str) -> Markup:
        match part:
            case Table():
                return table(part, title)
            case Note():
                return tag("p", part.text, class_="warns" if part.warns else "quiet")
            case Chart():
                return self._chart(part, title)

    def _chart(self, one: Chart, title: str) -> Markup:
        if not charts.possible() or not one.spec["data"]["values"]:
            return Markup("")
        self.charts += 1
        drawn = Markup(charts.svg(one, self.charts))
        frame = tag(
            "div", drawn, class_="wide", role="region", tabindex="0", aria_label=f"Chart: {title}. {one.alt}"
        )
        return tag("figure", frame, tag("figcaption", one.alt))
