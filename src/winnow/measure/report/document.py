"""The report as one HTML document that needs nothing from outside: no script, no font, no address."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files

from winnow.measure.findings import Looked
from winnow.measure.findings.finding import Finding
from winnow.measure.findings.words import plainly, span
from winnow.measure.report import charts
from winnow.measure.report.html import Markup, Pages, details, joined, tag
from winnow.measure.report.page import Section
from winnow.measure.report.source import Source, what_was_read

NO_DATES = 1970
TITLE = "What your leads tell"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
Ids = Mapping[str, tuple[list[str], str | None]]  # by finding: the first ids, and the file with all


def document(
    looked: Looked, pages: list[Section], source: Source, as_of: datetime, ids: Ids, zone: str = "UTC"
) -> str:
    """The whole report."""
    drawn = Pages()
    links = [
        ("findings", "Findings"),
        ("unknown", "What cannot be known"),
        *((one.key, one.title) for one in pages),
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", TITLE),
        tag("style", Markup(files("winnow.measure.report").joinpath("report.css").read_text("utf-8"))),
    )
    nav = tag(
        "nav",
        tag(
            "ul",
            *(
                tag("li", tag("a", title, href=f"#{key}"))
                for key, title in [*links, ("read", "What was read")]
            ),
        ),
        aria_label="Contents",
    )
    main = tag(
        "main",
        _findings(looked, ids),
        _unknown(looked),
        *(drawn.section(one) for one in pages),
        what_was_read(source),
        id="main",
    )
    body = tag(
        "body",
        tag("a", "Skip to the findings", href="#findings", class_="skip"),
        _header(source, as_of, zone),
        nav,
        main,
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _as_of(instant: datetime) -> str:
    return (
        f"As of {instant:%Y-%m-%d %H:%M} UTC" if instant.year > NO_DATES else "No instant in it could be read"
    )


def _header(source: Source, as_of: datetime, zone: str) -> Markup:
    rows = ", ".join(f"{count:,} {name}" for name, count in source.rows.items() if count) or "no rows"
    lacking = "" if charts.possible() else " Charts need the extra `charts`; the tables have all figures."
    return tag(
        "header",
        tag("h1", TITLE),
        tag(
            "p",
            f"{source.name}: {rows}. {_as_of(as_of)}; days and hours are those of {zone}.{lacking}",
        ),
        tag("p", "Made by Winnow on this machine; nothing was sent anywhere.", class_="quiet"),
    )


def _findings(looked: Looked, ids: Ids) -> Markup:
    shown = [tag("li", _finding(one, ids)) for one in looked.findings]
    intro = (
        "The costliest first, as far as this data tells; then what is only counted, what is a forecast, and last "
        "what rests on a rule of thumb. All rates are your own. Intervals are 95 %."
    )
    further = [tag("li", _finding(one, ids)) for one in looked.further]
    rest = (
        details(f"{len(further)} further findings", tag("ol", *further, start=str(len(shown) + 1)))
        if further
        else Markup("")
    )
    listed = tag("ol", *shown, class_="findings") if shown else tag("p", "Nothing was found.", class_="quiet")
    return tag(
        "section",
        tag("h2", _count(len(shown)), id="h-findings"),
        tag("p", intro, class_="quiet"),
        listed,
        rest,
        id="findings",
        aria_labelledby="h-findings",
    )


WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def _count(number: int) -> str:
    return f"{WORDS[number]} {'finding' if number == 1 else 'findings'}"


def _finding(one: Finding, ids: Ids) -> Markup:
    first, file = ids.get(one.key, ([], None))
    parts = [
        tag("h3", one.title),
        tag("p", _figure(one), " ", tag("span", one.grade, class_="grade"), class_="figure"),
        tag("p", one.caution, class_="warns") if one.caution else Markup(""),
        details("How this is counted", tag("p", one.method)),
        details(f"The {one.count:,} behind it", _ids(one, first, file)),
    ]
    return tag("article", *parts, id=one.key)


def _figure(one: Finding) -> Markup:
    """“EUR 1,170,241 (716,393–1,624,089)”; an exact count has no interval."""
    digits = 0 if abs(one.high or one.figure) >= 10 else 1
    number = f"{one.figure:,.{digits}f}"
    money = len(one.unit) == 3 and one.unit.isupper()
    figure = tag("strong", f"{one.unit} {number}" if money else f"{number} {one.unit}")
    if one.low is None or one.high is None or one.low == one.high:
        return figure
    return joined(figure, f" ({span(one.low, one.high)})")


def _ids(one: Finding, first: list[str], file: str | None) -> Markup:
    said = tag(
        "p",
        ", ".join(first) + (f" and {one.count - len(first):,} more" if one.count > len(first) else ""),
        class_="ids",
    )
    link = (
        tag("p", tag("a", "All of them, as CSV", href=file))
        if file
        else tag("p", "Write all of them with --ids FOLDER.", class_="quiet")
    )
    return joined(said, link)


def _unknown(looked: Looked) -> Markup:
    missing = [joined(tag("dt", asks), tag("dd", plainly(reason))) for asks, reason in looked.unknown.items()]
    fine = [tag("li", one.says) for one in looked.nothing]
    return tag(
        "section",
        tag("h2", "What cannot be known from this data", id="h-unknown"),
        tag("dl", *missing) if missing else tag("p", "Nothing that was asked.", class_="quiet"),
        tag("h3", "What was looked for and not found"),
        tag("ul", *fine) if fine else tag("p", "Nothing.", class_="quiet"),
        id="unknown",
        aria_labelledby="h-unknown",
    )
