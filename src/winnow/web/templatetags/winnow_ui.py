"""Template tags and filters of Winnow's look; docs/look.md shows each in use."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from . import drawing, figures, vocabulary

register = template.Library()

SPRITE = Path(__file__).parent.parent / "static" / "winnow" / "icons" / "icons.svg"
SVG = "{http://www.w3.org/2000/svg}"
CURSORS = ("after", "before", "cursor", "page")

register.filter("minutes", figures.minutes)
register.filter("percent", figures.percent)
register.filter("number", figures.number)
register.filter("phone", figures.phone)
register.filter("tel", figures.tel)
register.filter("initials", figures.initials)


@register.filter
def money(value: Any, currency: str = "") -> str:
    """An amount with its currency: {{ order.amount|money:"EUR" }}."""
    return figures.money(value, currency or "")


@register.filter
def cents(value: Any, currency: str = "") -> str:
    """The same with cents always, so that a column of amounts stands under its points."""
    return figures.money(value, currency or "", cents=True)


@register.filter
def money_round(value: Any, currency: str = "") -> str:
    """An amount to the whole unit, for what is only an estimate."""
    return figures.money(round(value), currency or "")


@cache
def _shapes() -> dict[str, str]:
    """The inside of every symbol in the sprite, by name."""
    sprite = ElementTree.parse(SPRITE).getroot()  # noqa: S314 (our own file)
    shapes = {}
    for symbol in sprite.iter(f"{SVG}symbol"):
        inside = "".join(ElementTree.tostring(child, encoding="unicode") for child in symbol)
        shapes[symbol.attrib["id"]] = inside.replace("ns0:", "").replace(f' xmlns:ns0="{SVG[1:-1]}"', "")
    return shapes


def icon_names() -> list[str]:
    """The names of all icons there are."""
    return sorted(_shapes())


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", css: str = "") -> SafeString:
    """An icon drawn inline; `size` is "", "s" or "l"; with a `label` it is read aloud, without it is silent.

    Raises KeyError if there is no icon of that name.
    """
    classes = " ".join(filter(None, ["icon", f"icon-{size}" if size else "", css]))
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    shape = mark_safe(_shapes()[name])  # noqa: S308 (our own file)
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {} focusable="false">{}</svg>', classes, spoken, shape
    )


def _now(context: Context) -> datetime:
    """The page's own instant if the view gave one, or the clock of the machine."""
    given = context.get("now")
    return given if isinstance(given, datetime) else datetime.now(UTC)


@register.filter
def instant(at: datetime) -> str:
    """An instant in full, in the reader's time zone: "Tue 3 Mar 2026, 14:05 CET"."""
    local = timezone.localtime(at)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}"


def _time(at: datetime | None, words: str) -> SafeString:
    if at is None:
        return format_html("{}", figures.NONE)
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), instant(at), words)


@register.simple_tag(takes_context=True, name="ago")
def ago_tag(context: Context, at: datetime | None) -> SafeString:
    """A relative time with the instant on hover, seen from the page's `now`: {% ago touch.at %}."""
    return _time(at, figures.relative(at, _now(context)) if at else "")


@register.filter
def ago(at: datetime | None, now: datetime | None = None) -> SafeString:
    """The same as the tag, where a filter fits better: {{ touch.at|ago:now }}."""
    return _time(at, figures.relative(at, now or datetime.now(UTC)) if at else "")


@register.inclusion_tag("components/clock.html", takes_context=True)
def clock(context: Context, due: datetime | None, **wanted: Any) -> dict[str, Any]:
    """A deadline that counts down; takes `start` or `soon`, `big`, and `say` (what a reader hears)."""
    if due is None:
        return {"clock": None}
    shown = drawing.clock(due, _now(context), wanted.get("start"), wanted.get("soon"))
    return {"clock": shown, "title": instant(due), "big": wanted.get("big"), "say": wanted.get("say", "")}


@register.inclusion_tag("components/badge.html")
def badge(word: str, label: str = "", tone: str = "", icon: str = "") -> dict[str, str]:
    """A pill for a word of the vocabulary; label, tone and icon may be given instead."""
    known = vocabulary.look(str(word))
    return {"label": label or known.label, "tone": tone or known.tone, "icon": icon or known.icon}


@register.inclusion_tag("components/waterfall.html")
def waterfall(reasons: Sequence[Mapping[str, Any]], start: float = 0) -> dict[str, Any]:
    """How a score came about; each reason has `label`, `points` and perhaps `note`."""
    steps, zero = drawing.waterfall(reasons, start)
    return {"steps": steps, "zero": zero}


@register.inclusion_tag("components/meter.html")
def meter(share: float | None, text: str = "", tone: str = "", mark: float | None = None) -> dict[str, Any]:
    """A bar in a cell: `share` from 0 to 1, its text, a tone, and a mark such as the target."""
    number = figures.decimal(share)
    width = 0.0 if number is None else round(min(max(float(number), 0), 1) * 100, 1)
    return {"width": width, "text": text or figures.percent(share), "tone": tone, "mark": mark and mark * 100}


@register.inclusion_tag("components/sparkline.html")
def sparkline(values: Sequence[float], label: str) -> dict[str, Any]:
    """A small line without axes; `label` says in words what it shows."""
    points = drawing.line(list(values))
    path = " ".join(f"{x},{y}" for x, y in points)
    return {"points": path, "last": points[-1] if points else None, "label": label}


def _query(context: Context, changes: Mapping[str, Any]) -> str:
    """The page's query with these changes; None removes; any change goes back to the first page."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name in (*CURSORS, *changes):
        query.pop(name, None)
    for name, value in changes.items():
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def keep(context: Context, **changes: Any) -> str:
    """A link to this page with its filters kept and these changed: href="{% keep sort='-due' %}"."""
    return _query(context, changes)


@register.simple_tag(takes_context=True)
def drop(context: Context, name: str) -> str:
    """A link to this page without one of its filters: href="{% drop chip.name %}"."""
    return _query(context, {name: None})


@register.simple_tag(takes_context=True)
def sort_link(context: Context, key: str) -> dict[str, str]:
    """Where the head of a column leads and how it is sorted now: `href`, `aria`, `icon`."""
    request = context.get("request")
    now_by = request.GET.get("sort", context.get("sort", "")) if request else context.get("sort", "")
    href = _query(context, {"sort": f"-{key}" if now_by == key else key})
    aria = {key: "ascending", f"-{key}": "descending"}.get(str(now_by), "")
    return {"href": href, "aria": aria, "icon": "arrow-down" if aria == "descending" else "arrow-up"}


@register.filter
def tag_value(message: Any, name: str) -> str:
    """What a message carries under a name: extra_tags="undo:/events/7/undo draft:p42" → its undo address."""
    for word in str(getattr(message, "extra_tags", "") or "").split():
        key, _, value = word.partition(":")
        if key == name:
            return value
    return ""
