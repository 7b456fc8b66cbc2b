"""The pages of figures: each answers a question from the facts that the worker keeps, and says as of when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from winnow.flow import measuring
from winnow.measure.figures.blocks import Block
from winnow.measure.figures.said import SAID
from winnow.web.access import may_export, may_open
from winnow.web.exports import csv_of_lines
from winnow.web.views.account import signed_in
from winnow.web.views.figures_asked import asked_of, choices, filters
from winnow.web.views.figures_cells import Shown, exported, shown_row
from winnow.web.views.figures_chart import Chart, chart

MOST_ROWS = 60  # of a table on a page
NEEDS_WORKER = (
    "They are counted within a minute where `winnow work` runs, or now by `winnow measure refresh`."
)


@dataclass(frozen=True)
class Part:
    """A block with its cells in words and its picture in points."""

    block: Block
    rows: list[list[Shown]]
    chart: Chart | None
    further: int  # rows that only the file has


@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """What there is to ask."""
    user = signed_in(request)
    cards = [
        {"title": page.title, "question": page.question, "url": reverse(_route(word), args=_args(word))}
        for word, page in SAID.items()
        if may_open(_route(word), user)
    ]
    return render(request, "figures/index.html", {"cards": cards, **_state(timezone.now())})


@require_http_methods(["GET", "POST"])
def figures_page(request: HttpRequest, word: str) -> HttpResponseBase:
    """One page; a POST takes one of its tables out as a file."""
    page = SAID.get(word)
    if page is None:
        raise BadRequest("There are no figures of that name.")
    user, now = signed_in(request), timezone.now()
    options = choices(request, page)
    asked = asked_of(request, page, options)
    if not measuring.is_possible():
        return render(request, "figures/none.html", {"page": page, **_state(now)})
    from winnow.measure.figures.asked import answer

    found = answer(measuring.place(), word, asked)
    if found is None:
        return render(request, "figures/none.html", {"page": page, **_state(now)})
    if request.method == "POST":
        return _taken_out(request, word, found.blocks)
    said = {
        "page": page, "tabs": _tabs(request, user, word), "parts": [_part(block) for block in found.blocks],
        "filters": filters(request, page, options), "behind": _behind(request, word), "may_export": may_export(user),
        "may_open_campaigns": may_open("campaign", user), **_state(now), "as_of": found.as_of,
    }  # fmt: skip
    return render(request, "figures/page.html", said)


@require_http_methods(["GET", "POST"])
def figures_people(request: HttpRequest) -> HttpResponseBase:
    """What people did: for those who answer for them."""
    return figures_page(request, "people")


def _route(word: str) -> str:
    return "figures_people" if word == "people" else "figures_page"


def _args(word: str) -> list[str]:
    return [] if word == "people" else [word]


def _tabs(request: HttpRequest, user: Any, here: str) -> list[dict[str, Any]]:
    kept = request.GET.urlencode()
    return [
        {
            "label": page.title, "url": reverse(_route(word), args=_args(word)) + (f"?{kept}" if kept else ""),
            "current": word == here, "count": None,
        }
        for word, page in SAID.items()
        if may_open(_route(word), user)
    ]  # fmt: skip


def _part(block: Block) -> Part:
    seen = block.rows[:MOST_ROWS]
    rows = [shown_row(row, block.columns) for row in seen]
    return Part(block, rows, chart(block.picture) if block.picture else None, len(block.rows) - len(seen))


def _behind(request: HttpRequest, word: str) -> str:
    """The start of the addresses of those whom figures of this page count."""
    kept = urlencode({name: value for name, value in request.GET.items() if value and name != "share"})
    return reverse("figures_behind", args=[word]) + f"?{kept}&" * bool(kept) + "?" * (not kept)


def _taken_out(request: HttpRequest, word: str, blocks: Sequence[Block]) -> HttpResponseBase:
    block = next((one for one in blocks if one.key == request.POST.get("export")), None)
    if block is None:
        raise BadRequest("This page has no such table.")
    columns, rows = exported(block)
    return csv_of_lines(request, f"{word}-{block.key}".replace("_", "-").lower(), columns, rows)


def _state(now: datetime) -> dict[str, Any]:
    """How old the figures are, and what stands in their way."""
    last = measuring.last_round()
    return {
        "now": now, "is_possible": measuring.is_possible(), "needs_worker": NEEDS_WORKER,
        "as_of": datetime.fromisoformat(last.as_of) if last else None,
    }  # fmt: skip
